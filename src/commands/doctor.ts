import type { ExecutorProbe, ServerProbe, VaultAdministration } from '../administration-ports.ts';
import { describeUnread } from '../core/doctor/describe-unread.ts';
import type { Diagnosis } from '../core/doctor/diagnosis.ts';
import { executorRules } from '../core/doctor/executor-rules.ts';
import { applyRules } from '../core/doctor/finding.ts';
import { type OpenedToken, openToken } from '../core/doctor/opened-token.ts';
import type { Place } from '../core/doctor/remedy.ts';
import type { KnownParties } from '../core/doctor/role-case.ts';
import { type ServerFacts, serverRules } from '../core/doctor/server-rules.ts';
import { describeBadToken, nameParties } from '../core/doctor/token-parties.ts';
import type { Secret } from '../core/secret.ts';
import type { Clock } from '../ports.ts';
import { judgeVault } from './doctor-judge.ts';
import { readVault, type VaultState } from './doctor-vault.ts';

/** What is to be looked at. */
export interface DoctorRequest {
  readonly namespace: string;
  readonly mount: string;
  /** Empty for every role of the mount. */
  readonly roles: readonly string[];
  readonly asked: KnownParties;
  /** A config as a YAML parser reads it; undefined for none. */
  readonly config: unknown;
  /** The token at hand; undefined for none. */
  readonly token: Secret<string> | undefined;
  /** Why what stands in the place of a token is none. */
  readonly tokenProblem: string | undefined;
  readonly isVerified: boolean;
}

export interface DoctorPorts {
  readonly server: ServerProbe;
  /** Undefined where this machine is no job's. */
  readonly executor: ExecutorProbe | undefined;
  /** Undefined where there is no administrator's token. */
  readonly administration: VaultAdministration | undefined;
  readonly clock: Clock;
}

/** Looks at the server, at what it holds of the mount, and at this machine. Throws `Failed`. */
export async function diagnose(request: DoctorRequest, ports: DoctorPorts): Promise<Diagnosis> {
  const server = await ports.server.look();
  const { isVerified } = request;
  const now = ports.clock.now();
  const ofServer = applyRules('server', serverRules, { server, isVerified, now });
  const token = request.token && openToken(request.token);
  const ofVault = await diagnoseVault(request, server, token, ports);
  const ofExecutor =
    ports.executor === undefined
      ? []
      : applyRules('this machine', executorRules, await ports.executor.look());
  return {
    findings: [
      ...ofServer,
      ...ofExecutor,
      ...(ports.executor === undefined ? describeBadToken(request.tokenProblem) : []),
      ...ofVault.findings,
    ],
    admissions: ofVault.admissions,
  };
}

async function diagnoseVault(
  request: DoctorRequest,
  server: ServerFacts,
  token: OpenedToken | undefined,
  { administration, clock, executor }: DoctorPorts,
): Promise<Diagnosis> {
  if (!server.isReached || server.status !== 200) return { findings: [], admissions: [] };
  const { namespace, mount, roles } = request;
  const place: Place = { program: server.program, namespace, mount };
  const state =
    administration === undefined
      ? listUnasked(place, roles)
      : await readVault(place, roles, administration);
  const serverNow = (clock.now() + (server.clockAheadMs ?? 0)) / 1000;
  const judged = await judgeVault(state, {
    place,
    asked: request.asked,
    known: nameParties(request.asked, token),
    isNamed: roles.length > 0,
    config: request.config,
    token,
    serverNow,
  });
  const unread = describeUnread(state.unread, {
    hasToken: administration !== undefined,
    isJob: executor !== undefined,
    isRefused: state.isTokenRefused,
  });
  return { ...judged, findings: [...judged.findings, ...unread] };
}

/** What is not known where nothing can be asked. */
function listUnasked({ mount, program }: Place, roles: readonly string[]): VaultState {
  const read = (path: string) => ({ path, capability: 'read' }) as const;
  const list = (path: string) => ({ path, capability: 'list' }) as const;
  return {
    method: 'unread',
    roles: [],
    missingRoles: [],
    programRoles: [],
    policies: new Map(),
    mounts: undefined,
    isTokenRefused: false,
    unread: [
      read(`auth/${mount}/config`),
      ...(roles.length === 0
        ? [list(`auth/${mount}/role`), read(`auth/${mount}/role/*`)]
        : roles.map((role) => read(`auth/${mount}/role/${role}`))),
      ...(program === 'bao' ? [list(`auth/${mount}/cel/role`)] : []),
      read('sys/policies/acl/*'),
      read('sys/mounts'),
    ],
  };
}
