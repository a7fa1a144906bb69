import type { Failure } from '../failure.ts';
import { leewayDefaults } from '../leeway-defaults.ts';
import type { Rule } from './finding.ts';

/** What a server showed of itself. */
export type ServerFacts =
  | { readonly isReached: false; readonly failure: Failure }
  | {
      readonly isReached: true;
      /** Of `sys/health`, a standby counting as well. */
      readonly status: number;
      /** Empty when it does not say. */
      readonly version: string;
      /** Whose command line its administrators have. */
      readonly program: 'vault' | 'bao';
      /** How far its clock is ahead of this machine's; undefined when it does not say. */
      readonly clockAheadMs: number | undefined;
      /** Milliseconds since 1970 at which its certificate ends; undefined without one, or behind a proxy. */
      readonly certificateEndsAt: number | undefined;
    };

/** A server, and what it must be seen with. */
export interface ServerCase {
  readonly server: ServerFacts;
  readonly isVerified: boolean;
  /** Milliseconds since 1970 by this machine's clock. */
  readonly now: number;
}

const states: Readonly<Record<number, readonly [what: string, why: string, next: string]>> = {
  501: ['is not initialized', 'it holds nothing yet', 'initialize it: vault operator init'],
  503: ['is sealed', 'it answers nobody until it is unsealed', 'ask the operators to unseal it'],
  472: ['is a disaster recovery secondary', 'it answers no job', 'give the address of the primary'],
  474: ['is a standby without a leader', 'it cannot reach the active node', 'ask its operators'],
};

// Times of a token may be off by that (hashicorp/cap, jwt/validator.go).
const leewayMs = leewayDefaults.clock_skew_leeway * 1000;
const dayMs = 24 * 3600 * 1000;
const shortCertificateDays = 14;

/** Whether jobs can talk to it. Source of the states: HashiCorp, "/sys/health". */
export const serverRules: readonly Rule<ServerCase>[] = [
  {
    code: 'SERVER_UNREACHABLE',
    level: 'FAIL',
    kept: 'answers',
    find: ({ server }) => {
      if (server.isReached || server.failure.code === 'TLS_FAILED') return undefined;
      const { what, why, next } = server.failure;
      return { what: `is not reached: ${what.replace(/\.$/, '')}`, why, next };
    },
  },
  {
    code: 'SERVER_TLS',
    level: 'FAIL',
    kept: undefined,
    find: ({ server }) => {
      if (server.isReached || server.failure.code !== 'TLS_FAILED') return undefined;
      const { what, why, next } = server.failure;
      return { what: `is not trusted: ${what.replace(/\.$/, '')}`, why, next };
    },
  },
  {
    code: 'SERVER_STATE',
    level: 'FAIL',
    kept: undefined,
    find: ({ server }) => {
      if (!server.isReached || server.status === 200) return undefined;
      const [what, why, next] = states[server.status] ?? [
        `answers sys/health with status ${server.status}`,
        'that is no answer of a server which serves',
        'check that the address is that of Vault itself',
      ];
      return { what, why, next: [next] };
    },
  },
  {
    code: 'CLOCK_SKEWED',
    level: 'WARN',
    kept: "has this machine's time",
    find: ({ server }) => {
      if (!server.isReached || server.clockAheadMs === undefined) return 'passed over';
      const seconds = Math.round(server.clockAheadMs / 1000);
      if (Math.abs(seconds) < 15) return undefined;
      const isBehind = seconds < 0;
      const isRefusing = isBehind && -server.clockAheadMs >= leewayMs;
      return {
        ...(isRefusing ? { level: 'FAIL' as const } : {}),
        what: `has a clock ${Math.abs(seconds)} s ${isBehind ? "behind this machine's" : "ahead of this machine's"}`,
        why: isBehind
          ? `a fresh token is from the future to it, of which it grants ${leewayDefaults.clock_skew_leeway} s`
          : 'tokens end earlier there',
        next: ['set the clock that is wrong (NTP)'],
      };
    },
  },
  {
    code: 'CERTIFICATE_ENDS',
    level: 'WARN',
    kept: undefined,
    find: ({ server, now }) => {
      if (!server.isReached || server.certificateEndsAt === undefined) return undefined;
      const days = (server.certificateEndsAt - now) / dayMs;
      if (days >= shortCertificateDays) return undefined;
      return {
        what: `has a certificate that ends in ${Math.max(0, Math.floor(days))} days`,
        why: 'from then on no job trusts it',
        next: ["renew the server's certificate"],
      };
    },
  },
  {
    code: 'CERTIFICATE_UNCHECKED',
    level: 'WARN',
    kept: undefined,
    find: ({ server, isVerified }) =>
      isVerified || !server.isReached
        ? undefined
        : {
            what: 'was talked to without checking its certificate',
            why: 'anybody on the way could have answered in its place',
            next: ['give --ca-certificate (VAULT_CACERT) and leave out --skip-verify'],
          },
  },
];
