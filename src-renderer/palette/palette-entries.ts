/** What the palette finds: actions, episodes, lines and speakers. */
import type { TFunction } from 'i18next';
import { actionLabel } from '../actions/action-label.ts';
import { ACTIONS } from '../actions/action-table.ts';
import { keysOf } from '../actions/key-map.ts';
import type { Studio } from '../app/studio.ts';
import { readableTokens } from '../episode/line-tokens.ts';
import { fuzzyScore } from './fuzzy.ts';

export type EntryGroup = 'actions' | 'episodes' | 'lines' | 'speakers';

export interface PaletteEntry {
  readonly id: string;
  readonly group: EntryGroup;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

const MOST_OF_GROUP: Readonly<Record<EntryGroup, number>> = { actions: 12, episodes: 6, lines: 8, speakers: 4 };
/** So that a long text with the letters somewhere does not drown a short one that is meant. */
const LEAST_SCORE_OF_LINES = 20;

/** The best of each group, the group with the best entry first. Without a query: what can be done now. */
export function findEntries(studio: Studio, query: string, t: TFunction): readonly PaletteEntry[] {
  const found = [
    best(actionEntries(studio, t), query),
    best(episodeEntries(studio), query),
    query.trim() === '' ? [] : best(speakerEntries(studio, t), query),
    query.trim() === '' ? [] : best(lineEntries(studio, t), query, LEAST_SCORE_OF_LINES),
  ];
  return found
    .filter((group) => group.length > 0)
    .sort((a, b) => b[0]!.score - a[0]!.score)
    .flatMap((group) => group.map(({ entry }) => entry));
}

interface Scored {
  readonly entry: PaletteEntry;
  readonly score: number;
}

function best(
  entries: readonly PaletteEntry[],
  query: string,
  leastScore = Number.NEGATIVE_INFINITY,
): readonly Scored[] {
  const scored: Scored[] = [];
  for (const entry of entries) {
    const byLabel = fuzzyScore(query, entry.label);
    const byAll = entry.detail === undefined ? null : fuzzyScore(query, `${entry.label} ${entry.detail}`);
    const score = byLabel ?? byAll;
    if (score !== null && score >= leastScore) scored.push({ entry, score });
  }
  // With nothing typed, the order of the table is an order that was thought about.
  if (query.trim() !== '') scored.sort((a, b) => b.score - a.score);
  const [first] = scored;
  return first ? scored.slice(0, MOST_OF_GROUP[first.entry.group]) : [];
}

function actionEntries(studio: Studio, t: TFunction): readonly PaletteEntry[] {
  return ACTIONS.filter((action) => action.id !== 'app.palette' && action.isEnabled(studio)).map((action) => ({
    id: `action ${action.id}`,
    group: 'actions',
    label: actionLabel(t, action.id),
    keys: keysOf(action, studio.state.settings.keys)[0],
    run: () => action.run(studio),
  }));
}

function episodeEntries(studio: Studio): readonly PaletteEntry[] {
  return studio.state.projects.flatMap(({ project, episodes }) =>
    episodes.map((episode) => ({
      id: `episode ${episode.id}`,
      group: 'episodes' as const,
      label: episode.title,
      detail: project.name,
      run: () => void studio.openEpisode(episode.id),
    })),
  );
}

function lineEntries(studio: Studio, t: TFunction): readonly PaletteEntry[] {
  const rows = studio.state.episode?.rows ?? [];
  return rows.flatMap((row) =>
    row.kind === 'line'
      ? [
          {
            id: `line ${row.id}`,
            group: 'lines' as const,
            label: wordsOf(row.record.text),
            detail: t('palette.lineOf', { speaker: row.speaker ?? t('script.narrator'), number: row.number }),
            run: () => goToRow(studio, row.id),
          },
        ]
      : [],
  );
}

function speakerEntries(studio: Studio, t: TFunction): readonly PaletteEntry[] {
  const linesOf = new Map<string, (typeof rows)[number][]>();
  const rows = studio.state.episode?.rows ?? [];
  for (const row of rows) {
    if (row.kind !== 'line' || row.speaker === null) continue;
    const own = linesOf.get(row.speaker);
    if (own) own.push(row);
    else linesOf.set(row.speaker, [row]);
  }
  return [...linesOf].map(([name, own]) => ({
    id: `speaker ${name}`,
    group: 'speakers' as const,
    label: name,
    detail: t('palette.speakerLines', { count: own.length }),
    run: () => goToRow(studio, own[0]!.id),
  }));
}

function goToRow(studio: Studio, id: Parameters<Studio['select']>[0]): void {
  studio.goToScreen('episode');
  studio.select(id);
}

/** Without pauses, which nobody types to find a line. */
function wordsOf(text: string): string {
  return readableTokens(text)
    .map((token) => (token.kind === 'text' ? token.text : token.kind === 'sound' ? `(${token.name})` : ''))
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
