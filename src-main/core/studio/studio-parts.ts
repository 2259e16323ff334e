import type { Core } from '../app.ts';
import type { SynthesisQueue } from '../jobs/synthesis-queue.ts';
import type { Library } from '../library/library.ts';
import type { EventHub } from './event-hub.ts';
import type { JobBoard } from './job-board.ts';
import type { Uploads } from './uploads.ts';

/** What handlers are made of. */
export interface StudioParts {
  readonly core: Core;
  readonly library: Library;
  readonly events: EventHub;
  readonly jobs: JobBoard;
  /** The one through which everything of this library is spoken. */
  readonly queue: SynthesisQueue;
  readonly uploads: Uploads;
  /** The folder that holds `resources`. */
  readonly installation: string;
}
