import type { APP_ACTIONS_EN, APP_EN } from './app.en.ts';
import type { Texts } from './texts.ts';

export const APP_ZH_CN: Texts<typeof APP_EN> = {
  app: { name: 'Lectern', loading: '正在打开素材库…', language: '语言', skipToScript: '跳到脚本' },
  regions: { projects: '项目', script: '脚本', timeline: '时间线', transport: '播放控制' },
  projects: { empty: '还没有项目', openSample: '打开示例节目', noEpisodes: '没有单集' },
  firstRun: {
    title: '正在制作示例节目',
    explanation: 'Lectern 用内置音色朗读，所有内容都留在本机。',
    step: '{{done}} / {{total}}',
    cancel: '取消',
    stages: { sounds: '正在读取音效', decode: '正在准备音频', speak: '正在生成语音', other: '正在处理' },
  },
  header: {
    lines_one: '{{count}} 行',
    lines_other: '{{count}} 行',
    missing_one: '{{count}} 行未生成',
    missing_other: '{{count}} 行未生成',
  },
  errors: {
    tryAgain: '重试',
    dismiss: '关闭',
    unreachableTitle: 'Lectern 未在运行',
    unreachableAdvice: '请重新启动 Lectern，并打开它给出的新链接。已保存的内容不会丢失。',
    noPlayer: '此处无法播放',
  },
};

export const APP_ACTIONS_ZH_CN: Texts<typeof APP_ACTIONS_EN> = {
  region: { next: '窗口的下一部分', previous: '窗口的上一部分' },
};
