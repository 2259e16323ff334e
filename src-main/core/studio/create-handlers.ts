import type { Handlers } from '#shared/contract/contract.ts';
import { connectionHandlers } from './handlers/connection-handlers.ts';
import { episodeHandlers } from './handlers/episode-handlers.ts';
import { exportHandlers } from './handlers/export-handlers.ts';
import { jobHandlers } from './handlers/job-handlers.ts';
import { libraryHandlers } from './handlers/library-handlers.ts';
import { projectHandlers } from './handlers/project-handlers.ts';
import { settingsHandlers } from './handlers/settings-handlers.ts';
import { soundHandlers } from './handlers/sound-handlers.ts';
import { speechHandlers } from './handlers/speech-handlers.ts';
import { voiceHandlers } from './handlers/voice-handlers.ts';
import { LineDesk } from './line-desk.ts';
import type { StudioParts } from './studio-parts.ts';

/** The contract's methods, by area. Little is decided in them: a handler names the part of the core that answers. */
export function createHandlers(parts: StudioParts): Handlers {
  const desk = new LineDesk(parts);
  return {
    ...settingsHandlers(parts),
    ...projectHandlers(parts),
    ...episodeHandlers(parts, desk),
    ...speechHandlers(parts, desk),
    ...jobHandlers(parts),
    ...soundHandlers(parts),
    ...exportHandlers(parts, desk),
    ...libraryHandlers(parts),
    ...voiceHandlers(parts),
    ...connectionHandlers(parts),
  };
}
