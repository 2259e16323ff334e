import { describe, expect, it } from 'vitest';
import { ByteReader } from '#core/audio/byte-reader.ts';
import { finishedFlac } from '#core/export/finish-flac.ts';
import { finishedOpus } from '#core/export/finish-opus.ts';
import { type OggPage, packetPages, pageBytes, readPage } from '#core/export/ogg-page.ts';

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const reader = (bytes: Uint8Array): ByteReader => new ByteReader(once(bytes));

async function collect(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

const text = (value: string): Buffer => Buffer.from(value, 'latin1');
const cover = { mimeType: 'image/png', bytes: new Uint8Array(100_000), widthPx: 1, heightPx: 1 } as const;

describe('an Opus stream', () => {
  const sound = (body: string, position: bigint): OggPage => ({
    ...packetPages(text(body))[0]!,
    position,
  });
  const bare = (commentBytes: number): Buffer => {
    const pages = [
      { ...packetPages(text('OpusHead………'))[0]!, flags: 2 },
      ...packetPages(new Uint8Array(commentBytes)),
      sound('first sound', 960n),
      { ...sound('last sound', 1920n), flags: 4 },
    ];
    return Buffer.concat(pages.map((page, sequence) => pageBytes({ ...page, sequence })));
  };

  async function pagesOf(bytes: Uint8Array): Promise<readonly OggPage[]> {
    const from = reader(bytes);
    const pages: OggPage[] = [];
    for (let page = await readPage(from); page; page = await readPage(from)) pages.push(page);
    return pages;
  }

  it.each([20, 70_000, 65_025])(
    '[EXP8] with %s bytes of comments gets ours; sound, places and ends stay',
    async (old) => {
      const bytes = await collect(finishedOpus(reader(bare(old)), ['TITLE=x'], cover));
      const pages = await pagesOf(bytes);
      // The picture alone needs three pages of comments.
      expect(pages.map(({ flags }) => flags)).toEqual([2, 0, 1, 1, 0, 4]);
      expect(pages.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(pages.slice(-2).map(({ body, position }) => [Buffer.from(body).toString(), position])).toEqual([
        ['first sound', 960n],
        ['last sound', 1920n],
      ]);
      expect(new Set(pages.map(({ serial }) => serial)).size).toBe(1);
      expect(pages[0]!.serial).not.toBe(0);
      const comments = Buffer.concat(pages.slice(1, 4).map(({ body }) => body));
      expect(comments.toString('latin1', 0, 8)).toBe('OpusTags');
      expect(comments.indexOf('TITLE=x')).toBeGreaterThan(0);
      expect(Buffer.concat(pages.map(pageBytes)).equals(bytes)).toBe(true);
    },
  );

  it('[EXP33] that ends in its comments is not believed', async () => {
    for (const bytes of [text('OggS'), bare(20).subarray(0, 60), bare(70_000).subarray(0, 66_000)]) {
      await expect(collect(finishedOpus(reader(bytes), [], undefined))).rejects.toMatchObject({
        code: 'ffmpeg-failed',
      });
    }
  });
});

describe('a FLAC stream', () => {
  const block = (type: number, body: string, isLast = false): Buffer =>
    Buffer.concat([Buffer.from([type | (isLast ? 0x80 : 0), 0, 0, body.length]), text(body)]);
  const bare = Buffer.concat([
    text('fLaC'),
    block(0, 'stream info'),
    block(4, 'old comments'),
    block(3, 'seek table'),
    block(1, 'padding', true),
    text('frames of sound'),
  ]);

  it('[EXP7] keeps what describes the sound, and gets our comments and cover', async () => {
    const bytes = await collect(finishedFlac(reader(bare), ['TITLE=x'], { ...cover, bytes: Uint8Array.of(1) }));
    const types: number[] = [];
    let at = 4;
    for (let isLast = false; !isLast; ) {
      isLast = (bytes[at]! & 0x80) !== 0;
      types.push(bytes[at]! & 0x7f);
      at += 4 + bytes.readUIntBE(at + 1, 3);
    }
    expect(types).toEqual([0, 3, 4, 6]);
    expect(bytes.toString('latin1', at)).toBe('frames of sound');
    expect(bytes.includes('old comments')).toBe(false);
  });

  it('[EXP33] that ends in its metadata is not believed', async () => {
    for (const bytes of [text('RIFF'), bare.subarray(0, 12), bare.subarray(0, 19)]) {
      await expect(collect(finishedFlac(reader(bytes), [], undefined))).rejects.toMatchObject({
        code: 'ffmpeg-failed',
      });
    }
  });
});
