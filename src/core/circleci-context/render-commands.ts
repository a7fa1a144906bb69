import { circleCiCloud } from '../circleci-access.ts';
import { quoteForShell, quoteWord } from '../quoting.ts';
import type { ContextWish } from './context-wish.ts';

/**
 * The same as lines of a shell for CircleCI's own CLI. They ask which generation it is,
 * and of either the commands stop at the first that fails, so that a context is
 * restricted before it holds a value. `host` is CircleCI's origin. No line is a comment:
 * zsh takes none at its prompt.
 */
export function renderCircleCiCommands(wish: ContextWish, host: string): string {
  return [
    'case $(circleci version) in',
    '*"circleci 1."*)',
    ...renderBranch(renderCurrent(wish, nameHost('CIRCLE_HOST', host))),
    '*0.1.*)',
    ...renderBranch(renderLegacy(wish, nameHost('CIRCLECI_CLI_HOST', host))),
    '*)',
    ...renderBranch([`echo ${quoteForShell(notTheCli)} >&2`, 'false']),
    'esac',
    '',
  ].join('\n');
}

const notTheCli =
  '"circleci version" tells neither 0.1 nor 1: it is not the CLI that is meant here';

function renderBranch(commands: readonly string[]): string[] {
  return [`  ${commands.join(' &&\n  ')}`, '  ;;'];
}

/** For one call: the shell's own environment stays as it is. */
function nameHost(variable: string, host: string): string {
  return host === circleCiCloud ? '' : `${variable}=${quoteWord(host)} `;
}

/**
 * It keeps a newline at the end of a value on standard input, so there is none. It has no
 * command for restrictions: a person makes them between two runs of the lines.
 */
function renderLegacy(wish: ContextWish, host: string): string[] {
  const { owner, variables, restrictions } = wish;
  const name = quoteWord(wish.name);
  const organization =
    owner.id === undefined
      ? owner.slug.split('/').map(quoteWord).join(' ')
      : `--org-id ${quoteWord(owner.id)}`;
  const create = `${host}circleci context create ${organization} ${name}`;
  return [
    ...(restrictions.length === 0
      ? [create]
      : [
          `[ "\${RESTRICTED-}" = yes ] || ${create}`,
          ...restrictions.map(
            ({ type, value }) =>
              `printf '%s\\n' ${quoteForShell(`to restrict it to: ${type} ${value}`)} >&2`,
          ),
          ': "${RESTRICTED:?restrict it in the web app, set RESTRICTED=yes, run this again}"',
        ]),
    ...variables.map(
      (variable) =>
        `printf %s ${quoteWord(variable.value)} | ${host}circleci context store-secret ${organization} ${name} ${variable.name}`,
    ),
  ];
}

/** It takes the organization's slug alone. */
function renderCurrent(wish: ContextWish, host: string): string[] {
  const { owner, variables, restrictions } = wish;
  const name = quoteWord(wish.name);
  const organization = owner.slug === undefined ? '"$ORGANIZATION"' : quoteWord(owner.slug);
  return [
    ...(owner.slug === undefined
      ? [': "${ORGANIZATION:?set it to the slug that Organization Settings > Overview shows}"']
      : []),
    `${host}circleci context create ${name} --org ${organization}`,
    ...restrictions.map(
      ({ type, value }) =>
        `${host}circleci context restriction create ${name} --org ${organization} --type ${type} --value ${quoteWord(value)}`,
    ),
    ...variables.map(
      (variable) =>
        `${host}circleci context secret set ${name} --org ${organization} --name ${variable.name} --value ${quoteWord(variable.value)}`,
    ),
  ];
}
