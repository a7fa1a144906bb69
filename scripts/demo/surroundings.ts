import type { CircleCiIssuer } from '../../test/support/circleci-issuer.ts';
import type { OpenBaoServer } from '../../test/support/openbao/server.ts';
import type { Page } from '../page.ts';
import type { WelcomeService } from './welcome-service.ts';

/** What the demo's jobs run in. */
export interface Surroundings {
  readonly server: OpenBaoServer;
  readonly issuer: CircleCiIssuer;
  readonly service: WelcomeService;
  /** A directory for the files of the jobs. */
  readonly directory: string;
  readonly page: Page;
  /** Aborted when somebody ends the demo. */
  readonly signal: AbortSignal;
}
