/** Ingests one WAV or MP3 file in a process of its own; answers a line of JSON: the facts or the error's code, and the memory it took. */
import { createIngestAudio } from '#core/audio/ingest-audio.ts';

const [source = '', pcmPath = '', peaksPath = ''] = process.argv.slice(2);
const ingest = createIngestAudio(() => Promise.reject(new Error('ffmpeg was asked for')));
const answer = await ingest(source, { pcmPath, peaksPath }).then(
  (facts) => ({ facts }),
  (error: unknown) => ({ code: error instanceof Error && 'code' in error ? error.code : String(error) }),
);
console.log(JSON.stringify({ ...answer, peakMemoryMb: process.resourceUsage().maxRSS / 1024 }));
