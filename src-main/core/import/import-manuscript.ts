import { throwIfCancelled } from '#shared/errors.ts';
import type { NewId } from '#shared/ids.ts';
import type { ParsedScript } from '#shared/script/parse-script.ts';
import { checkTextLength } from '#shared/script/script-limits.ts';
import { decodeText, refusal } from './decode-text.ts';
import { detectBinary, detectText, type TextFormat } from './detect-format.ts';
import { ManuscriptBuilder } from './manuscript-builder.ts';

export interface ImportOptions {
  /** For messages, the format of plain text, and the title where the manuscript has none. */
  readonly fileName: string;
  readonly newId: NewId;
  /** Of a script: sounds may lie outside its folder. Default false. */
  readonly canLeaveFolder?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Reads a manuscript of any kind Lectern knows into an episode, by its content and then by its name. Each reader is loaded
 * when it is needed. Throws AppError `invalid-input` (message begins with `file:line:`) and Cancelled; what was left
 * out is in `dropped`, with lines of the file (paragraphs of a DOCX, lines of a page of an EPUB).
 */
export async function importManuscript(bytes: Uint8Array, options: ImportOptions): Promise<ParsedScript> {
  const { fileName, newId, signal } = options;
  const binary = detectBinary(bytes, fileName);
  if (binary === 'zip') return readArchive(bytes, options);
  const { text, encoding, isGuessed } = decodeText(bytes, fileName);
  const format = detectText(text, fileName);
  const builder = new ManuscriptBuilder(fileName);
  if (isGuessed) builder.drop(1, `The file does not say its encoding: read as ${encoding}. Check letters with accents`);
  checkTextLength(text, builder.problems);
  if (format === 'script') {
    const { parseScript } = await import('#shared/script/parse-script.ts');
    const parsed = parseScript(text, { newId, fileName, canLeaveFolder: options.canLeaveFolder ?? false });
    return { document: parsed.document, dropped: [...builder.problems.dropped, ...parsed.dropped] };
  }
  throwIfCancelled(signal);
  await readText(format, text, builder);
  return finish(builder, options);
}

async function readText(
  format: Exclude<TextFormat, 'script'>,
  text: string,
  builder: ManuscriptBuilder,
): Promise<void> {
  switch (format) {
    case 'text':
      return (await import('./read-plain-text.ts')).readPlainText(text, builder);
    case 'fountain':
      return (await import('./read-fountain.ts')).readFountain(text, builder);
    case 'csv':
      return (await import('./read-csv.ts')).readCsv(text, builder);
    case 'srt':
      return (await import('./read-srt.ts')).readSrt(text, builder);
    case 'vtt':
      return (await import('./read-web-vtt.ts')).readWebVtt(text, builder);
  }
}

async function readArchive(bytes: Uint8Array, options: ImportOptions): Promise<ParsedScript> {
  const { fileName, signal } = options;
  const { ZipArchive } = await import('./zip-archive.ts');
  const archive = await ZipArchive.open(bytes, fileName, signal);
  const builder = new ManuscriptBuilder(fileName);
  if (archive.has('word/document.xml')) {
    await (await import('./read-docx.ts')).readDocx(archive, fileName, builder);
  } else if (archive.has('META-INF/container.xml')) {
    await (await import('./read-epub.ts')).readEpub(archive, fileName, builder, signal);
  } else {
    throw refusal(fileName, 'This archive is neither DOCX nor EPUB. Save the text in one of these, or as plain text.');
  }
  return finish(builder, options);
}

function finish(builder: ManuscriptBuilder, { fileName, newId }: ImportOptions): ParsedScript {
  builder.problems.throwIfAny();
  if (builder.isEmpty) throw refusal(fileName, 'There is nothing to speak in this file.');
  return builder.finish(newId);
}
