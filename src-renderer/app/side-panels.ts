import type { StudioState } from './studio-state.ts';

export const ROOM_FOR_SIDEBAR = '(min-width: 1000px)';
export const ROOM_FOR_INSPECTOR = '(min-width: 1200px)';

export interface SidePanels {
  readonly isSidebarOpen: boolean;
  readonly isInspectorOpen: boolean;
}

/** Which side panels are open: as the person said, else as the window has room for. */
export function sidePanelsOf(state: Pick<StudioState, 'isSidebarOpen' | 'isInspectorOpen'>): SidePanels {
  return {
    isSidebarOpen: state.isSidebarOpen ?? matchMedia(ROOM_FOR_SIDEBAR).matches,
    isInspectorOpen: state.isInspectorOpen ?? matchMedia(ROOM_FOR_INSPECTOR).matches,
  };
}
