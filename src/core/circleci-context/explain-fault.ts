import { describeAdministrationFailure } from '../administration/administration-failures.ts';
import { explainNetworkFault, type NetworkFault } from '../explain-network.ts';
import { describeFailure, type Failure } from '../failure.ts';

const checkHost = 'check the address of CircleCI: --host, CIRCLE_HOST or CIRCLECI_CLI_HOST';
const runAgain = 'run the command again: what was done already is found and kept';

/** The failure that a fault on the way to CircleCI is; `host` is CircleCI's, with its port. */
export function explainCircleCiFault(fault: NetworkFault, host: string): Failure {
  switch (fault.kind) {
    case 'unreadable':
      return describeAdministrationFailure('CIRCLECI_ANSWER_UNEXPECTED', {
        what: `${host} sent what CircleCI's API does not send.`,
        why: `status ${fault.status}, type ${fault.contentType || 'unknown'}: it is not the JSON of the API`,
        next: [checkHost],
      });
    case 'redirect':
      return describeAdministrationFailure('CIRCLECI_ANSWER_UNEXPECTED', {
        what: `${host} redirects to ${fault.host || 'nowhere'}, and nothing was sent there.`,
        why: 'it would get the token',
        next: [checkHost],
      });
    case 'too large':
      return describeAdministrationFailure('CIRCLECI_ANSWER_UNEXPECTED', {
        what: `${host} sent more than ${fault.mebibytes} MiB.`,
        why: 'no answer of the API is that large; it was not read to its end',
        next: [checkHost],
      });
    case 'error': {
      const { what, why } = explainNetworkFault(fault, host);
      return describeAdministrationFailure('CIRCLECI_UNAVAILABLE', {
        what,
        why,
        next: [checkHost, runAgain],
      });
    }
    case 'deadline':
      return describeFailure('TIMED_OUT', {
        what: `${host} did not answer in time.`,
        why: 'the command waits two minutes for CircleCI, and not after it was told to stop',
        next: [checkHost, runAgain],
      });
    case 'phase too slow':
    case 'proxy refused':
      return { ...explainNetworkFault(fault, host), next: [checkHost, runAgain] };
    default:
      return fault satisfies never;
  }
}
