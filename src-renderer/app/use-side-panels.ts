import { useSyncExternalStore } from 'react';
import { ROOM_FOR_INSPECTOR, ROOM_FOR_SIDEBAR, type SidePanels, sidePanelsOf } from './side-panels.ts';
import { useStudioState } from './studio-context.ts';

/** As `sidePanelsOf`; the component is drawn again when the window becomes wider or narrower. */
export function useSidePanels(): SidePanels {
  const isSidebarOpen = useStudioState((state) => state.isSidebarOpen);
  const isInspectorOpen = useStudioState((state) => state.isInspectorOpen);
  useSyncExternalStore(watchWidth, () => widthOf());
  return sidePanelsOf({ isSidebarOpen, isInspectorOpen });
}

const QUERIES = [ROOM_FOR_SIDEBAR, ROOM_FOR_INSPECTOR];

function watchWidth(onChange: () => void): () => void {
  const lists = QUERIES.map((query) => matchMedia(query));
  for (const list of lists) list.addEventListener('change', onChange);
  return () => {
    for (const list of lists) list.removeEventListener('change', onChange);
  };
}

function widthOf(): string {
  return QUERIES.map((query) => matchMedia(query).matches).join();
}
