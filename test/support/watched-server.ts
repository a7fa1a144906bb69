import { type FaultyServer, startFaultyServer, staySilent } from './faulty-server.ts';
import type { RunningStep } from './runner/run-step.ts';

/** Told of each request with the step under way; says whether it gets no answer. */
export type OnRequest = (path: string, step: RunningStep) => 'silent' | undefined;

/** A real server in front of which a test learns how far a job's step is. */
export interface WatchedServer extends AsyncDisposable {
  readonly server: FaultyServer;
  /** What leads a job there; to be part of its wish. */
  readonly wish: {
    readonly environment: Readonly<Record<string, string>>;
    readonly onStart: (step: RunningStep) => void;
  };
}

/** Hands every request on to the origin, unless `onRequest` says that it gets no answer. */
export async function watchServer(origin: string, onRequest: OnRequest): Promise<WatchedServer> {
  let underWay: RunningStep | undefined;
  const server = await startFaultyServer({
    origin,
    findFault: (path) => {
      if (underWay === undefined) throw new Error(`${path} is asked for by no step`);
      return onRequest(path, underWay) === 'silent' ? staySilent : undefined;
    },
  });
  return {
    server,
    wish: {
      environment: { VAULT_ADDR: server.address },
      onStart: (step) => {
        underWay = step;
      },
    },
    [Symbol.asyncDispose]: server.stop,
  };
}
