import { AppError } from '#shared/errors.ts';
import { MAX_TEXT_LENGTH } from '#shared/script/script-limits.ts';

export interface DecodedText {
  /** Without byte order mark. */
  readonly text: string;
  /** WHATWG name. */
  readonly encoding: string;
  /** There was no mark and the bytes are not UTF-8: `encoding` is what they look like. */
  readonly isGuessed: boolean;
}

/** A unit of text takes at most three bytes (UTF-8), or four for a pair. */
const MAX_BYTES = 3 * MAX_TEXT_LENGTH;

/**
 * Text of a file as people have them: UTF-8, UTF-16 with or without a mark, else GB 18030 or Windows-1252 by their looks.
 * Throws AppError `invalid-input` for what is not text and what is far too large.
 */
export function decodeText(bytes: Uint8Array, fileName: string): DecodedText {
  if (bytes.length > MAX_BYTES) {
    throw refusal(
      fileName,
      `This file has ${megabytes(bytes.length)} MB; a text may have 20 MB. Split it into several episodes.`,
    );
  }
  const decoded = decodeByLooks(bytes);
  const control = firstControl(decoded.text);
  if (control >= 0) {
    const line = decoded.text.slice(0, control).split('\n').length;
    throw refusal(
      fileName,
      'This is not a text file. Save it as text (UTF-8), DOCX or EPUB; import sounds as audio.',
      line,
    );
  }
  return decoded;
}

function megabytes(bytes: number): string {
  return new Intl.NumberFormat('en', { maximumFractionDigits: 0 }).format(bytes / 1e6);
}

export function refusal(fileName: string, message: string, line = 1, cause?: unknown): AppError {
  return new AppError({
    code: 'invalid-input',
    message: `${fileName}:${line}: ${message}`,
    details: { file: fileName, line, column: 1 },
    ...(cause !== undefined && { cause }),
  });
}

function decodeByLooks(bytes: Uint8Array): DecodedText {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs(bytes, 'utf-16le', false);
  if (first === 0xfe && second === 0xff) return decodeAs(bytes, 'utf-16be', false);
  if (first === 0xef && second === 0xbb && third === 0xbf) return decodeAs(bytes, 'utf-8', false);
  const sixteen = sixteenBitOrder(bytes);
  if (sixteen) return decodeAs(bytes, sixteen, true);
  if (decodesAs(bytes, 'utf-8')) return decodeAs(bytes, 'utf-8', false);
  const isChinese = looksDoubleByte(bytes) && decodesAs(bytes, 'gb18030');
  return decodeAs(bytes, isChinese ? 'gb18030' : 'windows-1252', true);
}

function decodeAs(bytes: Uint8Array, encoding: string, isGuessed: boolean): DecodedText {
  return { text: new TextDecoder(encoding).decode(bytes), encoding, isGuessed };
}

function decodesAs(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch (error) {
    // What a fatal decoder throws for bytes that are not in its encoding.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Enough to tell by. */
const SAMPLE_BYTES = 4_096;

/** UTF-16 without a mark: Latin letters and blanks make every other byte zero. */
function sixteenBitOrder(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes.length % 2 !== 0) return null;
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] as number) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const pairs = sample.length / 2;
  if (odd > 0.2 * pairs && even < 0.02 * pairs) return 'utf-16le';
  return even > 0.2 * pairs && odd < 0.02 * pairs ? 'utf-16be' : null;
}

/** In GB 18030 high bytes come in runs; in Windows-1252 an accented letter mostly stands between plain ones. */
function looksDoubleByte(bytes: Uint8Array): boolean {
  let high = 0;
  let alone = 0;
  bytes.subarray(0, 64 * SAMPLE_BYTES).forEach((byte, index) => {
    if (byte < 0x80) return;
    high += 1;
    if ((bytes[index - 1] ?? 0) < 0x80 && (bytes[index + 1] ?? 0) < 0x80) alone += 1;
  });
  return alone < 0.2 * high;
}

/** Where the first control character is that no text has: what betrays audio, pictures and archives. */
function firstControl(text: string): number {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20 && !(unit >= 0x09 && unit <= 0x0d) && unit !== 0x1a && unit !== 0x1b) return index;
  }
  return -1;
}
