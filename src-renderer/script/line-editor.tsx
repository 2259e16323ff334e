import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { LineStateValue } from '#shared/contract/episodes.ts';
import { useStudio } from '../app/studio-context.ts';
import { cssColour } from '../episode/colours.ts';
import { readableTokens } from '../episode/line-tokens.ts';
import type { LineRow, ScriptRow } from '../episode/script-rows.ts';
import { caretRow } from './caret-places.ts';
import { DirectionField } from './direction-field.tsx';
import { answerEditorKey } from './editor-keys.ts';
import { WrittenText } from './inline-text.tsx';
import styles from './line-editor.module.css';
import { LineState } from './line-state.tsx';
import { isScriptText, RECORDS_TYPE } from './script-clipboard.ts';
import { type Caret, setTextOf, textBlock } from './script-commands.ts';
import { SlashMenu, slashEntries } from './slash-menu.tsx';
import { takeDirection, takeLabel } from './speaker-commands.ts';

interface LineEditorProps {
  readonly row: ScriptRow;
  readonly caret: Caret;
  readonly topPx: number;
  readonly state: LineStateValue | undefined;
  readonly onHeight: (heightPx: number) => void;
  /** To the words of a row before or after. */
  readonly onLeave: (direction: -1 | 1, at: number | 'start' | 'end') => boolean;
  readonly onExtend: (direction: -1 | 1) => boolean;
}

/** The words of one row, to be typed. It lies over the row, which goes on saying what is there. */
export function LineEditor({ row, caret, topPx, state, onHeight, onLeave, onExtend }: LineEditorProps) {
  const element = useRef<HTMLDivElement>(null);
  const studio = useStudio();
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => onHeight(entry!.borderBoxSize[0]!.blockSize));
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [onHeight]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears of the focus of what is in it
    <div
      ref={element}
      className={styles.editor}
      style={{ transform: `translateY(${topPx}px)` }}
      data-kind={row.kind}
      onBlur={({ currentTarget, relatedTarget }) => {
        // The window may have lost the focus, and get it back.
        const isGone = relatedTarget !== null && !currentTarget.contains(relatedTarget) && document.hasFocus();
        if (isGone && !studio.script.state.isChoosingSpeaker) studio.script.stopEditing();
      }}
    >
      <span />
      {row.kind === 'line' ? <SpeakerButton row={row} /> : <span />}
      <div className={styles.words} data-kind={row.kind}>
        {row.kind === 'line' && <DirectionOf row={row} />}
        <WordsField row={row} caret={caret} onLeave={onLeave} onExtend={onExtend} />
      </div>
      {row.kind === 'line' ? <LineState state={state} hasTake={row.record.takeId !== undefined} /> : <span />}
    </div>
  );
}

/** Only where there is one, or one is to be written. */
function DirectionOf({ row }: { readonly row: LineRow }) {
  const { script: desk } = useStudio();
  const isDirecting = useStore(desk.store, (state) => state.isDirecting);
  return row.record.direction !== undefined || isDirecting ? <DirectionField line={row.record} /> : null;
}

function SpeakerButton({ row }: { readonly row: LineRow }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const name = row.speaker ?? t('script.narrator');
  return (
    <button
      type="button"
      className={styles.speaker}
      style={{ '--voice': cssColour(row.colour) } as React.CSSProperties}
      aria-label={t('script.changeSpeaker', { name })}
      onClick={() => studio.script.chooseSpeaker()}
    >
      {name}
    </button>
  );
}

type WordsFieldProps = Pick<LineEditorProps, 'row' | 'caret' | 'onLeave' | 'onExtend'>;

