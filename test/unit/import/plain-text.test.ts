import { describe, expect, test } from 'vitest';
import { importRefusal, importSpeech } from '../../helpers/imported-speech.ts';

describe('plain text', () => {
  test('[IMP1] paragraphs between blank lines, wrapped lines joined', async () => {
    const { speech, settings, dropped } = await importSpeech(
      'The last ferry left\r\nat nine.\r\n\r\n\r\n  It was already\nten past. _Late_, *very*.\n\n最后一班渡轮\n九点开了。',
      'a/The Ferry.txt',
    );
    expect(speech).toEqual([
      '-: The last ferry left at nine.',
      '-: It was already ten past. Late, very.',
      '-: 最后一班渡轮九点开了。',
    ]);
    expect(settings).toMatchObject({ title: 'The Ferry', kind: 'podcast' });
    expect(dropped).toEqual([]);
  });

  test('[IMP2] a paragraph on every line, where lines end as sentences do or are indented', async () => {
    expect((await importSpeech('“Wait.”\nShe ran.\nHe did not.\nWhy?', 'x.txt')).speech).toHaveLength(4);
    expect((await importSpeech('　　最后一班渡轮开了。\n　　她跑了。', 'x.txt')).speech).toHaveLength(2);
    expect(
      (await importSpeech('\tThe ferry left at nine and\nnobody saw it go into the\nnight.\n\tShe ran', 'x.txt'))
        .speech,
    ).toEqual(['-: The ferry left at nine and nobody saw it go into the night.', '-: She ran']);
  });

  test('[IMP3] names before lines count when they recur or are in upper case', async () => {
    const text = `Mara: You said you'd wait.
Tom (dry): I did wait.
Mara: For me?
Mara: Really?

Note: this happens once. So is this:

Tom: Yes.

NARRATOR: It rained.

旁白：九点了。

旁白：十点了。`;
    const { speech, parsed } = await importSpeech(text, 'x.txt');
    expect(speech).toEqual([
      "Mara: You said you'd wait.",
      'Tom (dry): I did wait.',
      'Mara: For me?',
      'Mara: Really?',
      '-: Note: this happens once. So is this:',
      'Tom: Yes.',
      'NARRATOR: It rained.',
      '旁白: 九点了。',
      '旁白: 十点了。',
    ]);
    const continued = [...parsed.document.records.values()].filter(
      (record) => record.type === 'line' && record.isContinuation,
    );
    expect(continued).toMatchObject([{ text: 'Really?' }]);
  });

  test('[IMP3] words that stand before colons in prose are no names however often they come', async () => {
    const prose = Array.from({ length: 30 }, (_, index) => `It rained on day ${index}.`).join('\n\n');
    expect((await importSpeech(`${prose}\n\nSecondly: so.\n\nSecondly: no.`, 'x.txt')).speech.at(-1)).toBe(
      '-: Secondly: no.',
    );
    expect((await importSpeech('Note: one.\n\nNote: two.\n\nHe said: no.\n\nHe said: yes.', 'x.txt')).speech).toEqual([
      '-: Note: one.',
      '-: Note: two.',
      '-: He said: no.',
      '-: He said: yes.',
    ]);
  });

  test('[IMP4] scene breaks, chapter titles, pauses and sounds nobody chose yet', async () => {
    const text = `Chapter 1

One.

* * *

Two.

CHAPTER TWO: THE QUAY

[pause 1.5s]

[sfx: a door]

Part of me wanted to go.

#

Prologue

第三章 风

Book one was longer.

Chapter 2 The Sea`;
    const { speech, dropped } = await importSpeech(text, 'x.txt');
    expect(speech).toEqual([
      '# Chapter 1',
      '-: One.',
      '[pause]',
      '-: Two.',
      '# CHAPTER TWO: THE QUAY',
      '[pause]',
      '> sfx: a door',
      '-: Part of me wanted to go.',
      '[pause]',
      '# Prologue',
      '# 第三章 风',
      '-: Book one was longer.',
      '# Chapter 2 The Sea',
    ]);
    expect(dropped).toEqual(['13: [sfx: a door] names no file: kept as a note']);
  });

  test('[IMP5] what no record can hold is refused with its line', async () => {
    const error = await importRefusal(`One.\n\nTwo <#100#>.\n\n${'word '.repeat(20_001)}`, 'x.txt');
    expect(error.message).toMatch(/^x\.txt:3: <#100#> is not a pause.*and 1 more problem/);
    expect(error.details.problems).toMatchObject([{ line: 3 }, { line: 5 }]);
  });
});

describe('choosing a reader', () => {
  test('[IMP6] by content first, then by name', async () => {
    const script = '---\ntitle: T\n---\nMARA: *Hi*.';
    expect((await importSpeech(script, 'x.md')).speech).toEqual(['MARA: Hi.']);
    expect((await importSpeech(script, 'x.txt')).settings.title).toBe('T');
    expect((await importSpeech('WEBVTT\n\n00:01.000 --> 00:02.000\nHi.', 'x.txt')).speech).toEqual(['-: Hi.']);
    expect((await importSpeech('1\n00:00:01,000 --> 00:00:02,000\nHi.', 'x')).speech).toEqual(['-: Hi.']);
    expect((await importSpeech('MARA\nHi.', 'x.FOUNTAIN')).speech).toEqual(['MARA: Hi.']);
    expect((await importSpeech('MARA,Hi.', 'x.csv')).speech).toEqual(['MARA: Hi.']);
    expect((await importSpeech('MARA,Hi.', 'x')).speech).toEqual(['-: MARA,Hi.']);
  });

  test.each([
    ['%PDF-1.7', 'x.pdf', 'Save the text as DOCX'],
    ['{\\rtf1 x}', 'x.txt', 'Save it as DOCX'],
    ['\u00d0\u00cf\u0011\u00e0\u00a1', 'x.doc', 'Save it as DOCX'],
    ['ID3\u0003', 'x.mp3', 'Import it as audio'],
    ['<!DOCTYPE html><p>x', 'x.html', 'a web page'],
    ['a\u0000b', 'x.txt', 'not a text file'],
    ['', 'x.txt', 'is empty'],
    [' \n\n ', 'x.txt', 'nothing to speak'],
    ['PK\u0003\u0004', 'x.docx', 'damaged'],
  ])('[IMP7] %j is refused with what to do', async (content, fileName, message) => {
    const bytes = Uint8Array.from(content, (sign) => sign.charCodeAt(0));
    const error = await importRefusal(bytes, fileName);
    expect(error.code).toBe('invalid-input');
    expect(error.message).toContain(message);
    expect(error.message).toMatch(new RegExp(`^${fileName}:1: `));
  });

  test('[IMP7] a text of 100 MB is refused before any work', async () => {
    const error = await importRefusal(new Uint8Array(100_000_000).fill(0x61), 'x.txt');
    expect(error.message).toBe('x.txt:1: This file has 100 MB; a text may have 20 MB. Split it into several episodes.');
    expect((await importRefusal('a '.repeat(11_000_000), 'x.txt')).message).toContain('the limit is 20,971,520');
  });
});

describe('encodings', () => {
  const utf16 = (text: string, isLittle: boolean) =>
    Uint8Array.from(text, (sign) => sign.charCodeAt(0)).reduce<number[]>((bytes, _, index) => {
      const unit = text.charCodeAt(index);
      bytes.push(...(isLittle ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255]));
      return bytes;
    }, []);
  const latin = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

  test('[IMP8] UTF-8 and UTF-16 with a mark are read without a word', async () => {
    for (const bytes of [
      new TextEncoder().encode('\ufeffÉté 九点'),
      Uint8Array.from([0xff, 0xfe, ...utf16('Été 九点', true)]),
      Uint8Array.from([0xfe, 0xff, ...utf16('Été 九点', false)]),
    ]) {
      const { speech, dropped } = await importSpeech(bytes, 'x.txt');
      expect(speech).toEqual(['-: Été 九点']);
      expect(dropped).toEqual([]);
    }
  });

  test.each([
    ['utf-16le', Uint8Array.from(utf16('It was already ten past.', true)), 'It was already ten past.'],
    ['utf-16be', Uint8Array.from(utf16('It was already ten past.', false)), 'It was already ten past.'],
    [
      'windows-1252',
      latin('D\u00e9j\u00e0 vu, \u0093caf\u00e9\u0094 et na\u00efvet\u00e9.'),
      'Déjà vu, “café” et naïveté.',
    ],
    [
      'gb18030',
      Uint8Array.from([0xd7, 0xee, 0xba, 0xf3, 0xd2, 0xbb, 0xb0, 0xe0, 0x2c, 0x20, 0xbe, 0xc5, 0xb5, 0xe3]),
      '最后一班, 九点',
    ],
  ])('[IMP8] %s is told by its looks, and said so', async (encoding, bytes, text) => {
    const { speech, dropped } = await importSpeech(bytes, 'x.txt');
    expect(speech).toEqual([`-: ${text}`]);
    expect(dropped).toEqual([`1: The file does not say its encoding: read as ${encoding}. Check letters with accents`]);
  });
});
