import { createContext, use } from 'react';
import { useStore } from 'zustand';
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
