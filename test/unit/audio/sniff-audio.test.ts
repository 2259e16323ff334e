import { describe, expect, it } from 'vitest';
import { sniffAudio } from '#core/audio/sniff-audio.ts';
import { mp3Frames } from '../../helpers/audio-mp3.ts';
import { wavFile } from '../../helpers/audio-wav.ts';

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('telling sound by its content', () => {
  it.each([
    ['wav', wavFile([[0, 0.5]])],
    ['wav', wavFile([[0, 0.5]], { isRf64: true })],
    ['flac', ascii('fLaC\0\0\0\x22')],
    ['ogg', ascii('OggS\0\x02')],
    ['m4a', ascii('\0\0\0\x1cftypM4A \0\0\0\0')],
    ['aiff', ascii('FORM\0\0\0\0AIFCCOMM')],
    ['caf', ascii('caff\0\x01\0\0')],
    ['webm', ascii('\x1aE\xdf\xa3\x01\0\0\0')],
    ['wma', ascii('0&\xb2u\x8ef\xcf\x11\xa6\xd9')],
    ['amr', ascii('#!AMR\n')],
    ['au', ascii('.snd\0\0\0\x18')],
    ['mp3', mp3Frames(3)],
    ['mp3', mp3Frames(1)],
    ['mp3', Buffer.concat([ascii('stray bytes'), mp3Frames(3)])],
    ['aac', Buffer.concat([adtsFrame(200), adtsFrame(150)])],
  ] as const)('[AUD12] %s', (format, bytes) => {
    expect(sniffAudio(bytes)).toEqual({ kind: 'audio', format });
  });

  it.each([
    ['a PNG picture', ascii('\x89PNG\r\n\x1a\n')],
    ['a JPEG picture', ascii('\xff\xd8\xff\xe0\0\x10JFIF')],
    ['a WebP picture', ascii('RIFF\x10\0\0\0WEBPVP8 ')],
    ['a picture', ascii('\0\0\0\x1cftypheic\0\0\0\0')],
    ['a PDF document', ascii('%PDF-1.7')],
    ['a ZIP archive (or a document kept in one)', ascii('PK\x03\x04\x14\0')],
    ['text ("{"error":"quota"}")', ascii('{"error":"quota"}')],
    ['text ("#EXTM3U #EXTINF:10, file:///etc/passwd")', ascii('#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd')],
    ['text ("你好，世界")', Buffer.from('你好，世界', 'utf8')],
  ])('[AUD21] %s is named as what it is', (what, bytes) => {
    expect(sniffAudio(bytes)).toEqual({ kind: 'other', what });
  });

  it('[AUD21] long text is cut where it is quoted, also within a character', () => {
    const sniffed = sniffAudio(Buffer.from('é'.repeat(5000), 'utf8'));
    expect(sniffed).toEqual({ kind: 'other', what: `text ("${'é'.repeat(40)}…")` });
  });

  it('[AUD12] what is neither is left to ffmpeg', () => {
    expect(sniffAudio(Buffer.alloc(100))).toEqual({ kind: 'unknown' });
    expect(sniffAudio(Buffer.alloc(50_000, 0xff))).toEqual({ kind: 'unknown' });
    expect(sniffAudio(Buffer.alloc(0))).toEqual({ kind: 'unknown' });
  });
});

function adtsFrame(length: number): Buffer {
  const frame = Buffer.alloc(length);
  frame.set([0xff, 0xf1, 0x50, 0x80 | (length >> 11), (length >> 3) & 0xff, ((length & 7) << 5) | 0x1f, 0xfc]);
  return frame;
}
