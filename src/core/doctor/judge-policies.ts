import { getMember, getText, type JsonObject } from '../json.ts';
import { applyRules, type Finding } from './finding.ts';
import { describeUnreadablePolicy, type MountFacts, policyRules } from './policy-rules.ts';
import type { Place } from './remedy.ts';
import type { PolicyState } from './role-policy-rules.ts';

/** What the rules say of every policy that was read. Of `default`, which every token has, only what is wrong. */
export function judgePolicies(
  policies: ReadonlyMap<string, PolicyState>,
  mounts: readonly MountFacts[] | undefined,
  place: Place,
): Finding[] {
  return [...policies].flatMap(([name, state]): Finding[] => {
    const subject = `policy "${name}"`;
    if (name === 'root') return [];
    if (state.kind === 'unreadable') {
      const fault = describeUnreadablePolicy(place, name);
      return [{ level: 'WARN', code: 'POLICY_UNREADABLE', subject, ...fault }];
    }
    if (state.kind !== 'read') return [];
    const judged = applyRules(subject, policyRules, { name, rules: state.rules, mounts, place });
    return name === 'default' ? judged.filter(({ level }) => level !== 'OK') : judged;
  });
}

/** The secrets engines of `sys/mounts`; undefined where that was not read. */
export function listMountFacts(mounts: JsonObject | undefined): readonly MountFacts[] | undefined {
  if (mounts === undefined) return undefined;
  return Object.entries(mounts).map(([path, facts]) => ({
    path: path.replace(/\/$/, ''),
    isKeyValue: /^(kv|generic)$/.test(getText(facts, 'type') ?? ''),
    isVersioned: getText(getMember(facts, 'options'), 'version') === '2',
  }));
}
