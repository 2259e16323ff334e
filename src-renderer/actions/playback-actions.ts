import type { Studio } from '../app/studio.ts';
import { defineActions, hasEpisode } from './action.ts';

const canPlay = (studio: Studio): boolean => studio.canPlay;

export const PLAYBACK_ACTIONS = defineActions([
  { id: 'playback.toggle', keys: ['Space'], isEnabled: canPlay, run: (studio) => studio.togglePlaying() },
  { id: 'playback.stop', keys: [], isEnabled: canPlay, run: (studio) => studio.stop() },
  { id: 'playback.start', keys: ['Home'], isEnabled: hasEpisode, run: (studio) => studio.goTo(0) },
  {
    id: 'playback.end',
    keys: ['End'],
    isEnabled: hasEpisode,
    run: (studio) => studio.goTo(studio.state.episode?.durationSamples ?? 0),
  },
  { id: 'playback.backwards', keys: ['J'], isEnabled: canPlay, run: (studio) => studio.transport.shuttle(-1) },
  { id: 'playback.pause', keys: ['K'], isEnabled: canPlay, run: (studio) => studio.pause() },
  { id: 'playback.forwards', keys: ['L'], isEnabled: canPlay, run: (studio) => studio.transport.shuttle(1) },
  { id: 'playback.loop', keys: ['Shift+L'], isEnabled: canPlay, run: (studio) => studio.transport.toggleLoop() },
]);
