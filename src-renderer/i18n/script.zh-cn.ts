import type { SCRIPT_ACTIONS_EN, SCRIPT_EN } from './script.en.ts';
import type { Texts } from './texts.ts';

export const SCRIPT_ZH_CN: Texts<typeof SCRIPT_EN> = {
  list: '台词',
  empty: '本集还没有台词。',
  lineNumber: '第 {{number}} 行',
  narrator: '旁白',
  pauseToken: '停顿 {{seconds}} 秒',
  pauseBlock: '停顿',
  note: '备注',
  cue: '音效',
  under: '在语音之下播放',
  underUntil: '在语音之下播放，直到“{{until}}”',
  spokenHeading: '朗读',
  chapter: '章节',
  states: { ready: '就绪', missing: '尚未生成' },
};

export const SCRIPT_ACTIONS_ZH_CN: Texts<typeof SCRIPT_ACTIONS_EN> = { line: { previous: '上一行', next: '下一行' } };
