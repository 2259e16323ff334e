import { type RefObject, useEffect } from 'react';
import { useStore } from 'zustand';
import { useStudio } from '../app/studio-context.ts';
import type { FocusTarget, LibraryState } from './library-browser.ts';

export function useLibrary<Part>(select: (state: LibraryState) => Part): Part {
  return useStore(useStudio().library.store, select);
}

/** Takes the focus when it is wished for here. */
export function useFocusWish(target: FocusTarget, element: RefObject<HTMLElement | null>): void {
  const wish = useLibrary((state) => state.focusWish);
  useEffect(() => {
    if (wish?.target === target) element.current?.focus();
  }, [wish, target, element]);
}

/** What is heard by itself now; null: nothing. */
export function useHeardKey(): string | null {
  return useStore(useStudio().audition.store, ({ key }) => key);
}
