import type { Studio } from '../app/studio.ts';
import { defineActions, hasEpisode } from './action.ts';

const hasSelection = (studio: Studio): boolean => hasEpisode(studio) && studio.state.selection.ids.size > 0;
const stateOf = (studio: Studio) => studio.state.session?.state;
const canUndo = (studio: Studio): boolean => hasEpisode(studio) && stateOf(studio)?.undoLabel != null;
const canRedo = (studio: Studio): boolean => hasEpisode(studio) && stateOf(studio)?.redoLabel != null;

const speak = (place: number) => ({
  keys: [`Alt+${place}`],
  isEnabled: (studio: Studio) => hasSelection(studio) && studio.script.castMember(place) !== null,
  run: (studio: Studio) => studio.script.speakAs(studio.script.castMember(place)),
});

export const SCRIPT_ACTIONS = defineActions([
  { id: 'history.undo', keys: ['Mod+Z'], isEnabled: canUndo, run: (studio) => studio.state.session?.undo() },
  {
    id: 'history.redo',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    isEnabled: canRedo,
    run: (studio) => studio.state.session?.redo(),
  },
  { id: 'history.show', keys: ['Mod+Alt+Z'], isEnabled: hasEpisode, run: (studio) => studio.script.showHistory() },
  { id: 'script.find', keys: ['Mod+F'], isEnabled: hasEpisode, run: (studio) => studio.script.find(false) },
  { id: 'script.replace', keys: ['Mod+H'], isEnabled: hasEpisode, run: (studio) => studio.script.find(true) },
  { id: 'line.previous', keys: ['ArrowUp'], isEnabled: hasEpisode, run: (studio) => studio.selectLine(-1) },
  { id: 'line.next', keys: ['ArrowDown'], isEnabled: hasEpisode, run: (studio) => studio.selectLine(1) },
  {
    id: 'script.edit',
    keys: ['F2'],
    isEnabled: hasSelection,
    run: ({ script }) => script.currentId !== null && script.editAt({ id: script.currentId, at: 'end' }),
  },
  {
    id: 'script.delete',
    keys: ['Delete', 'Backspace'],
    region: 'script',
    isEnabled: hasSelection,
    run: (studio) => studio.script.remove(),
  },
  {
    id: 'script.duplicate',
    keys: ['Mod+D'],
    region: 'script',
    isEnabled: hasSelection,
    run: (studio) => studio.script.duplicate(),
  },
  {
    id: 'script.moveUp',
    keys: ['Alt+ArrowUp'],
    region: 'script',
    isEnabled: hasSelection,
    run: (studio) => studio.script.move(-1),
  },
  {
    id: 'script.moveDown',
    keys: ['Alt+ArrowDown'],
    region: 'script',
    isEnabled: hasSelection,
    run: (studio) => studio.script.move(1),
  },
  { id: 'script.direct', keys: ['Alt+D'], isEnabled: hasSelection, run: (studio) => studio.script.direct() },
  {
    id: 'script.chooseSpeaker',
    keys: ['Alt+0'],
    isEnabled: hasSelection,
    run: (studio) => studio.script.chooseSpeaker(),
  },
  { id: 'script.speaker1', ...speak(1) },
  { id: 'script.speaker2', ...speak(2) },
  { id: 'script.speaker3', ...speak(3) },
  { id: 'script.speaker4', ...speak(4) },
  { id: 'script.speaker5', ...speak(5) },
  { id: 'script.speaker6', ...speak(6) },
  { id: 'script.speaker7', ...speak(7) },
  { id: 'script.speaker8', ...speak(8) },
  { id: 'script.speaker9', ...speak(9) },
  { id: 'script.insertLine', keys: [], isEnabled: hasEpisode, run: (studio) => studio.script.insert('line') },
  { id: 'script.insertHeading', keys: [], isEnabled: hasEpisode, run: (studio) => studio.script.insert('heading') },
  { id: 'script.insertPause', keys: [], isEnabled: hasEpisode, run: (studio) => studio.script.insert('pause') },
  { id: 'script.insertNote', keys: [], isEnabled: hasEpisode, run: (studio) => studio.script.insert('note') },
  { id: 'script.toLine', keys: ['Mod+Alt+0'], isEnabled: hasSelection, run: (studio) => studio.script.convert('line') },
  {
    id: 'script.toHeading',
    keys: ['Mod+Alt+1'],
    isEnabled: hasSelection,
    run: (studio) => studio.script.convert('heading'),
  },
  { id: 'script.toNote', keys: ['Mod+Alt+2'], isEnabled: hasSelection, run: (studio) => studio.script.convert('note') },
]);
