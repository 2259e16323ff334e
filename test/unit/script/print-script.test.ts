import { expect, test } from 'vitest';
import { printScript } from '#shared/script/print-script.ts';
import { parse } from './parse-for-test.ts';

const reprint = (source: string) => printScript(parse(source).document);

test('[SCR42] a script is printed as a person would write it', () => {
  const source = `---
title: The Night Ferry
language: en
kind: podcast
cast:
  NARRATOR: flite/slt
  MARA:
    voice: mimo/Chloe
    style: tired, warm, a little hoarse
  TOM:
tracks:
  music: { gain: -18dB, duck: 15dB }
gaps: { line: 0.35s, chapter: 2s }
pronounce:
  Greifswald: Grifes-valt
export: { preset: apple-podcasts }
---

# Chapter 1: The quay {spoken}

NARRATOR: The last ferry left at nine. <#0.80#> It was already ten past. <#1.00#>

MARA (whispering): You said you'd wait.
MARA: "Wait", you said – at 10:30 & not <5 minutes later (sighs).

TOM: I did wait. {gain=-2dB gap=-0.25s}

![Rain on water](sounds/rain.wav){track=ambience under until="Chapter 2" gain=-24dB fade-in=2s loop}

[pause 1.5s]

> A note to self. *Never* spoken.

The narrator reads a paragraph that names no speaker.

# Chapter 2

![Horn](sounds/horn.wav)
`;
  expect(reprint(source)).toBe(source);
});

test('[SCR43] what would be read as something else is escaped, and nothing more', () => {
  const source = String.raw`MARA\: not a label.

\# no heading

\- no bullet, \*no emphasis\*, 2 * 3, snake_case, \<b>, \&amp; AT&T

\[pause 1s] is read \{gain=1dB}

\---`;
  const [, body = ''] = reprint(source).split('---\n\n');
  expect(body).toBe(`${source}\n`);
});

test('[SCR44] lengths are printed in seconds or milliseconds, and in samples where those would lose', () => {
  const [, body = ''] = reprint('[pause 72000smp]\n\n[pause 0.3s]\n\n[pause 0.005s]\n\n[pause 7smp]').split('---\n\n');
  expect(body).toBe('[pause 1.5s]\n\n[pause 0.3s]\n\n[pause 5ms]\n\n[pause 7smp]\n');
});
