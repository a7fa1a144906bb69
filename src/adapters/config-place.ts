import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import { describeAdministrationFailure } from '../core/administration/administration-failures.ts';
import { Failed } from '../core/failure.ts';

/** A config by its names. */
export interface ConfigName {
  /** As commands in this directory take it. */
  readonly path: string;
  /** As a diff has it behind `a/` and `b/`: from the repository's top, where it is below that. */
  readonly inDiff: string;
}

/**
 * Names the config at `path`. Where it `isGiven`, it counts from the directory, else from the
 * repository's top, where CircleCI reads it; `top` is undefined outside of repositories.
 */
export function nameConfig(
  directory: string,
  top: string | undefined,
  { value: path, isGiven }: { readonly value: string; readonly isGiven: boolean },
): ConfigName {
  const place = resolve(isGiven ? directory : (top ?? directory), path);
  const below = relative(top ?? directory, place);
  const isBelow = below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
  return {
    path: isGiven ? path : relative(directory, place),
    inDiff: (isBelow ? below : place.slice(parse(place).root.length)).replaceAll(sep, '/'),
  };
}

/** The text of a config; undefined where there is no such file. Throws `Failed`. */
export function readConfigText(directory: string, path: string): string | undefined {
  const place = resolve(directory, path);
  try {
    if (lstatSync(place, { throwIfNoEntry: false }) === undefined) return undefined;
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(place));
  } catch (error) {
    const why =
      error instanceof TypeError ? 'it is not UTF-8' : `reading it gives ${readCode(error)}`;
    throw new Failed([
      describeAdministrationFailure('CONFIG_UNREADABLE', {
        what: `The config ${path} cannot be read.`,
        why,
        next: ['give --config the path of a CircleCI config, such as .circleci/config.yml'],
      }),
    ]);
  }
}

/**
 * Puts a text in the place of a config, whole or not at all; the file keeps its mode.
 * Throws `Failed`: for a link too, whose target may belong to another place.
 */
export function writeConfigText(directory: string, path: string, text: string): void {
  const place = resolve(directory, path);
  const beside = join(dirname(place), `.${basename(place)}.${randomBytes(6).toString('hex')}`);
  try {
    mkdirSync(dirname(place), { recursive: true });
    const there = lstatSync(place, { throwIfNoEntry: false });
    if (there !== undefined && !there.isFile())
      throw describeUnwritten(path, 'it is no plain file');
    writeFileSync(beside, text, { flag: 'wx', mode: 0o644 });
    // The umask may have taken bits that the file had.
    if (there !== undefined) chmodSync(beside, there.mode & 0o777);
    renameSync(beside, place);
  } catch (error) {
    rmSync(beside, { force: true });
    if (error instanceof Failed) throw error;
    throw describeUnwritten(path, `writing it gives ${readCode(error)}`);
  }
}

function describeUnwritten(path: string, why: string): Failed {
  return new Failed([
    describeAdministrationFailure('CONFIG_NOT_WRITTEN', {
      what: `The config ${path} is not written; it is as it was.`,
      why,
      next: ['apply the diff that this command shows without --write'],
    }),
  ]);
}

function readCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'an error';
}
