import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createFail } from '#core/providers/provider-error.ts';
import { createRedact, excerptOf } from '#core/providers/redact.ts';

const KEY = 'sk-canary/7+Zq"é-0123456789';

describe('keys', () => {
  test.each([
    ['as it is', KEY],
    ['in an address', encodeURIComponent(KEY)],
    ['in JSON', JSON.stringify({ key: KEY })],
    ['in base64', Buffer.from(KEY).toString('base64')],
  ])('[PRV10] a key is taken out of a message %s', (_where, text) => {
    const redacted = createRedact([KEY])(`before ${text} after`);
    expect(redacted).not.toContain('canary');
    expect(redacted).toContain('[key]');
    expect(redacted.startsWith('before ')).toBe(true);
  });

  test('[PRV10] a key goes before a text is cut, so that no half of it stays', () => {
    const fail = createFail({ id: 'x', name: 'X', redact: createRedact([KEY]) });
    expect(fail.excerpt(`${'-'.repeat(70)}${KEY}`, 80)).toBe(`${'-'.repeat(70)}[key]`);
  });

  test('[PRV10] nothing of an error holds the key, however it is looked at', () => {
    const fail = createFail({ id: 'x', name: 'X', redact: createRedact([KEY]) });
    const error = fail({ kind: 'auth', phase: 'body', message: `no ${KEY}`, providerCode: KEY, requestId: KEY });
    const seen = [
      error.message,
      error.stack,
      JSON.stringify(error),
      JSON.stringify(error.details),
      inspect(error),
    ].join();
    expect(seen).not.toContain('canary');
  });

  test('short words are no keys: a message stays readable', () => {
    expect(createRedact(['a', ''])('a banana')).toBe('a banana');
  });

  test('an excerpt is one line of a given length', () => {
    expect(excerptOf('one\r\ntwo\u0000\u2028three')).toBe('one two three');
    expect(excerptOf('abcdef', 3)).toBe('abc…');
  });
});
