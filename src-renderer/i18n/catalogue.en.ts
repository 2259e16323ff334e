/** Everything the studio says, in English, merged from its areas. The other catalogues have exactly these keys. */
import { APP_ACTIONS_EN, APP_EN } from './app.en.ts';
import { INSPECTOR_EN } from './inspector.en.ts';
import { LIBRARY_ACTIONS_EN, LIBRARY_EN } from './library.en.ts';
import { MAKING_ACTIONS_EN, MAKING_EN } from './making.en.ts';
import { KEY_SHEET_EN, PALETTE_EN } from './palette.en.ts';
import { SCRIPT_ACTIONS_EN, SCRIPT_EN } from './script.en.ts';
import { SETTINGS_EN } from './settings.en.ts';
import { START_EN } from './start.en.ts';
import type { Texts } from './texts.ts';
import { TIMELINE_ACTIONS_EN, TIMELINE_EN } from './timeline.en.ts';
import { TRANSPORT_ACTIONS_EN, TRANSPORT_EN } from './transport.en.ts';
import { UI_EN } from './ui.en.ts';
import { VOICES_ACTIONS_EN, VOICES_EN } from './voices.en.ts';

export const EN = {
  ...APP_EN,
  ...MAKING_EN,
  inspector: INSPECTOR_EN,
  library: LIBRARY_EN,
  voices: VOICES_EN,
  script: SCRIPT_EN,
  timeline: TIMELINE_EN,
  transport: TRANSPORT_EN,
  ui: UI_EN,
  start: START_EN,
  settings: SETTINGS_EN,
  palette: PALETTE_EN,
  keySheet: KEY_SHEET_EN,
  /** An action's label is at its id: `actions.playback.toggle`. */
  actions: {
    ...APP_ACTIONS_EN,
    ...LIBRARY_ACTIONS_EN,
    ...MAKING_ACTIONS_EN,
    ...SCRIPT_ACTIONS_EN,
    ...TIMELINE_ACTIONS_EN,
    ...TRANSPORT_ACTIONS_EN,
    ...VOICES_ACTIONS_EN,
  },
} as const;

export type Catalogue = Texts<typeof EN>;
