import { describe, expect, it } from 'vitest';
import { root } from '../../../../scripts/bundle-helper.ts';
import { readArguments, readOrbFile } from '../../../../scripts/orb/read-arguments.ts';
import { Refused, renderRefusal } from '../../../../scripts/refusal.ts';

function refuse(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Refused) return error.refusals.map(renderRefusal).join('\n');
  }
  return 'it is not refused';
}

describe('the command line of orb:validate', () => {
  it.each([
    ['two files', ['a.yml', 'b.yml'], {}, 'what is b.yml?'],
    [
      'another orb to be written',
      ['--write', 'a.yml'],
      {},
      '--write and --release are for the orb',
    ],
    ['another orb to be released', ['a.yml', '--release'], {}, '--write and --release are for'],
    ['--write left to npm', [], { npm_config_write: 'true' }, 'npm took --write for its own'],
    ['--release left to npm', [], { npm_config_release: 'true' }, 'npm took --release for its own'],
  ])('cannot have %s', (_title, args, environment, why) => {
    const told = refuse(() => readArguments(args, environment));
    expect(told).toContain(why);
    expect(told).toContain('npm run orb:validate -- ');
  });

  it('reads paths from where npm was called', () => {
    expect(readArguments(['a.yml'], { INIT_CWD: '/home/me' }).other).toBe('/home/me/a.yml');
    expect(readArguments(['/b.yml'], { INIT_CWD: '/home/me' }).other).toBe('/b.yml');
    expect(readArguments([], { INIT_CWD: '/home/me' }).other).toBeUndefined();
  });

  it('cannot name a directory', () => {
    expect(refuse(() => readOrbFile(`${root}orb`))).toContain('why   EISDIR: ');
  });
});
