import type { Handlers } from '#shared/contract/contract.ts';
import { SETTINGS_METHODS } from '#shared/contract/settings.ts';
import { VERSION } from '../../version.ts';
import { pending } from '../pending.ts';
import type { StudioParts } from '../studio-parts.ts';

export function settingsHandlers({ library }: StudioParts): Pick<Handlers, keyof typeof SETTINGS_METHODS> {
  return {
    ...pending(SETTINGS_METHODS),
    'app.info': () => ({ version: VERSION, platform: process.platform }),
    'app.notices': () => library.notices,
  };
}
