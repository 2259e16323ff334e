/** MiniMax's subtitle file: a JSON array of sentences with times in milliseconds, some with their words. */
import { z } from 'zod';
import type { Utterance } from './speech-provider.ts';

type Cues = NonNullable<Utterance['cues']>;

const time = z.number().nonnegative();
const Word = z.looseObject({ word: z.string(), time_begin: time, time_end: time });
const Sentence = z.looseObject({
  text: z.string(),
  time_begin: time,
  time_end: time,
  timestamped_words: z.array(Word).nullish(),
});
/** One client looks for the array inside an object; the service itself was seen to send it bare. */
const SubtitleFile = z.union([
  z.array(Sentence),
  z.looseObject({ subtitles: z.array(Sentence) }).transform((file) => file.subtitles),
]);

/** null when `json` is not such a file. `byWord` falls back to sentences where a sentence has no words. */
export function cuesOfSubtitles(json: unknown, byWord: boolean): Cues | null {
  const parsed = SubtitleFile.safeParse(json);
  if (!parsed.success) return null;
  const cues = parsed.data.flatMap((sentence) => {
    const words = byWord ? (sentence.timestamped_words ?? []) : [];
    const spans = words.length > 0 ? words.map((word) => ({ ...word, text: word.word })) : [sentence];
    return spans.map(({ text, time_begin: startMs, time_end: endMs }) => ({ startMs, endMs, text: text.trim() }));
  });
  if (cues.some((cue) => cue.endMs < cue.startMs)) return null;
  return cues.filter((cue) => cue.text !== '');
}
