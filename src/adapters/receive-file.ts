import { setTimeout as sleep } from 'node:timers/promises';
import { Failed } from '../core/failure.ts';
import { explainDownload } from '../core/releases/explain-download.ts';
import { askForRest, type PartialFile, planReception } from '../core/releases/plan-reception.ts';
import { planRetry, readRetryAfter, type TryOutcome } from '../core/retry-schedule.ts';
import {
  type DownloadAnswer,
  type DownloadContext,
  DownloadFailure,
  requestFile,
} from './download-request.ts';

/** Takes the bytes of a file. What it throws ends the reception. */
export interface Sink {
  readonly mostBytes: number;
  /** Forgets what came so far. */
  clear(): Promise<unknown>;
  write(part: Buffer): Promise<unknown>;
}

/** Told how a reception goes on. */
export interface ReceptionWatch {
  /** What is here by now. */
  readonly onBytes: (file: PartialFile) => void;
  /** Why it is tried again. */
  readonly onRetry: (reason: string) => void;
}

// In a row, with no byte between; the command's own time bounds them all.
const budget = { tries: 10, milliseconds: Number.POSITIVE_INFINITY };
const nothing: PartialFile = { receivedBytes: 0, totalBytes: undefined, validator: undefined };

/** A try that did not bring the file, and the failure that it would be. */
interface FailedTry {
  readonly outcome: TryOutcome;
  readonly failure: DownloadFailure;
}

/**
 * Receives a file whole, in as many connections as it takes: what came before a
 * break is kept where the server says that it has the same file still. False when it
 * has none of that address. Throws `Failed` once another try cannot help.
 */
export async function receiveFile(
  url: string,
  sink: Sink,
  context: DownloadContext,
  { onBytes, onRetry }: ReceptionWatch,
): Promise<boolean> {
  let known = nothing;
  const note = (file: PartialFile): void => {
    known = file;
    onBytes(file);
  };
  for (let tries = 1; ; tries += 1) {
    const before = known.receivedBytes;
    const result = await keepFailure(tryOnce(url, sink, context, known, note));
    if (typeof result === 'boolean') return result;
    if (known.receivedBytes > before) tries = 1;
    const { outcome, failure } = result;
    const state = { tries, elapsedMs: 0, isTokenNew: false };
    const waitMs = planRetry(outcome, state, budget, Math.random());
    const { why, ...rest } = explainDownload(failure.fault, failure.host);
    if (waitMs === undefined) throw new Failed([{ why, ...rest }]);
    onRetry(`${failure.host}: ${why}; trying again`);
    await sleep(waitMs, undefined, { signal: context.ending }).catch(() => undefined);
  }
}

async function keepFailure(tried: Promise<boolean | FailedTry>): Promise<boolean | FailedTry> {
  try {
    return await tried;
  } catch (error) {
    if (!(error instanceof DownloadFailure)) throw error;
    return { outcome: describeOutcome(error.fault), failure: error };
  }
}

/** What the schedule of retries has to know; what it does not know is final. */
function describeOutcome(fault: DownloadFailure['fault']): TryOutcome {
  switch (fault.kind) {
    case 'status':
      return { status: fault.status, said: '', waitMs: undefined };
    case 'too long':
    case 'too many redirects':
      return { fault: { kind: 'too large', mebibytes: 0 } };
    default:
      return { fault };
  }
}

async function tryOnce(
  url: string,
  sink: Sink,
  context: DownloadContext,
  known: PartialFile,
  note: (file: PartialFile) => void,
): Promise<boolean | FailedTry> {
  const answer = await requestFile(url, askForRest(known), context);
  const { status, headers, host } = answer;
  if (status === 200 || status === 206) return receive(answer, sink, known, note);
  answer.close();
  if (status === 404 || status === 410) return false;
  if (status === 416) return startOver(answer, sink, note);
  const waitMs = [429, 503].includes(status)
    ? readRetryAfter(headers['retry-after'], Date.now())
    : undefined;
  return {
    outcome: { status, said: '', waitMs },
    failure: new DownloadFailure({ kind: 'status', status }, host),
  };
}

async function receive(
  answer: DownloadAnswer,
  sink: Sink,
  known: PartialFile,
  note: (file: PartialFile) => void,
): Promise<boolean | FailedTry> {
  const reception = planReception(answer, known);
  if (reception.kind === 'start over') {
    answer.close();
    return startOver(answer, sink, note);
  }
  let { file } = reception;
  const most = Math.min(sink.mostBytes, file.totalBytes ?? sink.mostBytes);
  const refuse = (): never => {
    answer.close();
    throw new DownloadFailure({ kind: 'too long', most }, answer.host);
  };
  if ((file.totalBytes ?? 0) > most) refuse();
  if (reception.kind === 'whole' && known.receivedBytes > 0) await sink.clear();
  note(file);
  for await (const part of answer.read()) {
    file = { ...file, receivedBytes: file.receivedBytes + part.length };
    if (file.receivedBytes > most) refuse();
    await sink.write(part);
    note(file);
  }
  return file.totalBytes === undefined || file.receivedBytes === file.totalBytes
    ? true
    : breakOff(answer.host);
}

/** What came cannot be continued, and is forgotten. */
async function startOver(
  { host }: DownloadAnswer,
  sink: Sink,
  note: (file: PartialFile) => void,
): Promise<FailedTry> {
  await sink.clear();
  note(nothing);
  return breakOff(host);
}

function breakOff(host: string): FailedTry {
  const fault = { kind: 'error', code: 'ECONNRESET' } as const;
  return { outcome: { fault }, failure: new DownloadFailure(fault, host) };
}
