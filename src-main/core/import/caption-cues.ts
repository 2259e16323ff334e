/** What subtitle formats share: a text of a few lines, in which people may be named. */

import { decodeString } from 'micromark-util-decode-string';
import { joinLines } from '#shared/script/join-lines.ts';
import { CastNames, readLabel } from '#shared/script/read-label.ts';
import { SOUND_TAGS } from '#shared/script/sound-tags.ts';
import type { ManuscriptBuilder } from './manuscript-builder.ts';
import { findRecurringNames } from './recurring-names.ts';

export interface CaptionCue {
  /** Of its first line of text. */
  readonly line: number;
  /** Who speaks, where the format says so. */
  readonly speaker: string | null;
  readonly text: string;
}

/** Adds the cues as lines. A dash begins what another person says; brackets and notes of music alone are no speech. */
export function addCues(cues: readonly CaptionCue[], builder: ManuscriptBuilder): void {
  const cast = new CastNames();
  for (const name of findRecurringNames(cues.flatMap((cue) => cue.text.split('\n')))) cast.add(name);
  const first = cues[0];
  if (first) builder.drop(first.line, 'the times of the captions: lines follow one another with the usual gaps');
  for (const cue of cues) addCue(cue, cast, builder);
}

function addCue(cue: CaptionCue, cast: CastNames, builder: ManuscriptBuilder): void {
  const spoken: { readonly line: number; readonly speaker: string | null; readonly texts: string[] }[] = [];
  cue.text.split('\n').forEach((source, index) => {
    const trimmed = source.trim();
    const text = trimmed.replace(/^[-‐–—]\s*(?=\S)/u, '');
    const isDashed = text !== trimmed;
    const label = cue.speaker === null ? readLabel(text, cast) : null;
    if (label?.isNew) cast.add(label.name);
    const last = spoken.at(-1);
    if (last && !isDashed && !label) last.texts.push(text);
    else
      spoken.push({ line: cue.line + index, speaker: label?.name ?? cue.speaker, texts: [label ? label.rest : text] });
  });
  for (const { line, speaker, texts } of spoken) {
    const text = joinLines(texts.filter((part) => part !== ''));
    if (isSoundDescription(text)) {
      builder.drop(line, `${text} describes a sound: kept as a note`);
      builder.addNote(line, text);
    } else builder.addParagraph({ line, speaker, text });
  }
}

const VOICE_SOUND = new RegExp(`^[(（]\\s*(?:${SOUND_TAGS.join('|')})\\s*[)）]$`, 'i');

/** `[door slams]`, `(music)`, `♪ la la ♪`. A sound that voices know, `(sighs)`, is speech. */
function isSoundDescription(text: string): boolean {
  if (VOICE_SOUND.test(text)) return false;
  return /^(?:\[[^[\]]*\]|\([^()]*\)|（[^（）]*）|【[^【】]*】|[♪♫#][^♪♫]*[♪♫#]?)$/u.test(text);
}

/** `&amp;` and the like; a backslash stays one. */
export function decodeReferences(text: string): string {
  return text.replace(/&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][\dA-Za-z]{1,31});/g, (reference) =>
    decodeString(reference),
  );
}
