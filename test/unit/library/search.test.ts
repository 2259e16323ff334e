import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { putAsset } from '#core/library/decoded-audio.ts';
import type { Library } from '#core/library/library.ts';
import { countFacets } from '#core/library/search/count-facets.ts';
import { searchClips } from '#core/library/search/search-clips.ts';
import { piecesOf } from '#core/library/search/search-tokens.ts';
import { ProjectId, ProviderId } from '#shared/ids.ts';
import { ClipQuery } from '#shared/library-clips.ts';
import { samples, secondsToSamples } from '#shared/units.ts';
import { addEpisode, addProject, PROJECT_ID } from '../../helpers/library-episode.ts';
import { addSpeech, edit, found, lines } from '../../helpers/search-library.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';
import { id } from '../document/sample-episode.ts';

/** Only what lines say. */
const lineTexts = (library: Library, text: string): readonly string[] =>
  found(library, { text, kinds: ['line'] }).map((row) => row.slice('line: '.length));

describe('text', () => {
  test('[LIB81] every word must be there, each by its beginning, whatever its case and accents', () =>
    withLibrary(async (library) => {
      addEpisode(library, lines('The last ferry left at nine.', 'Le café de la gare.', 'Nothing at last.'));
      expect(lineTexts(library, 'FERR')).toEqual(['The last ferry left at nine.']);
      expect(lineTexts(library, 'las fer')).toEqual(['The last ferry left at nine.']);
      expect(lineTexts(library, 'last')).toEqual(['Nothing at last.', 'The last ferry left at nine.']);
      expect(lineTexts(library, 'CAFE')).toEqual(['Le café de la gare.']);
      expect(lineTexts(library, 'cafés')).toEqual([]);
      expect(lineTexts(library, 'erry')).toEqual([]);
    }));

  test('[LIB82] Chinese, Japanese, Korean and Thai are found inside a sentence, as they stand', () =>
    withLibrary(async (library) => {
      addEpisode(
        library,
        lines('他把钥匙递给她。', '航船在夜里。夜航', 'ラーメンを食べた', '한국어를 배워요', 'ผมรักเมืองไทย'),
      );
      expect(lineTexts(library, '钥匙')).toEqual(['他把钥匙递给她。']);
      expect(lineTexts(library, '匙')).toEqual(['他把钥匙递给她。']);
      expect(lineTexts(library, '她')).toEqual(['他把钥匙递给她。']);
      expect(lineTexts(library, '夜航')).toHaveLength(1);
      // All of its pairs are there, but not in a row.
      expect(lineTexts(library, '夜航船')).toEqual([]);
      expect(lineTexts(library, 'ーメン')).toHaveLength(1);
      expect(lineTexts(library, '국어')).toHaveLength(1);
      expect(lineTexts(library, 'เมือง')).toHaveLength(1);
      expect(lineTexts(library, '钥匙 她')).toHaveLength(1);
      expect(lineTexts(library, '她钥匙')).toEqual([]);
    }));

  const WORDS = [
    'ferry',
    'Fer',
    'FÉRRY',
    '夜航船',
    '夜',
    '航船',
    'OR',
    'NEAR',
    'NOT',
    'AND',
    '3rd',
    'a',
    '한국어',
    'naïve',
  ];
  const SIGNS = [
    '"',
    "'",
    '%',
    '_',
    '*',
    '-',
    '(',
    ')',
    '^',
    ':',
    '+',
    '{',
    '}',
    '\\',
    ';',
    '\0',
    '""',
    '*/',
    '--',
    '雨',
  ];
  const hostile = fc
    .array(
      fc.oneof(fc.constantFrom(...WORDS), fc.constantFrom(...SIGNS), fc.string({ unit: 'binary', maxLength: 4 })),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    .chain((parts) => fc.constantFrom(...['', ' ']).map((between) => parts.join(between)))
    .filter((text) => text.trim() !== '');

  /** What a search should find, said plainly: no index, no query language. */
  function matches(text: string, query: string): boolean {
    const wanted = piecesOf(query);
    const pieces = piecesOf(text);
    return (
      wanted.length > 0 &&
      wanted.every((piece) =>
        pieces.some((other) =>
          piece.kind === 'word'
            ? other.kind === 'word' && other.text.startsWith(piece.text)
            : other.kind === 'dense' && other.characters.join('').includes(piece.characters.join('')),
        ),
      )
    );
  }

  test('[LIB83] what is typed is data: no sign breaks, widens or narrows a search', () =>
    withLibrary(async (library) => {
      const texts = fc.sample(hostile, { numRuns: 150, seed: 7 }).map((text) => text.slice(0, 200));
      addEpisode(library, lines(...texts));
      let hits = 0;
      fc.assert(
        fc.property(hostile, (query) => {
          const expected = texts.filter((text) => matches(text, query)).toReversed();
          const page = searchClips(library.db, { text: query, kinds: ['line'], limit: 500 });
          expect(page.rows.map((row) => row.text)).toEqual(expected);
          expect(page.total).toBe(expected.length);
          hits += expected.length > 0 ? 1 : 0;
        }),
        { numRuns: 400 },
      );
      expect(hits).toBeGreaterThan(50);
    }));

  test.each(['"', '%', '_', '*', '-', '()', '"""', '* *', '\0', '😶‍🌫️x%'])('[LIB84] %j is not everything', (text) =>
    withLibrary(async (library) => {
      addEpisode(library, lines('One.', 'Two.'));
      expect(found(library, text)).toEqual([]);
      expect(searchClips(library.db, { text })).toMatchObject({ total: 0, isTotalExact: true, next: null });
    }),
  );

  test('[LIB84] blank text sets no condition', () =>
    withLibrary(async (library) => {
      addEpisode(library, lines('One.', 'Two.'));
      expect(found(library, ' ')).toEqual(found(library, {}));
      expect(found(library, {})).toEqual(['line: Two.', 'line: One.', 'episode: An episode']);
    }));

  test('[LIB83] text of any length up to the limit is searched, longer text is no query', () =>
    withLibrary(async (library) => {
      addEpisode(library, lines('One.'));
      expect(found(library, 'a "b '.repeat(200))).toEqual([]);
      expect(found(library, '夜'.repeat(1_000))).toEqual([]);
      expect(ClipQuery.safeParse({ text: 'a'.repeat(1_001) }).success).toBe(false);
    }));

  test('[LIB81] names of speakers, voices and tags are found like words; a project is not', () =>
    withLibrary(async (library) => {
      addEpisode(library, lines('One.'));
      const take = await addSpeech(library, 'Hello.', { voiceId: 'Calm_Wöman' });
      expect(lineTexts(library, 'anna')).toEqual(['One.']);
      expect(lineTexts(library, 'bert')).toEqual([]);
      expect(found(library, 'woman')).toEqual([`take: ${take.text}`]);
      expect(found(library, 'hello calm')).toEqual([`take: ${take.text}`]);
      expect(found(library, 'ferry')).toEqual([]);
    }));
});

describe('order and pages', () => {
  test('[LIB85] pages follow one another without gap or repetition, also when clips come in between', () =>
    withLibrary(async (library) => {
      addEpisode(library, lines(...Array.from({ length: 25 }, (_, index) => `Number ${index}.`)));
      const seen: string[] = [];
      let after: string | undefined;
      for (let page = 0; page < 10; page++) {
        const answer = searchClips(library.db, { text: 'number', limit: 4, ...(after === undefined ? {} : { after }) });
        seen.push(...answer.rows.map((row) => row.text));
        if (answer.next === null) break;
        after = answer.next;
        edit(library, { type: 'line.add', id: id(`n${page}`), text: 'Number new.', speakerId: null });
      }
      expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `Number ${24 - index}.`));
    }));

  test('[LIB85] relevance, on request, puts the text with more of it first, in pages too', () =>
    withLibrary(async (library) => {
      addEpisode(
        library,
        lines('Rain, rain, rain.', 'Some rain in a long line about other things altogether.', 'Rain.'),
      );
      const first = searchClips(library.db, { text: 'rain', order: 'relevance', limit: 2 });
      const second = searchClips(library.db, { text: 'rain', order: 'relevance', limit: 2, after: first.next! });
      expect([...first.rows, ...second.rows].map((row) => row.text)).toEqual([
        'Rain, rain, rain.',
        'Rain.',
        'Some rain in a long line about other things altogether.',
      ]);
      expect(second.next).toBeNull();
    }));

  test.each(['', 'x', 'WzEsMl0', 'bnVsbA', 'WyJhIl0', '%%%'])('[LIB85] %j is no place to go on from', (after) =>
    withLibrary(async (library) => {
      expect(() => searchClips(library.db, { after })).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    }),
  );
});

