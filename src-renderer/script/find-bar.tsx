import { ArrowDown, ArrowUp, CaseSensitive, Regex, WholeWord, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './find-bar.module.css';
import {
  commandsOf,
  type FindOptions,
  findAll,
  type Match,
  patternOf,
  replaceAll,
  replaceOne,
} from './find-in-script.ts';
import { ReplacePreview } from './replace-preview.tsx';

/** Finds words while they are typed, and shows what would be replaced before it is. */
export function FindBar() {
  const { t } = useTranslation();
  const studio = useStudio();
  const desk = studio.script;
  const options = useStore(desk.store, (state) => state.find);
  const isReplacing = useStore(desk.store, (state) => state.isReplacing);
  const openedAt = useStore(desk.store, (state) => state.findOpened);
  const document = useStudioState((state) => state.episode?.document);
  const selected = useStudioState((state) => state.selection.ids);
  const [current, setCurrent] = useState<Match | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const pattern = useMemo(() => patternOf(options), [options]);
  const matches = useMemo(
    () => (document && pattern instanceof RegExp ? findAll(document, pattern, options.within) : []),
    [document, pattern, options.within],
  );
  const replaced = useMemo(
    () => (document && isReplacing && pattern instanceof RegExp ? replaceAll(document, pattern, options) : []),
    [document, isReplacing, pattern, options],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again, the field is wanted again
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [openedAt]);

  const set = (change: Partial<FindOptions>): void => desk.store.setState({ find: { ...options, ...change } });
  const place = current ? matches.findIndex(({ id, start }) => id === current.id && start === current.start) : -1;
  const goTo = (direction: -1 | 1): void => {
    if (matches.length === 0) return;
    const from = place < 0 ? (direction === 1 ? -1 : 0) : place;
    const next = matches[(from + direction + matches.length) % matches.length]!;
    setCurrent(next);
    studio.select(next.id, { isSeeking: !studio.state.isPlaying });
  };
  const replaceThis = (): void => {
    if (!document || !(pattern instanceof RegExp)) return;
    const match = place < 0 ? matches[0] : matches[place];
    const one = match && replaceOne(document, pattern, options, match);
    if (one) desk.session?.edit(commandsOf([one]));
    const after = match && matches.find(({ id, start }) => id !== match.id || start > match.start);
    setCurrent(after ?? null);
  };
  const close = (): void => desk.closeFind();
  const status =
    options.query === ''
      ? ''
      : pattern === 'invalid'
        ? t('script.find.invalid')
        : matches.length === 0
          ? t('script.find.nothing')
          : place >= 0
            ? t('script.find.place', { place: place + 1, count: matches.length })
            : t('script.find.count', { count: matches.length });
  return (
    <search
      className={styles.bar}
      aria-label={t('script.find.title')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <div className={styles.row}>
        <div className={styles.field}>
          <TextField
            ref={field}
            label={t('script.find.query')}
            isLabelHidden
            kind="search"
            placeholder={t('script.find.query')}
            value={options.query}
            onChange={(query) => set({ query })}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
              event.preventDefault();
              goTo(event.shiftKey ? -1 : 1);
            }}
          />
        </div>
        <Toggle name="isCaseSensitive" icon={CaseSensitive} options={options} onChange={set} />
        <Toggle name="isWholeWord" icon={WholeWord} options={options} onChange={set} />
        <Toggle name="isPattern" icon={Regex} options={options} onChange={set} />
        <IconButton
          icon={ArrowUp}
          label={t('script.find.previous')}
          size="small"
          isDisabled={matches.length === 0}
          onClick={() => goTo(-1)}
        />
        <IconButton
          icon={ArrowDown}
          label={t('script.find.next')}
          size="small"
          isDisabled={matches.length === 0}
          onClick={() => goTo(1)}
        />
        <span className={styles.status} role="status">
          {status}
        </span>
        <Checkbox
          label={t('script.find.inSelection')}
          isChecked={options.within !== null}
          isDisabled={options.within === null && selected.size < 2}
          onChange={(isWithin) => set({ within: isWithin ? selected : null })}
        />
        <span className={styles.space} />
        <IconButton icon={X} label={t('script.find.close')} size="small" onClick={close} />
      </div>
      {isReplacing && (
        <div className={styles.row}>
          <div className={styles.field}>
            <TextField
              label={t('script.find.replacement')}
              isLabelHidden
              placeholder={t('script.find.replacement')}
              value={options.replacement}
              onChange={(replacement) => set({ replacement })}
            />
          </div>
          <Button size="small" isDisabled={replaced.length === 0} onClick={replaceThis}>
            {t('script.find.replaceOne')}
          </Button>
          <Button
            size="small"
            variant="primary"
            isDisabled={replaced.length === 0}
            onClick={() => desk.session?.edit(commandsOf(replaced))}
          >
            {t('script.find.replaceAll', { count: replaced.length })}
          </Button>
        </div>
      )}
      {pattern instanceof RegExp && replaced.length > 0 && (
        <ReplacePreview replaced={replaced} pattern={pattern} options={options} />
      )}
    </search>
  );
}

type Switch = 'isCaseSensitive' | 'isWholeWord' | 'isPattern';

function Toggle({
  name,
  icon,
  options,
  onChange,
}: {
  readonly name: Switch;
  readonly icon: typeof Regex;
  readonly options: FindOptions;
  readonly onChange: (change: Partial<FindOptions>) => void;
}) {
  const { t } = useTranslation();
  return (
    <IconButton
      icon={icon}
      label={t(`script.find.${name}`)}
      size="small"
      isPressed={options[name]}
      onClick={() => onChange({ [name]: !options[name] })}
    />
  );
}
