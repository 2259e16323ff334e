import { type RefObject, useEffect } from 'react';
import { useStore } from 'zustand';
import { useStudio } from '../app/studio-context.ts';
import type { VoicesState } from './voice-browser.ts';

export function useVoiceState<Part>(select: (state: VoicesState) => Part): Part {
  return useStore(useStudio().voices.store, select);
}

/** Takes the focus when it is wished for here. */
export function useVoiceFocus(target: 'search' | 'list', element: RefObject<HTMLElement | null>): void {
  const wish = useVoiceState((state) => state.focusWish);
  useEffect(() => {
    if (wish?.target === target) element.current?.focus();
  }, [wish, target, element]);
}