describe('conditions', () => {
  test('[LIB86] each condition finds what it says, alone and with text', () =>
    withLibrary(async (library) => {
      addEpisode(library, lines('One ferry.'));
      const other = addProject(library, { id: ProjectId.parse('other'), name: 'Other' });
      await addSpeech(library, 'A short ferry.', { seconds: 1.5, createdAtMs: Date.UTC(2026, 0, 31, 23) });
      await addSpeech(library, 'A long ferry.', { seconds: 30, voiceId: 'rms', createdAtMs: Date.UTC(2026, 1, 1) });
      await putAsset(library, { bytes: toneWav({ seconds: 3 }), extension: 'wav', name: 'ferry horn.wav' });
      const cases: readonly [ClipQuery, readonly string[]][] = [
        [{ kinds: ['take'] }, ['take: A long ferry.', 'take: A short ferry.']],
        [{ kinds: ['recording', 'line'] }, ['recording: ferry horn.wav', 'line: One ferry.']],
        [{ voices: ['flite/rms'] }, ['take: A long ferry.']],
        [{ voices: ['rms'] }, ['take: A long ferry.']],
        [{ voices: ['flite'] }, []],
        [{ providers: [ProviderId.parse('flite')], maxDurationSamples: secondsToSamples(2) }, ['take: A short ferry.']],
        [{ projects: [PROJECT_ID] }, ['line: One ferry.']],
        [{ projects: [other] }, []],
        [{ speakers: ['Anna'] }, ['line: One ferry.']],
        [{ languages: ['EN'] }, ['line: One ferry.']],
        [{ languages: ['e'] }, []],
        [
          { minDurationSamples: secondsToSamples(3), maxDurationSamples: secondsToSamples(3) },
          ['recording: ferry horn.wav'],
        ],
        [{ minDurationSamples: samples(secondsToSamples(30) + 1) }, []],
        [{ createdFromMs: Date.UTC(2026, 0, 31), createdBeforeMs: Date.UTC(2026, 1, 1) }, ['take: A short ferry.']],
        [{ createdFromMs: Date.UTC(2026, 1, 1), kinds: ['take'] }, ['take: A long ferry.']],
        [{ isFavourite: true }, []],
        [{ minRating: 1 }, []],
        [{ tags: ['night'] }, []],
      ];
      for (const [query, expected] of cases) {
        expect([query, found(library, { ...query, text: 'ferry' })]).toEqual([query, expected]);
        const alone = searchClips(library.db, query);
        expect(alone.rows.filter((row) => row.kind !== 'episode')).toHaveLength(expected.length);
        expect(alone.total).toBe(alone.rows.length);
      }
    }));

  test('[LIB87] facets are counted among what is found, and kept for the whole library', () =>
    withLibrary(async (library) => {
      addEpisode(library, lines('One ferry.', 'Two ferries.', 'Three.'));
      await addSpeech(library, 'A ferry.');
      const counts = (text: string) =>
        Object.fromEntries(
          countFacets(library.db, text === '' ? {} : { text }).counts.map((facet) => [
            `${facet.kind} ${facet.value}`,
            facet.count,
          ]),
        );
      expect(counts('ferr')).toEqual({
        'kind line': 2,
        'kind take': 1,
        'language en': 2,
        'length 0': 1,
        'month 1970-01': 2,
        'month 2026-11': 1,
        'project project': 2,
        'provider flite': 1,
        'speaker ANNA': 2,
        'voice flite/slt': 1,
      });
      expect(counts('')).toMatchObject({ 'kind line': 3, 'kind episode': 1, 'kind take': 1, 'language en': 4 });
    }));
});
