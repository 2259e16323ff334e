import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UtteranceRequest } from '#core/providers/speech-provider.ts';
import { canonicalJson, canonicalRequest, lineHash, requestHash } from '#core/synthesis/request-hash.ts';
import { ProviderId } from '#shared/ids.ts';

const request: UtteranceRequest = {
  provider: ProviderId.parse('mimo'),
  model: 'mimo-v2.5-tts',
  voiceId: 'Santa_Claus ',
  text: 'Nachtfähre',
  options: { speed: 1.1, pronounce: ['b/c', 'a/d'], nested: { b: 1, a: null } },
};

test('[VOX9] the canonical form has sorted keys, no blanks, no undefined, and keeps the order of lists', () => {
  expect(canonicalRequest({ ...request, style: undefined as unknown as string })).toBe(
    '{"model":"mimo-v2.5-tts","options":{"nested":{"a":null,"b":1},"pronounce":["b/c","a/d"],"speed":1.1},' +
      '"provider":"mimo","text":"Nachtfähre","version":1,"voiceId":"Santa_Claus "}',
  );
});

test('[VOX9] the hash is SHA-256 of it in UTF-8, the same today and in ten years', () => {
  expect(requestHash(request)).toBe(createHash('sha256').update(canonicalRequest(request)).digest('hex'));
  expect(requestHash(request)).toBe('491f7f7d6a824ccf78bb948fe8c0c6adbf5cd02e1a4cbd26476ce15bf3668198');
});

test('[VOX9] the order in which fields were written does not matter', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (options) => {
      const reversed = Object.fromEntries(Object.entries(options).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(options));
      expect(JSON.parse(canonicalJson(options))).toEqual(JSON.parse(JSON.stringify(options)));
    }),
  );
});

test.each([
  ['another voice, by one blank', { voiceId: 'Santa_Claus' }],
  ['another spelling of one letter', { text: 'Nachtfa\u0308hre' }],
  ['another option', { options: { ...request.options, speed: 1.2 } }],
  ['a style', { style: 'warm' }],
  ['a language', { language: 'de' }],
  ['another model', { model: 'mimo-v3-tts' }],
])('[VOX9] %s is another request', (_, changes) => {
  expect(requestHash({ ...request, ...changes })).not.toBe(requestHash(request));
});

test('[VOX9] what JSON cannot say is no request', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 1, Symbol('x'), 1n]) {
    expect(() => canonicalJson({ value })).toThrow(TypeError);
  }
});

test('[VOX9] a line’s hash tells the order of its requests and which run each speaks', () => {
  const a = requestHash(request);
  const b = requestHash({ ...request, text: 'other' });
  const hashes = [
    lineHash([{ runIndex: 0, requestHash: a }]),
    lineHash([
      { runIndex: 0, requestHash: a },
      { runIndex: 1, requestHash: b },
    ]),
    lineHash([
      { runIndex: 0, requestHash: b },
      { runIndex: 1, requestHash: a },
    ]),
    lineHash([
      { runIndex: 0, requestHash: a },
      { runIndex: 0, requestHash: b },
    ]),
    lineHash([]),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
});
