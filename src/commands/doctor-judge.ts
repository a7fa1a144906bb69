import { describeMethodState } from '../core/doctor/describe-method-state.ts';
import { describeReads } from '../core/doctor/describe-reads.ts';
import type { Diagnosis } from '../core/doctor/diagnosis.ts';
import { applyRules, type Finding } from '../core/doctor/finding.ts';
import { judgeAdmission, reportAdmission } from '../core/doctor/judge-admission.ts';
import { judgePolicies, listMountFacts } from '../core/doctor/judge-policies.ts';
import {
  describeMissingRole,
  describeNoRole,
  describeProgramRoles,
  judgeRole,
} from '../core/doctor/judge-role.ts';
import { methodRules } from '../core/doctor/method-rules.ts';
import type { OpenedToken } from '../core/doctor/opened-token.ts';
import type { Place } from '../core/doctor/remedy.ts';
import type { KnownParties, RoleCase } from '../core/doctor/role-case.ts';
import type { RoleFacts } from '../core/doctor/role-facts.ts';
import { rolePolicyRules } from '../core/doctor/role-policy-rules.ts';
import { reportToken } from '../core/doctor/token-parties.ts';
import { findRoleReads } from './doctor-reads.ts';
import type { VaultState } from './doctor-vault.ts';

/** What the judgement of a mount and its roles hangs on beside themselves. */
export interface Circumstances {
  readonly place: Place;
  readonly asked: KnownParties;
  readonly known: KnownParties;
  readonly isNamed: boolean;
  /** A config as a YAML parser reads it; undefined for none. */
  readonly config: unknown;
  readonly token: OpenedToken | undefined;
  /** Seconds since 1970 by the server's clock. */
  readonly serverNow: number;
}

/** Judges what was read of a mount: its configuration, each role, each policy, the token at hand. */
export async function judgeVault(state: VaultState, around: Circumstances): Promise<Diagnosis> {
  const { place, asked, known, isNamed, token } = around;
  const method = typeof state.method === 'string' ? undefined : state.method;
  const cases = state.roles.map((role) => ({ role, method, asked, known, isNamed, place }));
  const admissions =
    token === undefined
      ? []
      : cases.map((subject) => judgeAdmission(token, subject, around.serverNow));
  const ofRoles = await Promise.all(
    cases.map(async (subject, index) => {
      const admission = admissions[index];
      return [
        ...judgeRole(subject),
        ...(await judgeRights(subject, state, around)),
        ...(admission && token ? reportAdmission(admission, token, subject) : []),
      ];
    }),
  );
  return {
    findings: [
      ...(token === undefined ? [] : [reportToken(token)]),
      ...(typeof state.method === 'string'
        ? describeMethodState(state.method, { known, place })
        : applyRules(`auth/${place.mount}`, methodRules, {
            method: state.method,
            asked,
            known,
            place,
          })),
      ...state.missingRoles.map((name) => describeMissingRole(name, place)),
      ...describeProgramRoles(state.programRoles, place),
      ...describeNoRole(state, isNamed, place),
      ...ofRoles.flat(),
      ...judgePolicies(state.policies, listMountFacts(state.mounts), place),
    ],
    admissions,
  };
}

/** What a role's policies come to, and whether they let its jobs read what the config reads. */
async function judgeRights(
  subject: RoleCase,
  { policies, mounts }: VaultState,
  { config, place }: Circumstances,
): Promise<Finding[]> {
  const name = nameRole(subject.role);
  const reads =
    config === undefined || mounts === undefined
      ? undefined
      : await findRoleReads(
          config,
          { role: subject.role.name, mount: place.mount, namespace: place.namespace },
          mounts,
        );
  return [
    ...applyRules(name, rolePolicyRules, {
      subject,
      policies,
      reads: reads?.paths,
      isPartial: reads !== undefined && reads.notes.length + reads.failures.length > 0,
    }),
    ...(reads === undefined ? [] : describeReads(name, reads, subject.isNamed)),
  ];
}

function nameRole({ name }: RoleFacts): string {
  return `role "${name}"`;
}
