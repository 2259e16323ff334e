import { describe, expect, test } from 'vitest';
import { joinMp3Pieces } from '#core/providers/mp3-pieces.ts';
import { createFail } from '#core/providers/provider-error.ts';
import { acceptAudio } from '#core/providers/received-audio.ts';
import { wrapPcm } from '#core/providers/wav-bytes.ts';
import { toneWav } from '../../helpers/small-wav.ts';

const fail = createFail({ id: 'x', name: 'X', redact: (text) => text });
const PCM = { sampleRateHz: 24_000, channels: 1, encoding: 'pcm16' } as const;
const wav = Buffer.from(toneWav({ seconds: 0.05, rateHz: 24_000 }));
const samples = wav.subarray(44);

function withSizes(riff: number, data: number): Buffer {
  const copy = Buffer.from(wav);
  copy.writeUInt32LE(riff, 4);
  copy.writeUInt32LE(data, 40);
  return copy;
}

describe('audio that arrives', () => {
  test('[PRV22] a whole WAV is left as it is', () => {
    expect(acceptAudio(wav, { phase: 'body' }, fail)).toEqual({ bytes: wav, format: 'wav' });
  });

  test.each([
    ['0', 0, 0],
    ['all ones', 0xffffffff, 0xffffffff],
    ['just below 2^31', 0x7fffffff, 0x7fffffdb],
    ['those of a first piece', 100, 64],
  ])('[PRV22] a WAV whose sizes are %s gets its true ones', (_name, riff, data) => {
    const open = withSizes(riff, data);
    expect(acceptAudio(open, { phase: 'body' }, fail)).toEqual({ bytes: wav, format: 'wav', receivedBytes: open });
  });

  test('[PRV22] chunks after the samples are part of a whole WAV', () => {
    const list = Buffer.concat([Buffer.from('LIST\x04\0\0\0INFO', 'latin1')]);
    const file = Buffer.concat([wav, list]);
    file.writeUInt32LE(file.length - 8, 4);
    expect(acceptAudio(file, { phase: 'body' }, fail)).toEqual({ bytes: file, format: 'wav' });
  });

  test('[PRV22] headerless samples become a WAV, and the odd byte of a sample cut in two goes', () => {
    const odd = Buffer.concat([samples, Buffer.from([9])]);
    expect(acceptAudio(odd, { phase: 'stream', pcm: PCM }, fail)).toEqual({
      bytes: wav,
      format: 'wav',
      receivedBytes: odd,
    });
  });

  test('[PRV22] samples that begin like an MPEG frame are still samples', () => {
    const loud = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), samples]);
    expect(acceptAudio(loud, { phase: 'stream', pcm: PCM }, fail).bytes.subarray(44)).toEqual(loud);
  });

  test('[PRV22] a WAV header before a stream of samples is not heard, whatever sizes it says', () => {
    for (const [riff, data] of [
      [0, 0],
      [0xffffffff, 0xffffffff],
      [5000, 9_000_000],
      [36, 10],
    ] as const) {
      const stream = withSizes(riff, data);
      expect(acceptAudio(stream, { phase: 'stream', pcm: PCM }, fail).bytes).toEqual(wav);
    }
  });

  test('[PRV22] stereo and μ-law are wrapped for what they are', () => {
    const stereo = wrapPcm(Buffer.alloc(10, 1), { sampleRateHz: 32_000, channels: 2, encoding: 'pcm16' });
    expect([stereo.length, Buffer.from(stereo).readUInt32LE(40), Buffer.from(stereo).readUInt32LE(28)]).toEqual([
      52, 8, 128_000,
    ]);
    const mulaw = Buffer.from(wrapPcm(Buffer.alloc(5, 1), { sampleRateHz: 8000, channels: 1, encoding: 'mulaw' }));
    expect([mulaw.length, mulaw.readUInt16LE(20), mulaw.readUInt16LE(34), mulaw.readUInt32LE(40)]).toEqual([
      50, 7, 8, 5,
    ]);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['digital silence', Buffer.concat([wav.subarray(0, 44), Buffer.alloc(samples.length)])],
    ['a WAV without samples', Buffer.from(wrapPcm(Buffer.alloc(0), PCM))],
  ])('[PRV23] %s is empty audio', (_name, bytes) => {
    expect(() => acceptAudio(bytes, { phase: 'body' }, fail)).toThrow(expect.objectContaining({ kind: 'empty_audio' }));
  });

  test('[PRV23] headerless silence is empty audio', () => {
    expect(() => acceptAudio(Buffer.alloc(4000), { phase: 'stream', pcm: PCM }, fail)).toThrow(
      expect.objectContaining({ kind: 'empty_audio' }),
    );
  });

  test.each([
    ['JSON', Buffer.from('{"code":"NoSuchKey","message":"gone"}')],
    ['a web page', Buffer.from('<!doctype html><title>Sign in</title>')],
    ['noise', Buffer.from([1, 2, 3, 200, 201, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])],
    ['a WAV cut short', wav.subarray(0, wav.length - 200)],
    ['a WAV header cut short', wav.subarray(0, 30)],
  ])('[PRV23] %s is not the audio it was said to be', (_name, bytes) => {
    expect(() => acceptAudio(bytes, { phase: 'body' }, fail)).toThrow(expect.objectContaining({ kind: 'protocol' }));
    expect(() => acceptAudio(bytes, { phase: 'download' }, fail)).toThrow(
      expect.objectContaining({ kind: 'download_failed' }),
    );
  });

  test('[PRV23] text where samples were expected is refused', () => {
    expect(() => acceptAudio(Buffer.from('{"error":"overload"}'), { phase: 'stream', pcm: PCM }, fail)).toThrow(
      expect.objectContaining({ kind: 'protocol' }),
    );
  });

  test('[PRV24] a tag at the start of a file stays, one in the middle goes', () => {
    const tag = Buffer.from('ID3\x04\0\0\0\0\0\x0aTSSE\0\0\0\0\0\0', 'latin1');
    const a = Buffer.concat([tag, Buffer.from('one')]);
    const b = Buffer.concat([tag, Buffer.from('two')]);
    expect(Buffer.from(joinMp3Pieces([a, b])).equals(Buffer.concat([a, Buffer.from('two')]))).toBe(true);
  });
});
