import { APP_ACTIONS_ZH_CN, APP_ZH_CN } from './app.zh-cn.ts';
import type { Catalogue } from './catalogue.en.ts';
import { INSPECTOR_ZH_CN } from './inspector.zh-cn.ts';
import { LIBRARY_ACTIONS_ZH_CN, LIBRARY_ZH_CN } from './library.zh-cn.ts';
import { MAKING_ACTIONS_ZH_CN, MAKING_ZH_CN } from './making.zh-cn.ts';
import { KEY_SHEET_ZH_CN, PALETTE_ZH_CN } from './palette.zh-cn.ts';
import { SCRIPT_ACTIONS_ZH_CN, SCRIPT_ZH_CN } from './script.zh-cn.ts';
import { SETTINGS_ZH_CN } from './settings.zh-cn.ts';
import { START_ZH_CN } from './start.zh-cn.ts';
import { TIMELINE_ACTIONS_ZH_CN, TIMELINE_ZH_CN } from './timeline.zh-cn.ts';
import { TRANSPORT_ACTIONS_ZH_CN, TRANSPORT_ZH_CN } from './transport.zh-cn.ts';
import { UI_ZH_CN } from './ui.zh-cn.ts';
import { VOICES_ACTIONS_ZH_CN, VOICES_ZH_CN } from './voices.zh-cn.ts';

export const ZH_CN: Catalogue = {
  ...APP_ZH_CN,
  ...MAKING_ZH_CN,
  inspector: INSPECTOR_ZH_CN,
  library: LIBRARY_ZH_CN,
  voices: VOICES_ZH_CN,
  script: SCRIPT_ZH_CN,
  timeline: TIMELINE_ZH_CN,
  transport: TRANSPORT_ZH_CN,
  ui: UI_ZH_CN,
  start: START_ZH_CN,
  settings: SETTINGS_ZH_CN,
  palette: PALETTE_ZH_CN,
  keySheet: KEY_SHEET_ZH_CN,
  actions: {
    ...APP_ACTIONS_ZH_CN,
    ...LIBRARY_ACTIONS_ZH_CN,
    ...MAKING_ACTIONS_ZH_CN,
    ...SCRIPT_ACTIONS_ZH_CN,
    ...TIMELINE_ACTIONS_ZH_CN,
    ...TRANSPORT_ACTIONS_ZH_CN,
    ...VOICES_ACTIONS_ZH_CN,
  },
};
