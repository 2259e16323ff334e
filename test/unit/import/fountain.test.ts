import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type FountainScript, parseFountain } from '#core/import/fountain-elements.ts';
import { blocksOf } from '#shared/document/episode-document.ts';
import { ScriptProblems } from '#shared/script/script-problems.ts';
import { importRefusal, importSpeech } from '../../helpers/imported-speech.ts';

async function fixture(name: string): Promise<FountainScript & { readonly source: string }> {
  const source = await readFile(new URL(`../../fixtures/fountain/${name}.fountain`, import.meta.url), 'utf8');
  return { ...parseFountain(source, new ScriptProblems(name)), source };
}

const indexesOf = (script: FountainScript, kind: string) =>
  script.elements.flatMap((element, index) => (element.kind === kind ? [index] : []));

describe('elements, on the files of the Fountain library', () => {
  test('[IMP10] Brick and Steel has its elements where the library has them', async () => {
    const script = await fixture('brick-and-steel');
    expect(script.titlePage.map(({ key }) => key)).toEqual([
      'title',
      'credit',
      'author',
      'source',
      'draft date',
      'contact',
    ]);
    expect(script.titlePage[0]?.value.split('\n')).toHaveLength(2);
    expect(indexesOf(script, 'scene-heading').slice(0, 6)).toEqual([0, 23, 32, 40, 49, 55]);
    expect(indexesOf(script, 'character')).toEqual(expect.arrayContaining([3, 5, 18, 20, 25]));
    expect(indexesOf(script, 'dialogue')).toEqual(expect.arrayContaining([4, 12, 27]));
    expect(indexesOf(script, 'parenthetical')).toEqual(expect.arrayContaining([11, 26]));
    expect(indexesOf(script, 'transition')).toEqual(expect.arrayContaining([22, 31, 68, 77]));
    expect(indexesOf(script, 'action')).toEqual(expect.arrayContaining([1, 16, 30]));
    expect(indexesOf(script, 'centered').slice(0, 2)).toEqual([50, 51]);
    expect(script.elements[20]).toMatchObject({ text: 'BRICK', isDual: true });
  });

  test('[IMP10] characters, parentheticals and blank lines in dialogue', async () => {
    const script = await fixture('dialogue');
    expect(indexesOf(script, 'character')).toEqual([0, 2, 4, 7, 9, 11, 13, 16, 18, 20, 24, 26]);
    expect(indexesOf(script, 'parenthetical')).toEqual([5, 15, 22, 27]);
    expect(script.elements[18]).toMatchObject({ text: 'EVE', isDual: true });
    expect(script.elements[23]).toMatchObject({
      kind: 'action',
      text: '23 (O.S.)\nCharacter name must include a letter',
    });
    expect(script.elements[25]?.text).toContain('block\n\nfor absolutely no good\nreason.');
  });

  test('[IMP10] scene headings need a sign after INT or EXT and blank lines around', async () => {
    const script = await fixture('scene-headers');
    expect(indexesOf(script, 'scene-heading')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 18]);
    expect(script.elements[14]?.text).toBe('KITCHEN');
  });

  test('[IMP10] transitions, unless a blank ends the line', async () => {
    expect(indexesOf(await fixture('transitions'), 'transition')).toEqual([0, 1, 2, 3, 5, 6]);
  });

  test('[IMP10] forced elements, lyrics and dual dialogue', async () => {
    expect((await fixture('forced-elements')).elements.map(({ kind, text }) => [kind, text])).toEqual([
      ['action', 'BANG\nBANG\nBANG'],
      ['character', 'McDUCK'],
      ['dialogue', "I'm vegan."],
      ['character', 'SINGER'],
      ['lyrics', 'These are the songs'],
      ['lyrics', 'That I sing.'],
    ]);
    expect((await fixture('dual-dialogue')).elements.filter(({ isDual }) => isDual)).toMatchObject([{ text: 'EVE' }]);
  });

  test('[IMP11] notes and boneyard are taken out, wherever they stand', async () => {
    expect((await fixture('boneyard')).elements.map(({ text }) => text)).toEqual([
      'A line of action.',
      'This is an  boneyard.',
    ]);
    expect((await fixture('notes')).elements.map(({ kind, text, line }) => [kind, text, line])).toEqual([
      ['action', 'A line.', 1],
      ['note', 'A note.', 3],
      ['note', 'This line spans multiple lines.', 5],
      ['note', 'internal', 8],
      ['action', 'This is an  note.', 8],
    ]);
  });
});

const SCREENPLAY = `Title:
	_**The Night Ferry**_
	*a play*
Author: A. Writer
Draft date: 1/1/2026

FADE IN:

# Act One

= Mara is late.

INT. QUAY - NIGHT #1#

Rain. *A lot* of it.
Still.

MARA (V.O.)
(out of breath)
You said you'd
wait.
(then)
Tom!

TOM (CONT'D)
I did \\*wait\\*.
(sits)

MARA ^
No.

[[a note]]

> THE END <

CUT TO:

.Kitchen

Nobody.
`;

describe('as an episode', () => {
  test('[IMP12] characters speak with their parentheticals as directions, the narrator reads the action', async () => {
    const { speech, settings, dropped } = await importSpeech(SCREENPLAY, 'ferry.fountain');
    expect(settings).toMatchObject({ title: 'The Night Ferry a play', author: 'A. Writer' });
    expect(speech).toEqual([
      '# Act One',
      '> Mara is late.',
      '## INT. QUAY - NIGHT',
      '-: Rain. A lot of it. Still.',
      "MARA (out of breath): You said you'd wait.",
      'MARA (then): Tom!',
      'TOM: I did *wait*.',
      'MARA: No.',
      '> a note',
      '-: THE END',
      '## Kitchen',
      '-: Nobody.',
    ]);
    expect(dropped).toEqual([
      '5: draft date of the title page',
      '7: transition FADE IN:',
      '18: (V.O.) after MARA',
      '27: (sits) with no words behind it',
      '36: transition CUT TO:',
    ]);
  });

  test('[IMP12] a speech cut by a parenthetical goes on, and dual dialogue begins with the line before', async () => {
    const { parsed } = await importSpeech(SCREENPLAY, 'ferry.fountain');
    const lines = blocksOf(parsed.document).filter((block) => block.type === 'line');
    expect(lines.find(({ text }) => text === 'Tom!')).toMatchObject({ isContinuation: true });
    expect(lines.find(({ text }) => text === 'No.')?.gapBeforeSamples).toBeLessThan(-1_000_000);
  });

  test('[IMP11] a boneyard that is not closed would swallow the rest: an error', async () => {
    expect((await importRefusal('MARA\nHi.\n\n/* rest\n\nTOM\nHo.', 'x.fountain')).message).toMatch(
      /^x\.fountain:4: The boneyard .* is not closed/,
    );
  });

  test('[IMP11] openings without ends cost no time', async () => {
    const start = performance.now();
    await importSpeech(`A.\n\n${'[['.repeat(45_000)}`, 'x.fountain');
    await importRefusal(`A.\n\n${'/*'.repeat(500_000)}`, 'x.fountain');
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
