import { createContext, use, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { EpisodeState } from '../episode/episode-session.ts';
import type { Studio } from './studio.ts';
import type { StudioState } from './studio-state.ts';

export const StudioContext = createContext<Studio | null>(null);

export function useStudio(): Studio {
  const studio = use(StudioContext);
  if (!studio) throw new Error('There is no studio around this component');
  return studio;
}

/** A part of the state; the component is drawn again when that part changes. */
export function useStudioState<Part>(select: (state: StudioState) => Part): Part {
  return useStore(useStudio().store, select);
}

/** A part of the open episode's state; null where none is open. `select` answers the same object for the same state. */
export function useSessionState<Part>(select: (state: EpisodeState) => Part): Part | null {
  const session = useStudioState((state) => state.session);
  return useSyncExternalStore(
    (onChange) => session?.store.subscribe(onChange) ?? (() => {}),
    () => (session ? select(session.state) : null),
  );
}
