import { expect, test } from 'vitest';
import { wordCues, wordsOf } from '#core/voices/flite-words.ts';

test('[VOX4] words are cut at blanks; what has no sound goes with the word before it, or the first', () => {
  expect(wordsOf('— “Wait!” — she said…  42 🎉')).toEqual([
    { text: '— “Wait!” —', spoken: '"Wait!"' },
    { text: 'she', spoken: 'she' },
    { text: 'said…', spoken: 'said...' },
    { text: '42 🎉', spoken: '42' },
  ]);
  expect(wordsOf('Stop!—Go')).toEqual([{ text: 'Stop!—Go', spoken: 'Stop Go' }]);
});

test('[VOX4] each word lasts from its first sound to its last, sentences follow one another', () => {
  const words = [
    { text: 'Hello', sounds: 'pau hh ax l ow pau' },
    { text: 'world.', sounds: 'pau w er l d pau' },
    { text: 'Late.', sounds: 'pau l ey t pau' },
  ];
  const printed =
    'pau:0.100 hh:0.200 ax:0.250 l:0.300 ow:0.400 w:0.500 er:0.600 l:0.700 d:0.800 pau:0.900 \npau:0.100 l:0.200 ey:0.300 t:0.400 pau:0.500 \n';
  expect(wordCues(words, printed, 1400)).toEqual([
    { text: 'Hello', startMs: expect.closeTo(100), endMs: expect.closeTo(400) },
    { text: 'world.', startMs: expect.closeTo(400), endMs: expect.closeTo(800) },
    { text: 'Late.', startMs: expect.closeTo(1000), endMs: expect.closeTo(1300) },
  ]);
});

test('[VOX4] the printed times, which are rounded, are stretched to the length of the audio', () => {
  const words = [{ text: 'yes', sounds: 'pau y eh s pau' }];
  expect(wordCues(words, 'pau:1 y:2 eh:3 s:4 pau:5', 5500)).toEqual([
    { text: 'yes', startMs: expect.closeTo(1100), endMs: expect.closeTo(4400) },
  ]);
});

test('[VOX4] a word that sounds otherwise in its sentence keeps its place', () => {
  const words = [
    { text: 'of', sounds: 'pau aa v pau' },
    { text: 'the', sounds: 'pau dh iy pau' },
    { text: 'St.', sounds: 'pau s t r iy t pau' },
    { text: 'Lawrence', sounds: 'pau l ao r ax n s pau' },
  ];
  const heard = 'pau:1 ax:2 v:3 dh:4 ax:5 s:6 ey:7 n:8 t:9 l:10 ao:11 r:12 ax:13 n:14 s:15 pau:16';
  expect(wordCues(words, heard, 16_000).map(({ text, startMs, endMs }) => [text, startMs, endMs])).toEqual([
    ['of', 1000, 3000],
    ['the', 3000, 5000],
    ['St.', 5000, 9000],
    ['Lawrence', 9000, 15000],
  ]);
});

test('[VOX4] a word that is not heard goes with its neighbour, so that no word is lost', () => {
  const word = { text: 'yes', sounds: 'pau y eh s pau' };
  const silent = { text: '<', sounds: 'pau pau' };
  const texts = wordCues([silent, word, silent], 'pau:1 y:2 eh:3 s:4 pau:5', 5000).map((cue) => cue.text);
  expect(texts).toEqual(['< yes <']);
  expect(wordCues([word], 'pau:1', 1000)).toEqual([]);
});
