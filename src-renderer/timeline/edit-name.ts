import i18next from 'i18next';
import type { Command } from '#shared/document/commands.ts';

/** See `timeline.edits` in the catalogues. */
export type EditName = 'move' | 'trim' | 'fade' | 'gain' | 'split' | 'join' | 'duplicate' | 'delete' | 'mark';

/**
 * What an edit is called in the history where its commands do not say it: those that first give a line parts to be cut.
 * undefined: they do.
 */
export function labelFor(commands: readonly Command[], name: EditName): string | undefined {
  const kinds = new Set(commands.map(({ type }) => type));
  return kinds.size > 1 ? i18next.t(`timeline.edits.${name}`) : undefined;
}
