import type { Texts } from './texts.ts';
import type { TRANSPORT_ACTIONS_EN, TRANSPORT_EN } from './transport.en.ts';

export const TRANSPORT_ZH_CN: Texts<typeof TRANSPORT_EN> = {
  play: '播放',
  pause: '暂停',
  stop: '停止',
  previousLine: '上一行',
  nextLine: '下一行',
  position: '位置',
  duration: '总时长',
  level: '输出电平',
  decibels: '{{level}} dBFS',
  silent: '无声',
};

export const TRANSPORT_ACTIONS_ZH_CN: Texts<typeof TRANSPORT_ACTIONS_EN> = {
  playback: { toggle: '播放或暂停', stop: '停止', start: '跳到开头', end: '跳到结尾' },
};
