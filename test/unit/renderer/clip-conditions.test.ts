import { describe, expect, test } from 'vitest';
import { ClipConditions, type FacetCount } from '#shared/library-clips.ts';
import { secondsToSamples } from '#shared/units.ts';
import {
  type ClipFilter,
  conditionsOf,
  facetGroups,
  hasConditions,
  NO_FILTER,
  toggleValue,
} from '../../../src-renderer/library/clip-conditions.ts';

const chosen = (...steps: readonly (readonly [Parameters<typeof toggleValue>[1], string])[]): ClipFilter =>
  steps.reduce((filter, [kind, value]) => toggleValue(filter, kind, value), NO_FILTER);

describe('what is looked for', () => {
  test('[BRW2] nothing chosen is no condition', () => {
    expect(conditionsOf(NO_FILTER)).toEqual({});
    expect(conditionsOf({ ...NO_FILTER, text: '  ' })).toEqual({});
    expect(hasConditions(NO_FILTER)).toBe(false);
    expect(hasConditions(chosen(['kind', 'take'], ['kind', 'take']))).toBe(false);
  });

  test('[BRW2] values of one facet add up, ranges take the place of one another', () => {
    const filter = chosen(['kind', 'take'], ['kind', 'music'], ['rating', '3'], ['rating', '5'], ['favourite', 'yes']);
    expect(conditionsOf(filter)).toEqual({ kinds: ['take', 'music'], minRating: 5, isFavourite: true });
  });

  test('[BRW2] lengths and months become the ranges they stand for', () => {
    expect(conditionsOf(chosen(['length', '2']))).toEqual({
      minDurationSamples: secondsToSamples(4),
      maxDurationSamples: secondsToSamples(8) - 1,
    });
    expect(conditionsOf(chosen(['length', '-2'])).minDurationSamples).toBe(12_000);
    expect(conditionsOf(chosen(['month', '2026-12']))).toEqual({
      createdFromMs: Date.UTC(2026, 11, 1),
      createdBeforeMs: Date.UTC(2027, 0, 1),
    });
  });

  test('[BRW2] every facet at once is a question the core understands', () => {
    const filter = chosen(
      ['kind', 'effect'],
      ['voice', 'flite/slt'],
      ['provider', 'flite'],
      ['project', 'p1'],
      ['speaker', 'MARA'],
      ['tag', 'rain'],
      ['language', 'en'],
      ['rating', '2'],
      ['favourite', 'yes'],
      ['length', '3'],
      ['month', '2026-01'],
    );
    const conditions = conditionsOf({ ...filter, text: 'sea' });
    expect(ClipConditions.parse(conditions)).toEqual(conditions);
    expect(Object.keys(conditions).sort()).toEqual(Object.keys(ClipConditions.shape).sort());
  });
});

test('[BRW2] facets show what is chosen first, also where nothing is left of it; months newest first', () => {
  const counts: FacetCount[] = [
    { kind: 'month', value: '2026-01', count: 9 },
    { kind: 'month', value: '2026-11', count: 2 },
    { kind: 'tag', value: 'rain', count: 4 },
  ];
  const groups = facetGroups(counts, chosen(['tag', 'gone'], ['tag', 'rain']));
  expect(groups.map(({ kind }) => kind)).toEqual(['tag', 'month']);
  expect(groups[0]!.values).toEqual([
    { value: 'gone', count: 0, isChosen: true },
    { value: 'rain', count: 4, isChosen: true },
  ]);
  expect(groups[1]!.values.map(({ value }) => value)).toEqual(['2026-11', '2026-01']);
});