function WordsField({ row, caret, onLeave, onExtend }: WordsFieldProps) {
  const { t } = useTranslation();
  const studio = useStudio();
  const desk = studio.script;
  const field = useRef<HTMLTextAreaElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  /** What an input method is composing: words only when it is done. */
  const [draft, setDraft] = useState<string | null>(null);
  const [closedSlash, setClosedSlash] = useState<string | null>(null);
  const [slashIndex, setSlashIndex] = useState(0);
  const block = desk.document && textBlock(desk.document, row.id);
  const text = draft ?? block?.text ?? '';
  const setCaret = useCaret(field, caret, text);
  // A change of the cast is a change of what is offered.
  useStore(desk.session!.store, ({ model }) => model.effective);
  if (!block || row.kind === 'sound' || row.kind === 'pause') return null;

  const entries = block.type === 'line' && draft === null && closedSlash !== text ? slashEntries(desk, text, t) : [];
  const chosen = Math.min(slashIndex, entries.length - 1);
  const choose = (index: number): void => {
    setSlashIndex(0);
    entries[index]?.run();
  };
  const commit = (typed: string, caretAt: number): void => {
    // A blank at the beginning is what one types behind a colon.
    const value = block.type === 'line' && block.text.trimStart() === block.text ? typed.trimStart() : typed;
    const { session, document } = desk;
    if (!session || !document || value === block.text) return;
    session.type(`text:${block.id}`, [setTextOf(block, value)]);
    // What was typed stays an entry of its own, so that undo gives the words back as they were typed.
    if (block.type !== 'line' || value.length <= block.text.length) return;
    const sign = value.charAt(caretAt - 1);
    if (/[:：]/.test(sign)) desk.run(takeLabel(document, block, value, caretAt, desk.newId));
    else if (/[)）]/.test(sign) && block.direction === undefined) desk.run(takeDirection(block, value, caretAt));
  };
  const onKeyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>): void => {
    // 229: the key belongs to an input method, in browsers that say so only like this.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (entries.length > 0 && answerSlashKey(event.key)) {
      event.preventDefault();
      return;
    }
    const isAnswered = answerEditorKey(event, {
      desk,
      block,
      field: event.currentTarget,
      row: () => caretRow(mirror.current!, field.current!.selectionStart),
      goTo: onLeave,
      extend: onExtend,
      setCaret,
    });
    if (!isAnswered) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const answerSlashKey = (key: string): boolean => {
    if (key === 'ArrowDown') setSlashIndex((chosen + 1) % entries.length);
    else if (key === 'ArrowUp') setSlashIndex((chosen + entries.length - 1) % entries.length);
    else if (key === 'Enter' || key === 'Tab') choose(chosen);
    else if (key === 'Escape') setClosedSlash(text);
    else return false;
    return true;
  };
  const onPaste = (event: React.ClipboardEvent<HTMLTextAreaElement>): void => {
    const { clipboardData } = event;
    const isLines = clipboardData.types.includes(RECORDS_TYPE) || isScriptText(clipboardData.getData('text/plain'));
    if (!isLines || !desk.paste(clipboardData)) return;
    event.preventDefault();
    if (block.text === '') desk.session?.edit([{ type: 'block.delete', ids: [block.id] }], { isTyping: true });
  };
  const name = row.kind === 'line' ? t('script.wordsOfLine', { number: row.number }) : t(`script.wordsOf.${row.kind}`);
  const menuId = `slash-${row.id}`;
  return (
    <div className={styles.stack}>
      <div ref={mirror} className={styles.mirror} aria-hidden="true">
        <WrittenText text={text} tokens={block.type === 'line' ? readableTokens(text) : whole(text)} />
        {/* An empty line, or one at the end, is as high as any. */}
        {'\u200b'}
      </div>
      <textarea
        ref={field}
        className={styles.field}
        rows={1}
        value={text}
        aria-label={name}
        placeholder={row.kind === 'line' ? t('script.placeholder') : t(`script.placeholders.${row.kind}`)}
        aria-autocomplete={block.type === 'line' ? 'list' : undefined}
        aria-controls={entries.length > 0 ? menuId : undefined}
        aria-activedescendant={entries.length > 0 ? `${menuId}-${chosen}` : undefined}
        onChange={({ target, nativeEvent }) => {
          if ((nativeEvent as InputEvent).isComposing) setDraft(target.value);
          else commit(target.value, target.selectionStart);
        }}
        onCompositionStart={({ currentTarget }) => setDraft(currentTarget.value)}
        onCompositionEnd={({ currentTarget }) => {
          setDraft(null);
          commit(currentTarget.value, currentTarget.selectionStart);
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      {entries.length > 0 && <SlashMenu id={menuId} entries={entries} chosen={chosen} onChoose={choose} />}
    </div>
  );
}

const whole = (text: string) => [{ kind: 'text', text, start: 0, end: text.length } as const];

/** Puts the caret where it was asked for, each time it is; between that, the field keeps it. */
function useCaret(field: RefObject<HTMLTextAreaElement | null>, caret: Caret, text: string): (at: number) => void {
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    const at = caret.at === 'end' ? element.value.length : caret.at === 'start' ? 0 : caret.at;
    element.focus({ preventScroll: true });
    element.setSelectionRange(at, at);
  }, [field, caret]);
  // After the text that goes with it has been drawn.
  useEffect(() => {
    if (wanted.current === null || text === '') return;
    field.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  }, [field, text]);
  return (at) => {
    wanted.current = at;
  };
}
