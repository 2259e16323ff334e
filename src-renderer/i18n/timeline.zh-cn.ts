import type { Texts } from './texts.ts';
import type { TIMELINE_ACTIONS_EN, TIMELINE_EN } from './timeline.en.ts';

export const TIMELINE_ZH_CN: Texts<typeof TIMELINE_EN> = {
  tracks: '轨道与片段',
  ruler: '时间标尺',
  scroll: '可见范围',
  zoomIn: '放大',
  zoomOut: '缩小',
  fit: '显示整集',
  resize: '时间线高度',
  lineClip: '{{speaker}}，第 {{number}} 行，{{duration}} 秒，始于 {{start}}',
  soundClip: '{{title}}，{{duration}} 秒，始于 {{start}}',
  headingClip: '章节标题“{{title}}”，{{duration}} 秒，始于 {{start}}',
  notSpoken: '尚未生成',
  missingSound: '缺少音频',
  kinds: { dialogue: '对白', music: '音乐', effects: '音效' },
  muted: '已静音',
};

export const TIMELINE_ACTIONS_ZH_CN: Texts<typeof TIMELINE_ACTIONS_EN> = {
  view: { zoomIn: '放大', zoomOut: '缩小', fit: '显示整集' },
};
