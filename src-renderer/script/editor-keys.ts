/** Keys in the words of a block: those that lead out of it, and those that change more than its words. */

import {
  type BlockKind,
  breakAt,
  joinWithNext,
  joinWithPrevious,
  setTextOf,
  type TextBlock,
  withPauseAt,
} from './script-commands.ts';
import type { ScriptDesk } from './script-desk.ts';
import { speakAsNext } from './speaker-commands.ts';

export interface KeyContext {
  readonly desk: ScriptDesk;
  readonly block: TextBlock;
  readonly field: HTMLTextAreaElement;
  /** Which of the rows that the text is broken into has the caret. */
  readonly row: () => { readonly isFirst: boolean; readonly isLast: boolean };
  /** To the words of the row before or after; false: there is none. */
  readonly goTo: (direction: -1 | 1, at: number | 'start' | 'end') => boolean;
  /** The row before or after is selected, too, and nothing is typed any more. */
  readonly extend: (direction: -1 | 1) => boolean;
  readonly setCaret: (at: number) => void;
}

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** True: the key has been answered. Keys of an input method that composes must not get here. */
export function answerEditorKey(key: Key, context: KeyContext): boolean {
  if (key.ctrlKey || key.metaKey) return answerWithMod(key, context);
  if (key.altKey) return answerWithAlt(key, context);
  const { desk, block, field } = context;
  const { document } = desk;
  if (!document) return false;
  const isCollapsed = field.selectionStart === field.selectionEnd;
  const isAtStart = isCollapsed && field.selectionStart === 0;
  const isAtEnd = isCollapsed && field.selectionEnd === field.value.length;
  switch (key.key) {
    case 'Enter':
      return !key.shiftKey && desk.run(breakAt(document, block, field.selectionStart, desk.newId));
    case 'Escape':
      desk.stopEditing();
      return true;
    case 'Backspace':
      return isAtStart && desk.run(joinWithPrevious(document, block));
    case 'Delete':
      return isAtEnd && desk.run(joinWithNext(document, block));
    case 'Tab':
      return block.type === 'line' && (desk.run(speakAsNext(document, block, key.shiftKey ? -1 : 1)) || true);
    case 'ArrowLeft':
      return isAtStart && !key.shiftKey && context.goTo(-1, 'end');
    case 'ArrowRight':
      return isAtEnd && !key.shiftKey && context.goTo(1, 'start');
    case 'ArrowUp':
      return leave(key, context, -1);
    case 'ArrowDown':
      return leave(key, context, 1);
    default:
      return false;
  }
}

function leave({ shiftKey }: Key, { row, field, goTo, extend }: KeyContext, direction: -1 | 1): boolean {
  const { isFirst, isLast } = row();
  if (direction === -1 ? !isFirst : !isLast) return false;
  // With Shift whole lines are meant from here on, as in the list.
  if (shiftKey) return extend(direction);
  return goTo(direction, isFirst && isLast ? field.selectionStart : direction === -1 ? 'end' : 'start');
}

function answerWithMod(key: Key, { desk, block, field, setCaret }: KeyContext): boolean {
  const letter = key.key.toLowerCase();
  if (letter === 'z' || letter === 'y') {
    if (letter === 'y' || key.shiftKey) desk.session?.redo();
    else desk.session?.undo();
    return true;
  }
  if (letter === 'a' && field.selectionStart === 0 && field.selectionEnd === field.value.length) {
    desk.selectAll();
    return true;
  }
  if (letter === 'p' && key.shiftKey && block.type === 'line') {
    const { text, caretAt } = withPauseAt(field.value, field.selectionStart, field.selectionEnd);
    desk.session?.edit([setTextOf(block, text)], { isTyping: true });
    setCaret(caretAt);
    return true;
  }
  return false;
}

function answerWithAlt(key: Key, { desk }: KeyContext): boolean {
  if (key.key !== 'ArrowUp' && key.key !== 'ArrowDown') return false;
  desk.move(key.key === 'ArrowUp' ? -1 : 1);
  return true;
}

/** What `/` at the beginning of a line offers. */
export const SLASH_KINDS: readonly BlockKind[] = ['heading', 'pause', 'note'];
