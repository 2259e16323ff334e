/** Runs the flite program once, in memory: no folder of the machine is opened to it. */
import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';
import { linesOf, type WordCue, wordCues, wordsOf } from './flite-words.ts';

export interface FliteJob {
  readonly voiceId: string;
  /** `duration_stretch`: 2 takes twice as long. */
  readonly durationStretch: number;
  /** `f0_shift`: 2 is an octave up. */
  readonly pitchFactor: number;
  /** As asked for; the cues repeat its words. */
  readonly text: string;
  /** Cleaned for flite. */
  readonly spokenText: string;
}

export interface FliteSpeech {
  readonly wav: Uint8Array<ArrayBuffer>;
  readonly cues: readonly WordCue[];
}

const TEXT = 'text';
const SPEECH = 'speech.wav';

/** Throws a plain Error with what flite said. */
export async function speakWithFlite(module: WebAssembly.Module, job: FliteJob): Promise<FliteSpeech> {
  const voice = ['-voice', job.voiceId];
  const shape = [
    ...(job.durationStretch === 1 ? [] : ['--setf', `duration_stretch=${job.durationStretch}`]),
    ...(job.pitchFactor === 1 ? [] : ['--setf', `f0_shift=${job.pitchFactor}`]),
  ];
  const speech = await run(module, [...voice, ...shape, '-psdur', '-f', TEXT, '-o', SPEECH], job.spokenText);
  const wav = speech.files.get(SPEECH);
  // 44 bytes are a header without sound.
  if (!wav || wav.byteLength <= 44) throw new Error(`it made no sound ${speech.complaint}`.trim());
  return { wav, cues: await cuesOf(module, job.text, speech.printed, durationMsOf(wav)) };
}

/** What a word sounds like alone, by what flite reads. Most words of a script come again and again. */
const soundsOfWord = new Map<string, string>();
const MAX_REMEMBERED_WORDS = 20_000;

async function cuesOf(
  module: WebAssembly.Module,
  text: string,
  printed: string,
  durationMs: number,
): Promise<readonly WordCue[]> {
  const words = wordsOf(text);
  const unknown = [...new Set(words.map((word) => word.spoken))].filter((spoken) => !soundsOfWord.has(spoken));
  if (unknown.length > 0) {
    // The fastest voice: only the names of the sounds are wanted.
    const alone = await run(module, ['-voice', 'kal', '-ps', '-f', TEXT, '-o', 'none'], unknown.join('\n\n'));
    const lines = linesOf(alone.printed);
    if (lines.length !== unknown.length) return [];
    if (soundsOfWord.size > MAX_REMEMBERED_WORDS) soundsOfWord.clear();
    for (const [index, spoken] of unknown.entries()) soundsOfWord.set(spoken, lines[index]!);
  }
  const sounds = words.map((word) => soundsOfWord.get(word.spoken));
  return wordCues(
    words.map((word, index) => ({ text: word.text, sounds: sounds[index] ?? '' })),
    printed,
    durationMs,
  );
}

interface FliteRun {
  readonly printed: string;
  readonly complaint: string;
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

async function run(module: WebAssembly.Module, parameters: readonly string[], text: string): Promise<FliteRun> {
  const printed: Uint8Array[] = [];
  const complaint: Uint8Array[] = [];
  // Without a line's end after it, the last word is lost when it is a sentence of its own.
  const input = new File(new TextEncoder().encode(`${text}\n`));
  const folder = new PreopenDirectory('.', new Map([[TEXT, input]]));
  const wasi = new WASI(
    ['flite', ...parameters],
    [],
    [
      new OpenFile(new File([])),
      new ConsoleStdout((bytes) => printed.push(bytes.slice())),
      new ConsoleStdout((bytes) => complaint.push(bytes.slice())),
      folder,
    ],
    { debug: false },
  );
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: wasi.wasiImport });
  const exitCode = wasi.start(instance as Parameters<WASI['start']>[0]);
  const said = Buffer.concat(complaint).toString('latin1').trim();
  if (exitCode !== 0) throw new Error(`it stopped with ${exitCode} ${said}`.trim());
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [name, entry] of folder.dir.contents) {
    if (entry instanceof File) files.set(name, new Uint8Array(entry.data));
  }
  return { printed: Buffer.concat(printed).toString('latin1'), complaint: said, files };
}

/** Of flite's own WAV: 16-bit mono behind a header of 44 bytes. */
function durationMsOf(wav: Uint8Array): number {
  const rateHz = new DataView(wav.buffer, wav.byteOffset).getUint32(24, true);
  return ((wav.byteLength - 44) / 2 / rateHz) * 1000;
}
