import { ZipFile } from 'yazl';

/** Compressing little files costs more time than anything a test does with them. */
const MIN_COMPRESSED_LENGTH = 10_000;

/** A zip archive of texts (or bytes) by name. */
export async function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(content), name, { compress: content.length >= MIN_COMPRESSED_LENGTH });
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
