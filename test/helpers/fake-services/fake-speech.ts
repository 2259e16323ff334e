/** Something to hear for every text: the built-in voice where it can read it, a humming of syllables where it cannot. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createFliteProvider, type FliteProvider } from '#core/voices/flite.ts';
import { AppError } from '#shared/errors.ts';

const require = createRequire(import.meta.url);
const FFMPEG: string = require('@ffmpeg-installer/ffmpeg').path;

export interface SpeechShape {
  readonly format: 'wav' | 'pcm' | 'mp3' | 'flac' | 'opus' | 'pcmu_wav' | 'pcmu_raw';
  readonly sampleRateHz: number;
  readonly channels: 1 | 2;
  /** Of mp3. */
  readonly bitrate?: number;
  readonly speed?: number;
}

interface Mono {
  readonly samples: Int16Array;
  readonly rateHz: number;
}

export interface FakeSpeech {
  /** The same bytes for the same question, in every run. */
  speak(text: string, shape: SpeechShape): Promise<{ readonly bytes: Buffer; readonly durationMs: number }>;
  close(): Promise<void>;
}

const SYLLABLE_RATE_HZ = 16_000;

export function createFakeSpeech(): FakeSpeech {
  let flite: FliteProvider | undefined;
  const spoken = new Map<string, Promise<Mono>>();
  const encoded = new Map<string, Promise<Buffer>>();

  const monoOf = async (text: string, speed: number): Promise<Mono> => {
    flite ??= createFliteProvider({ threads: 1 });
    const request = { provider: flite.id, model: flite.defaultModel, voiceId: 'slt', text, options: { speed } };
    try {
      flite.validate(request);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return hum(text, speed);
    }
    return monoOfWav((await flite.synthesize(request)).bytes);
  };

  return {
    async speak(text, shape) {
      const speed = shape.speed ?? 1;
      // Tags are instructions, not words.
      const words = text.replace(/<#[\d.]+#>|[([（][^)\]）]*[)\]）]/g, ' ').trim() || 'hm';
      const mono = await remembered(spoken, `${speed} ${words}`, () => monoOf(words, speed));
      const bytes = await remembered(encoded, JSON.stringify([words, shape]), () => encode(mono, shape));
      return { bytes, durationMs: Math.round((mono.samples.length / mono.rateHz) * 1000) };
    },
    close: async () => flite?.close(),
  };
}

function remembered<Value>(
  memory: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = memory.get(key) ?? make();
  memory.set(key, known);
  // Who asked may be gone when the voice is closed in mid-word.
  known.catch(() => undefined);
  return known;
}

/** A syllable for every character that can be said: a falling tone with three harmonics, and a breath after it. */
function hum(text: string, speed: number): Mono {
  const syllable = Math.round((SYLLABLE_RATE_HZ * 0.18) / speed);
  const speakable = Array.from(text).filter((character) => /[\p{L}\p{N}]/u.test(character));
  const samples = new Int16Array(Math.max(1, speakable.length) * syllable);
  for (const [index, character] of speakable.entries()) {
    const pitchHz = 110 + ((character.codePointAt(0) ?? 0) % 60);
    for (let at = 0; at < syllable * 0.8; at++) {
      const seconds = at / SYLLABLE_RATE_HZ;
      const swell = Math.sin((Math.PI * at) / (syllable * 0.8));
      const phase = 2 * Math.PI * pitchHz * seconds * (1 - 0.1 * seconds);
      const tone = Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.25 * Math.sin(3 * phase);
      samples[index * syllable + at] = Math.round(6000 * swell * tone);
    }
  }
  return { samples, rateHz: SYLLABLE_RATE_HZ };
}

/** The built-in voice's own files: 16-bit mono, 44 bytes of header. */
function monoOfWav(wav: Uint8Array): Mono {
  const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength);
  if (view.getUint16(22, true) !== 1 || view.getUint16(34, true) !== 16) {
    throw new Error('The built-in voice no longer makes 16-bit mono WAV files');
  }
  const data = wav.slice(44);
  return { samples: new Int16Array(data.buffer, 0, Math.floor(data.length / 2)), rateHz: view.getUint32(24, true) };
}

const OUTPUTS: Readonly<Record<SpeechShape['format'], readonly string[]>> = {
  wav: ['-c:a', 'pcm_s16le', '-f', 'wav'],
  pcm: ['-f', 's16le'],
  mp3: ['-c:a', 'libmp3lame', '-f', 'mp3'],
  flac: ['-c:a', 'flac', '-f', 'flac'],
  opus: ['-c:a', 'libopus', '-f', 'ogg'],
  pcmu_wav: ['-c:a', 'pcm_mulaw', '-f', 'wav'],
  pcmu_raw: ['-f', 'mulaw'],
};

async function encode(mono: Mono, shape: SpeechShape): Promise<Buffer> {
  const rate = shape.format === 'opus' ? 48_000 : shape.sampleRateHz;
  const output = [
    '-ar',
    String(rate),
    '-ac',
    String(shape.channels),
    '-fflags',
    '+bitexact',
    '-flags',
    '+bitexact',
    ...(shape.format === 'mp3' ? ['-b:a', String(shape.bitrate ?? 128_000)] : []),
    ...OUTPUTS[shape.format],
  ];
  const bytes = await run(
    ['-v', 'error', '-f', 's16le', '-ar', String(mono.rateHz), '-ac', '1', '-i', 'pipe:0', ...output, 'pipe:1'],
    Buffer.from(mono.samples.buffer, mono.samples.byteOffset, mono.samples.byteLength),
  );
  // A pipe cannot be gone back in: ffmpeg leaves the sizes of a WAV open.
  if (shape.format !== 'wav' && shape.format !== 'pcmu_wav') return bytes;
  const data = bytes.indexOf('data', 12, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.writeUInt32LE(bytes.length - data - 8, data + 4);
  return bytes;
}

function run(args: readonly string[], input: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(FFMPEG, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => out.push(piece));
    child.stderr.on('data', (piece: Buffer) => complaints.push(piece));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(Buffer.concat(out)) : reject(new Error(Buffer.concat(complaints).toString())),
    );
    child.stdin.end(input);
  });
}
