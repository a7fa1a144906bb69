import { describeFailure, type Failure } from './failure.ts';

/** The command's own time, the parameter `timeout`, was up before something was done. */
export function explainDeadline(before: string): Failure {
  return describeFailure('TIMED_OUT', {
    what: `The command's time was up before ${before}.`,
    why: 'the parameter "timeout" bounds the whole command',
    next: ['run the job again', 'give timeout a longer time if that is known to be slow'],
  });
}
