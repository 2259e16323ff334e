import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { locateFfmpeg } from '#core/audio/ffmpeg-location.ts';
import { createIngestThreads } from '#core/audio/ingest-threads.ts';
import { createTurns } from '#core/turns.ts';
import { createFliteProvider } from '#core/voices/flite.ts';
import { samplesToSeconds } from '#shared/units.ts';
import { MadeText } from './made-text.ts';
import type { BenchModule } from './run.ts';

const runProgram = promisify(execFile);
const CLIPS = 1_000;
/** Starting a process costs what it costs: a hundred say it. */
const CLIPS_BY_FFMPEG = 100;
const DISTINCT = 40;
const VOICES = ['slt', 'rms', 'awb'];

/** As the services deliver: speech of one voice, a line each. */
const KINDS = [
  {
    name: 'mp3',
    what: '44.1 kHz, 128 kbps',
    parameters: ['-ar', '44100', '-c:a', 'libmp3lame', '-b:a', '128k'],
    limit: 15,
  },
  { name: 'wav', what: '24 kHz, 16 bits', parameters: ['-ar', '24000', '-c:a', 'pcm_s16le'], limit: 4 },
] as const;

export const title = 'Clips of speech services read in, with waveforms and loudness, against one ffmpeg per clip';

export const run: BenchModule['run'] = async ({ rounds }, print) => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-bench-'));
  const ffmpeg = (await locateFfmpeg({ environment: process.env })).path;
  const threads = createIngestThreads(() => Promise.reject(new Error('WAV and MP3 need no ffmpeg')));
  try {
    const spoken = await speakLines(folder);
    for (const { name, what, parameters, limit } of KINDS) {
      const sources = await Promise.all(
        spoken.map(async (path) => {
          const to = path.replace('.spoken.wav', `.${name}`);
          await runProgram(ffmpeg, ['-v', 'error', '-y', '-i', path, ...parameters, to]);
          return to;
        }),
      );
      const targetsOf = (clip: number) => ({
        pcmPath: join(folder, `${clip % 64}.pcm`),
        peaksPath: join(folder, `${clip % 64}.peaks`),
      });
      for (let round = 0; round < rounds; round++) {
        // Not yet warm, as on any day: the first clips start the threads.
        let seconds = 0;
        const before = process.cpuUsage();
        const ours = await msPerClip(CLIPS, 16, async (clip) => {
          const facts = await threads.ingest(sources[clip % DISTINCT]!, targetsOf(clip));
          seconds += samplesToSeconds(facts.durationSamples);
        });
        const { user, system } = process.cpuUsage(before);
        const theirs = await msPerClip(CLIPS_BY_FFMPEG, availableParallelism(), async (clip) => {
          const decoding = ['-i', sources[clip % DISTINCT]!, '-ar', '48000', '-f', 'f32le', targetsOf(clip).pcmPath];
          await runProgram(ffmpeg, ['-v', 'error', '-nostdin', '-y', ...decoding]);
        });
        print(
          `${CLIPS} clips of ${(seconds / CLIPS).toFixed(1)} s (${name}, ${what}): ${ours.toFixed(1)} ms a clip (promised: ${limit}), ` +
            `${((user + system) / 1000 / CLIPS).toFixed(1)} ms of one processor; ffmpeg decoding them, without waveform or loudness, ${theirs.toFixed(1)}: ${(theirs / ours).toFixed(1)} times as fast`,
        );
      }
    }
  } finally {
    await threads.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The paths of lines that last some four seconds each. */
async function speakLines(folder: string): Promise<readonly string[]> {
  const flite = createFliteProvider();
  const text = new MadeText(7);
  try {
    const lines = Array.from({ length: DISTINCT }, (_, line) => ({ line, text: text.english(4 + text.integer(7)) }));
    return await Promise.all(
      lines.map(async ({ line, text: words }) => {
        const { bytes } = await flite.synthesize({
          provider: flite.id,
          model: flite.defaultModel,
          voiceId: VOICES[line % VOICES.length]!,
          text: words,
          options: {},
        });
        const path = join(folder, `${line}.spoken.wav`);
        writeFileSync(path, bytes);
        return path;
      }),
    );
  } finally {
    await flite.close();
  }
}

/** Wall-clock time, `width` clips at a time. */
async function msPerClip(clips: number, width: number, read: (clip: number) => Promise<void>): Promise<number> {
  const turns = createTurns(width);
  const started = performance.now();
  await Promise.all(Array.from({ length: clips }, (_, clip) => turns.run(() => read(clip))));
  return (performance.now() - started) / clips;
}
