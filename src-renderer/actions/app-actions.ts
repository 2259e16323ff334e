import { focusRegion } from '../app/regions.ts';
import { always, defineActions } from './action.ts';

export const APP_ACTIONS = defineActions([
  { id: 'app.palette', keys: ['Mod+K'], isEnabled: always, run: (studio) => studio.showDialog({ name: 'palette' }) },
  {
    id: 'app.keySheet',
    keys: ['?', 'F1'],
    isEnabled: always,
    run: (studio) => studio.showDialog({ name: 'key-sheet' }),
  },
  {
    id: 'go.episode',
    keys: ['Mod+1'],
    isEnabled: (studio) => studio.state.episode !== null,
    run: (studio) => studio.goToScreen('episode'),
  },
  { id: 'go.library', keys: ['Mod+2'], isEnabled: always, run: (studio) => studio.goToScreen('library') },
  { id: 'go.voices', keys: ['Mod+3'], isEnabled: always, run: (studio) => studio.goToScreen('voices') },
  { id: 'go.settings', keys: ['Mod+,'], isEnabled: always, run: (studio) => studio.goToScreen('settings') },
  { id: 'go.start', keys: ['Mod+O'], isEnabled: always, run: (studio) => studio.goToScreen('start') },
  {
    id: 'project.new',
    keys: ['Mod+Shift+N'],
    isEnabled: always,
    run: (studio) => studio.showDialog({ name: 'new-project' }),
  },
  { id: 'project.importScript', keys: ['Mod+I'], isEnabled: always, run: (studio) => void studio.chooseScripts() },
  {
    id: 'project.pasteScript',
    keys: ['Mod+Shift+V'],
    isEnabled: always,
    run: (studio) => studio.showDialog({ name: 'import-script', files: [] }),
  },
  { id: 'project.sample', keys: [], isEnabled: always, run: (studio) => void studio.openSample() },
  { id: 'panel.sidebar', keys: ['Mod+\\'], isEnabled: always, run: (studio) => studio.toggleSidebar() },
  {
    id: 'panel.inspector',
    keys: ['Mod+.'],
    isEnabled: (studio) => studio.state.screen === 'episode',
    run: (studio) => studio.toggleInspector(),
  },
  { id: 'panel.jobs', keys: ['Mod+J'], isEnabled: always, run: (studio) => studio.toggleJobs() },
  { id: 'region.next', keys: ['F6'], isEnabled: always, run: () => focusRegion(1) },
  { id: 'region.previous', keys: ['Shift+F6'], isEnabled: always, run: () => focusRegion(-1) },
]);
