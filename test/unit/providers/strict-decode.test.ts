import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idText, integerLiteral, parseBigJson } from '#core/providers/big-json.ts';
import { decodeBase64, decodeHex } from '#core/providers/strict-decode.ts';
import { tarEntries } from '#core/providers/tar-entries.ts';

describe('strict decoding', () => {
  test('[PRV20] what was encoded comes back, in either case of letters', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(decodeHex(buffer.toString('hex'))).toEqual(buffer);
        expect(decodeHex(buffer.toString('hex').toUpperCase())).toEqual(buffer);
        expect(decodeBase64(buffer.toString('base64'))).toEqual(buffer);
      }),
    );
  });

  test.each(['f', 'fffb9', '666f6fZZ', '66 6f', '0x66', '66\n', 'ｆｆ'])('[PRV20] %j is not hexadecimal', (text) => {
    expect(decodeHex(text)).toBeNull();
  });

  test.each([
    'aGVs!bG8=',
    'aGVsbG8',
    'aGVsbG8==',
    'aGVs\nbG8=',
    'aGVsbG9=',
    'a',
    '=',
    '====',
    'aG=sbG8=',
    'aGVs_G8-',
    ' aGVsbG8=',
  ])('[PRV20] %j is not base64', (text) => {
    expect(decodeBase64(text)).toBeNull();
  });

  test('[PRV20] one wrong character anywhere in a long text is found', () => {
    fc.assert(
      fc.property(fc.nat(999), fc.constantFrom('z', '!', ' ', '\0'), (at, wrong) => {
        const hex = '0123456789'.repeat(100);
        expect(decodeHex(`${hex.slice(0, at)}${wrong}${hex.slice(at + 1)}`)).toBeNull();
      }),
    );
  });
});

describe('large numbers', () => {
  test('[PRV21] an integer beyond 2^53 keeps its digits, others stay numbers', () => {
    const parsed = parseBigJson(
      '{"file":{"file_id":123456789012345678},"n":-9007199254740993,"small":12,"real":1.5,"text":"123456789012345678","e":1e30}',
    );
    expect(parsed).toEqual({
      file: { file_id: '123456789012345678' },
      n: '-9007199254740993',
      small: 12,
      real: 1.5,
      text: '123456789012345678',
      e: 1e30,
    });
  });

  test('[PRV21] digits go into the next request as a number, every one of them', () => {
    expect(JSON.stringify({ file_id: integerLiteral('123456789012345678') })).toBe('{"file_id":123456789012345678}');
    expect(JSON.stringify([integerLiteral('007'), integerLiteral('0')])).toBe('[7,0]');
    expect(() => integerLiteral('1,"a":2')).toThrow(RangeError);
  });

  test('[PRV21] an id is text, whatever it was', () => {
    expect([idText(42), idText('42'), idText(''), idText(null), idText(1.5)]).toEqual([
      '42',
      '42',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('archives', () => {
  test('[PRV41] the files of a tar archive are found, and nothing in what is none', () => {
    const header = (name: string, size: number, type = '0'): Buffer => {
      const block = Buffer.alloc(512);
      block.write(name, 0);
      block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
      block.write(type, 156);
      block.write('ustar\0', 257);
      return block;
    };
    const padded = (text: string): Buffer => Buffer.concat([Buffer.from(text), Buffer.alloc(512 - text.length)]);
    const archive = Buffer.concat([
      header('d/', 0, '5'),
      header('a.txt', 5),
      padded('hello'),
      header('b', 3),
      padded('abc'),
      Buffer.alloc(1024),
    ]);
    expect(tarEntries(archive).map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['a.txt', 'hello'],
      ['b', 'abc'],
    ]);
    expect(tarEntries(archive.subarray(0, 1500)).map(({ name }) => name)).toEqual(['a.txt']);
    expect(tarEntries(Buffer.from('RIFF'))).toEqual([]);
  });
});
