import type { Texts } from './texts.ts';
import type { UI_EN } from './ui.en.ts';

export const UI_ZH_CN: Texts<typeof UI_EN> = {
  close: '关闭',
  cancel: '取消',
  ok: '确定',
  save: '保存',
  showList: '显示列表',
  nothingFound: '没有找到',
  moreCount: '另外 {{count}} 项',
  fewer: '收起',
  lineStates: {
    silent: '无需朗读',
    missing: '尚未生成',
    stale: '已过时',
    ready: '就绪',
    blocked: '无法朗读',
    queued: '排队中',
    generating: '生成中',
    failed: '失败',
    damaged: '已损坏',
  },
};
