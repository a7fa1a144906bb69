import { describeServerTrouble, quoteErrors } from './explain-server.ts';
import { describeFailure, type Failure } from './failure.ts';
import { loginRefusals, otherRefusal } from './login-refusals.ts';
import type { TokenClaims } from './oidc-token.ts';
import { quoteForShell } from './quoting.ts';
import type { VaultRefusal } from './vault-answers.ts';

/** What the log-in was asked for, and with what; nothing of it is secret. */
export interface AttemptedLogin {
  readonly namespace: string;
  readonly mount: string;
  readonly role: string;
  readonly claims: TokenClaims;
}

/** Why Vault refused the log-in, and what to change. */
export function explainLoginRefusal(refusal: VaultRefusal, login: AttemptedLogin): Failure {
  const trouble = describeServerTrouble(refusal, 'the log-in');
  if (trouble !== undefined) return trouble;
  const said = quoteErrors(refusal);
  const answer = `${refusal.status} ${said}`;
  const facts = gatherFacts(said, refusal, login);
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (placeholder, name: string) => facts[name] ?? placeholder);
  const write = (text: string): string => {
    const [lead = '', filter] = text.split('{jq}');
    if (filter === undefined) return fill(text);
    // Quoted when it is filled: a branch may be named so that a shell would run it.
    const change = quoteForShell(`.data | ${fill(filter)}`);
    return `${lead}vault read -format=json ${facts['path']} | jq ${change} | vault write ${facts['path']} -`;
  };
  const [, code, why, next, ...others] =
    loginRefusals.find(([says]) => says.test(answer)) ?? otherRefusal;
  return describeFailure(code, {
    what: `Vault refused the log-in (${refusal.status}).`,
    why: `${fill(why)}\nVault says ${said}`,
    next: [write(next), ...others.map(write)],
  });
}

/** What the words of a row may name; nothing of it is secret. */
function gatherFacts(
  said: string,
  { clockAheadMs = 0 }: VaultRefusal,
  { namespace, mount, role: asked, claims }: AttemptedLogin,
): Readonly<Record<string, string>> {
  const role = asked === '' ? '<default_role>' : asked;
  const method = `${namespace === '' ? '' : `-namespace=${namespace} `}auth/${mount}`;
  const issuer = claims.issuer ?? '<issuer>';
  const claim = /claim ["']([^"']+)/.exec(said)?.[1] ?? '';
  const bindable = new Map(claims.bindable);
  const list = claims.bindable.map(
    ([name, json]) => `${name} = ${json}${name === claim ? ' <- Vault names this one' : ''}`,
  );
  const ahead = Math.round(clockAheadMs / 1000);
  return {
    mount,
    method,
    role,
    path: `${method}/role/${role}`,
    issuer,
    url: quoteForShell(issuer),
    audience: claims.audiences.map((text) => JSON.stringify(text)).join(', ') || '"<audience>"',
    claim,
    value: bindable.get(claim) ?? '"…"',
    project: bindable.get('oidc.circleci.com/project-id') ?? '"<project id>"',
    claims: list.join('\n'),
    ahead: `${Math.abs(ahead)} s ${ahead < 0 ? 'behind' : 'ahead of'}`,
  };
}
