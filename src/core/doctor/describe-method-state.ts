import type { Finding } from './finding.ts';
import { nameNamespace, type Place, trustParties } from './remedy.ts';
import type { KnownParties } from './role-case.ts';

/** The finding of a mount whose configuration is not there; none when it was not read. */
export function describeMethodState(
  state: 'absent' | 'unset' | 'unread',
  { known, place }: { readonly known: KnownParties; readonly place: Place },
): Finding[] {
  if (state === 'unread') return [];
  const subject = `auth/${place.mount}`;
  const isAbsent = state === 'absent';
  const flag = nameNamespace(place.namespace);
  return [
    {
      level: 'FAIL',
      code: isAbsent ? 'METHOD_ABSENT' : 'METHOD_UNSET',
      subject,
      what: isAbsent ? 'is not there' : 'is not configured',
      why: isAbsent ? 'no auth method is mounted there in this namespace' : 'it trusts nobody yet',
      next: isAbsent
        ? [
            `${place.program} auth list ${flag}`.trim(),
            `${place.program} auth enable ${flag}-path=${place.mount} jwt`,
          ]
        : [trustParties(place, known)],
    },
  ];
}
