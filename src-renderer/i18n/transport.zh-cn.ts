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
  speed: '速度',
  shuttling: '以 {{rate}} 倍速播放',
  volume: '音量',
  loudness: '自此处开始播放以来的响度：瞬时、短期、整体、真峰值。按下重新测量。',
  modes: '编辑方式',
  loop: '循环',
  ripple: '波纹',
  snap: '吸附',
  follow: '跟随播放头',
};

export const TRANSPORT_ACTIONS_ZH_CN: Texts<typeof TRANSPORT_ACTIONS_EN> = {
  playback: {
    toggle: '播放或暂停',
    stop: '停止',
    start: '跳到开头',
    end: '跳到结尾',
    backwards: '倒放，再按加速',
    pause: '暂停',
    forwards: '正放，再按加速',
    loop: '循环播放范围或所选内容',
  },
};
