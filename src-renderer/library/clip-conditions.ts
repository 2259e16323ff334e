/** What is looked for, as the person chose it: words, and values of facets. */
import { ProjectId, ProviderId } from '#shared/ids.ts';
import { type ClipConditions, ClipKind, type FacetCount, type FacetKind } from '#shared/library-clips.ts';
import { secondsToSamples } from '#shared/units.ts';

export interface ClipFilter {
  readonly text: string;
  /** Chosen values by facet; none: no condition. */
  readonly values: Readonly<Partial<Record<FacetKind, readonly string[]>>>;
}

export const NO_FILTER: ClipFilter = { text: '', values: {} };

/** Facets of which one value at most is chosen: the others are ranges, which do not add up. */
const SINGLE: ReadonlySet<FacetKind> = new Set(['rating', 'favourite', 'length', 'month']);

export function isChosen({ values }: ClipFilter, kind: FacetKind, value: string): boolean {
  return values[kind]?.includes(value) ?? false;
}

/** Chooses a value, or takes it back. */
export function toggleValue(filter: ClipFilter, kind: FacetKind, value: string): ClipFilter {
  const chosen = filter.values[kind] ?? [];
  const others = SINGLE.has(kind) ? [] : chosen.filter((other) => other !== value);
  const next = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...others, value];
  return { ...filter, values: { ...filter.values, [kind]: next } };
}

export function hasConditions({ text, values }: ClipFilter): boolean {
  return text.trim() !== '' || Object.values(values).some((chosen) => chosen.length > 0);
}

/** As the core is asked. */
export function conditionsOf({ text, values }: ClipFilter): ClipConditions {
  const several = <Value>(kind: FacetKind, parse: (value: string) => Value): readonly Value[] | undefined => {
    const chosen = values[kind];
    return chosen === undefined || chosen.length === 0 ? undefined : chosen.map(parse);
  };
  const [rating] = values.rating ?? [];
  const [length] = values.length ?? [];
  const [month] = values.month ?? [];
  const plain = (value: string): string => value;
  return withoutGaps({
    text: text.trim() === '' ? undefined : text,
    kinds: several('kind', (value) => ClipKind.parse(value)),
    voices: several('voice', plain),
    providers: several('provider', (value) => ProviderId.parse(value)),
    projects: several('project', (value) => ProjectId.parse(value)),
    speakers: several('speaker', plain),
    tags: several('tag', plain),
    languages: several('language', plain),
    minRating: rating === undefined ? undefined : Number(rating),
    isFavourite: (values.favourite ?? []).length > 0 ? true : undefined,
    ...(length === undefined ? {} : lengthRange(Number(length))),
    ...(month === undefined ? {} : monthRange(month)),
  });
}

/** `n` stands for at least 2^n and under 2^(n+1) seconds. */
function lengthRange(n: number): Pick<ClipConditions, 'minDurationSamples' | 'maxDurationSamples'> {
  const max = secondsToSamples(2 ** (n + 1)) - 1;
  return {
    minDurationSamples: secondsToSamples(2 ** n),
    maxDurationSamples: max as ReturnType<typeof secondsToSamples>,
  };
}

/** `2026-11`, UTC. */
function monthRange(month: string): Pick<ClipConditions, 'createdFromMs' | 'createdBeforeMs'> {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { createdFromMs: Date.UTC(year, number - 1), createdBeforeMs: Date.UTC(year, number) };
}

function withoutGaps<Value extends object>(value: { readonly [Key in keyof Value]: Value[Key] | undefined }): Value {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Value;
}

export interface FacetGroup {
  readonly kind: FacetKind;
  readonly values: readonly { readonly value: string; readonly count: number; readonly isChosen: boolean }[];
}

/** In the order in which people narrow down. */
const SHOWN: readonly FacetKind[] = [
  'kind',
  'favourite',
  'rating',
  'project',
  'speaker',
  'voice',
  'provider',
  'tag',
  'language',
  'length',
  'month',
];

/** The facets to choose from, with what is chosen first, also where nothing is left of it. */
export function facetGroups(counts: readonly FacetCount[], filter: ClipFilter): readonly FacetGroup[] {
  const byKind = Map.groupBy(counts, ({ kind }) => kind);
  return SHOWN.flatMap((kind) => {
    const counted = byKind.get(kind) ?? [];
    const chosen = filter.values[kind] ?? [];
    const values = [
      ...chosen.map((value) => ({
        value,
        count: counted.find((one) => one.value === value)?.count ?? 0,
        isChosen: true,
      })),
      ...ordered(kind, counted)
        .filter(({ value }) => !chosen.includes(value))
        .map(({ value, count }) => ({ value, count, isChosen: false })),
    ];
    return values.length === 0 ? [] : [{ kind, values }];
  });
}

/** Ranges by themselves, newest month first; names as they come, the most frequent first. */
function ordered(kind: FacetKind, counts: readonly FacetCount[]): readonly FacetCount[] {
  if (kind === 'length') return counts.toSorted((a, b) => Number(a.value) - Number(b.value));
  if (kind === 'month' || kind === 'rating') return counts.toSorted((a, b) => (a.value < b.value ? 1 : -1));
  return counts;
}
