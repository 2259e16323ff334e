/** What one entry of an episode's history is called. Kept as data, so that it reads in whatever language is chosen later. */
import type { Command, CommandType } from '../document/commands.ts';
import { isUndoable } from '../document/commands.ts';
import type { EpisodeDocument } from '../document/episode-document.ts';
import { type EpisodeRecord, isBlock } from '../document/records.ts';
import type { RecordId } from '../ids.ts';
import { EDIT_LABELS_EN } from './edit-labels.en.ts';
import { EDIT_LABELS_ZH_CN } from './edit-labels.zh-cn.ts';
import type { Language } from './error-text.ts';

/** A command that makes entries, or the one edit that is no command. */
export type EditKind = Exclude<CommandType, 'take.attach'> | 'snapshot.restore';

export interface EditLabel {
  readonly kind: EditKind;
  /** The name or the first words of what was edited. */
  readonly subject?: string;
  /** Edits of other kinds are part of the entry. */
  readonly hasMore?: true;
  /** The caller's own words, in place of the rest. */
  readonly text?: string;
}

export interface EditLabelTexts {
  readonly kinds: Readonly<Record<EditKind, string>>;
  readonly withSubject: (kind: string, subject: string) => string;
  readonly withMore: (label: string) => string;
}

const TEXTS: Readonly<Record<Language, EditLabelTexts>> = { en: EDIT_LABELS_EN, 'zh-CN': EDIT_LABELS_ZH_CN };

export function editLabelText(label: EditLabel, language: Language): string {
  if (label.text !== undefined) return label.text;
  const { kinds, withSubject, withMore } = TEXTS[language];
  const kind = kinds[label.kind];
  const named = label.subject === undefined ? kind : withSubject(kind, label.subject);
  return label.hasMore ? withMore(named) : named;
}

/** undefined when the commands make no entry. `before` and `after` are the documents around all of them. */
export function labelOf(
  commands: readonly Command[],
  before: EpisodeDocument,
  after: EpisodeDocument,
): EditLabel | undefined {
  const [first, ...others] = commands.filter(isUndoable);
  if (!first || first.type === 'take.attach') return undefined;
  const hasMore = others.some((command) => command.type !== first.type);
  const id = idOf(first);
  const record = id === undefined ? undefined : (after.records.get(id) ?? before.records.get(id));
  const subject = record ? describeRecord(record) : '';
  return {
    kind: first.type,
    ...(subject === '' ? {} : { subject }),
    ...(hasMore ? { hasMore: true } : {}),
  };
}

/** The label of an entry that grew: what it began as, and how that thing reads now. */
export function mergeLabels(earlier: EditLabel, later: EditLabel): EditLabel {
  if (earlier.text !== undefined) return earlier;
  if (later.kind !== earlier.kind) return { ...earlier, hasMore: true };
  return { ...later, ...(earlier.hasMore ? { hasMore: true } : {}) };
}

function idOf(command: Command): RecordId | undefined {
  if ('id' in command) return command.id;
  if ('ids' in command) return command.ids[0];
  return 'records' in command ? (command.records.find(isBlock) ?? command.records[0])?.id : undefined;
}

/** Its name, title or first words; '' for what has none. */
export function describeRecord(record: EpisodeRecord): string {
  switch (record.type) {
    case 'line':
    case 'heading':
    case 'note':
    case 'marker':
      return firstWords(record.text);
    case 'speaker':
    case 'track':
      return firstWords(record.name);
    case 'cue':
    case 'clip':
    case 'episode':
      return firstWords(record.title);
    default:
      return '';
  }
}

const SUBJECT_LENGTH = 32;

/** Whole characters, on one line. */
function firstWords(text: string): string {
  const characters = Array.from(
    text
      .slice(0, 4 * SUBJECT_LENGTH)
      .replace(/\s+/gu, ' ')
      .trim(),
  );
  if (characters.length <= SUBJECT_LENGTH && text.length <= 4 * SUBJECT_LENGTH) return characters.join('');
  return `${characters
    .slice(0, SUBJECT_LENGTH - 1)
    .join('')
    .trimEnd()}…`;
}
