import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import type { UtteranceRequest } from '#core/providers/speech-provider.ts';
import { createFliteProvider } from '#core/voices/flite.ts';
import { Cancelled } from '#shared/errors.ts';
import { ProviderId } from '#shared/ids.ts';

const flite = createFliteProvider({ threads: 2 });
afterAll(() => flite.close());

function request(text: string, changes: Partial<UtteranceRequest> = {}): UtteranceRequest {
  const provider = ProviderId.parse('flite');
  return { provider, model: flite.defaultModel, voiceId: 'kal16', text, language: 'en', options: {}, ...changes };
}

interface Wav {
  readonly rateHz: number;
  readonly seconds: number;
}

/** Checks the header against the bytes. */
function readWav(bytes: Uint8Array): Wav {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  expect(Buffer.from(bytes.subarray(0, 4)).toString()).toBe('RIFF');
  expect(view.getUint32(40, true)).toBe(bytes.byteLength - 44);
  const rateHz = view.getUint32(24, true);
  return { rateHz, seconds: (bytes.byteLength - 44) / 2 / rateHz };
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('speaking', () => {
  test('[VOX3] all five voices speak, each its own way', async () => {
    const voices = await flite.listVoices();
    expect(voices.map((voice) => voice.id)).toEqual(['slt', 'rms', 'awb', 'kal16', 'kal']);
    expect(voices[0]).toEqual({
      provider: 'flite',
      id: 'slt',
      name: 'SLT, American woman',
      language: 'en-US',
      gender: 'female',
      kind: 'built-in',
    });
    const spoken = await Promise.all(
      voices.map((voice) => flite.synthesize(request('The last ferry left at nine.', { voiceId: voice.id }))),
    );
    const wavs = spoken.map(({ bytes }) => readWav(bytes));
    expect(wavs.map((wav) => wav.rateHz)).toEqual([16_000, 16_000, 16_000, 16_000, 8_000]);
    for (const { seconds } of wavs) expect(Math.abs(seconds - 2.5)).toBeLessThan(1.2);
    expect(new Set(spoken.map(({ bytes }) => hashOf(bytes))).size).toBe(5);
  });

  test('[VOX3] the same request gives the same bytes, from any thread, also after others', async () => {
    const say = (text: string) => flite.synthesize(request(text));
    const first = hashOf((await say('It was already ten past.')).bytes);
    const all = await Promise.all(['a b', 'It was already ten past.', 'c', 'It was already ten past.'].map(say));
    expect([hashOf(all[1]!.bytes), hashOf(all[3]!.bytes)]).toEqual([first, first]);
    const fresh = createFliteProvider({ threads: 1 });
    expect(hashOf((await fresh.synthesize(request('It was already ten past.'))).bytes)).toBe(first);
    await fresh.close();
  });

  test('[VOX3] the last word is said, also when it is a sentence of its own', async () => {
    const short = readWav((await flite.synthesize(request('Hello.'))).bytes).seconds;
    const long = await flite.synthesize(request('Hello. World.'));
    expect(readWav(long.bytes).seconds).toBeGreaterThan(short * 1.6);
    expect(long.cues?.map((cue) => cue.text)).toEqual(['Hello.', 'World.']);
  });

  test('[VOX4] every word has its time: in order, within the audio, none missing', async () => {
    const text = '“Dr. Smith’s 42 dollars” — he said… were late, 3 times; naïve! Café 🎉?';
    const { bytes, cues = [] } = await flite.synthesize(request(text, { voiceId: 'slt' }));
    expect(cues.map((cue) => cue.text).join(' ')).toBe(text);
    let position = 0;
    for (const { startMs, endMs } of cues) {
      expect(startMs).toBeGreaterThanOrEqual(position);
      expect(endMs).toBeGreaterThan(startMs);
      position = endMs;
    }
    expect(position).toBeLessThanOrEqual(readWav(bytes).seconds * 1000);
    // The digits are two words to the ear and take longer than the word before them.
    const lengthOf = (word: string) => cues.filter((cue) => cue.text === word).map((cue) => cue.endMs - cue.startMs)[0];
    expect(lengthOf('42')).toBeGreaterThan(300);
  });

  test('[VOX5] speed shortens, pitch changes the sound and not the length', async () => {
    const say = async (options: UtteranceRequest['options'], voiceId = 'slt') =>
      (await flite.synthesize(request('The last ferry left at nine.', { options, voiceId }))).bytes;
    const normal = await say({});
    expect(readWav(await say({ speed: 2 })).seconds).toBeCloseTo(readWav(normal).seconds / 2, 1);
    const high = await say({ pitch: 4 });
    expect(readWav(high).seconds).toBe(readWav(normal).seconds);
    expect(hashOf(high)).not.toBe(hashOf(normal));
    expect(hashOf(await say({ speed: 1, pitch: 0 }))).toBe(hashOf(normal));
  });

  test('[VOX5] a text of another language in Latin letters is read with a warning', async () => {
    const { warnings } = await flite.synthesize(request('Die Fähre fuhr um neun.', { language: 'de' }));
    expect(warnings).toEqual([expect.stringContaining('(de)')]);
    expect((await flite.synthesize(request('Hello.', { language: 'en-GB' }))).warnings).toEqual([]);
  });
});

describe('refusing', () => {
  test.each([
    ['another language', { text: '最后一班渡轮九点离开。' }, 'validation', /reads English only.*"最"/],
    ['nothing to say', { text: '…' }, 'validation', /nothing to say/],
    ['a text that is too long', { text: 'word '.repeat(500) }, 'validation', /2500 characters/],
    ['an unknown voice', { voiceId: 'Chloe' }, 'voice_not_found', /no built-in voice "Chloe".*slt, rms/],
    ['another model', { model: 'speech-2.8-hd' }, 'model_unavailable', /no model "speech-2.8-hd"/],
    ['an unknown option', { options: { emotion: 'calm' } }, 'validation', /option emotion.*speed/],
    ['a value out of range', { options: { speed: 3 } }, 'validation', /option speed/],
    ['pitch on a voice without it', { voiceId: 'rms', options: { pitch: 2 } }, 'validation', /"rms" cannot/],
  ] as const)('[VOX2] %s is refused before anything is spoken', async (_, changes, kind, message) => {
    const bad = request('Hello.', changes);
    const expected = expect.objectContaining({ code: 'provider-error', kind, message: expect.stringMatching(message) });
    expect(() => flite.validate(bad)).toThrow(expected);
    await expect(flite.synthesize(bad)).rejects.toEqual(expected);
  });
});

describe('cancelling', () => {
  const long = request('The last ferry left at nine, and it was already ten past. '.repeat(34).trim(), {
    voiceId: 'rms',
  });

  test('[VOX6] a request that is cancelled ends at once; the others and the next go on', async () => {
    const engine = createFliteProvider({ threads: 1 });
    const controller = new AbortController();
    const spoken = await engine.synthesize(request('Ready.'));
    const running = engine.synthesize(long, { signal: controller.signal });
    const waiting = engine.synthesize(request('Ready.'), { signal: controller.signal });
    const other = engine.synthesize(request('Ready.'));
    controller.abort();
    const cancelled = { status: 'rejected', reason: expect.any(Cancelled) };
    expect(await Promise.allSettled([running, waiting])).toEqual([cancelled, cancelled]);
    expect(hashOf((await other).bytes)).toBe(hashOf(spoken.bytes));
    await expect(engine.synthesize(long, { signal: controller.signal })).rejects.toBeInstanceOf(Cancelled);
    await engine.close();
  });

  test('[VOX6] closing cancels what is under way', async () => {
    const engine = createFliteProvider({ threads: 1 });
    const running = engine.synthesize(long);
    const [outcome] = await Promise.allSettled([running, engine.close()]);
    expect(outcome).toMatchObject({ reason: expect.any(Cancelled) });
    await expect(engine.synthesize(long)).rejects.toBeInstanceOf(Cancelled);
  });

  test('[VOX6] the caller’s loop goes on while a long text is spoken', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    await flite.synthesize(request('The last ferry left at nine, and it was already ten past. '.repeat(8)));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });
});
