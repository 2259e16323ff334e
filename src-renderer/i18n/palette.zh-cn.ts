import type { KEY_SHEET_EN, PALETTE_EN } from './palette.en.ts';
import type { Texts } from './texts.ts';

export const PALETTE_ZH_CN: Texts<typeof PALETTE_EN> = {
  title: '搜索或执行',
  placeholder: '操作、单集、台词、说话人…',
  results: '结果',
  nothing: '没有找到“{{query}}”',
  groups: { actions: '操作', episodes: '单集', lines: '台词', speakers: '说话人' },
  lineOf: '{{speaker}}，第 {{number}} 行',
  speakerLines_one: '{{count}} 行',
  speakerLines_other: '{{count}} 行',
};

export const KEY_SHEET_ZH_CN: Texts<typeof KEY_SHEET_EN> = {
  title: '键盘快捷键',
  hint: '可以在设置中改用其他按键。',
  change: '更改按键…',
  groups: {
    playback: '播放',
    line: '台词',
    script: '脚本',
    history: '历史记录',
    view: '时间线视图',
    clip: '片段',
    marker: '标记',
    edit: '编辑方式',
    region: '窗口',
    app: '任何地方',
    go: '页面',
    panel: '面板',
    project: '项目',
    speech: '语音',
    episode: '单集',
    library: '素材库',
    voices: '声音',
  },
};
