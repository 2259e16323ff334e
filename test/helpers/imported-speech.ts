import { importManuscript } from '#core/import/import-manuscript.ts';
import { blocksOf, settingsOf, speakersOf } from '#shared/document/episode-document.ts';
import { AppError } from '#shared/errors.ts';
import type { ParsedScript } from '#shared/script/parse-script.ts';

export interface ImportedSpeech {
  readonly parsed: ParsedScript;
  /** `MARA (low): text`, `-: text` for what names nobody, `# Title`, `> note`, `[pause]`. */
  readonly speech: readonly string[];
  readonly dropped: readonly string[];
  readonly settings: ReturnType<typeof settingsOf>;
}

/** Imports a text or the bytes of a file, and says what it became in a few words. */
export async function importSpeech(content: string | Uint8Array, fileName: string): Promise<ImportedSpeech> {
  let count = 0;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const parsed = await importManuscript(bytes, { fileName, newId: () => `r${++count}` });
  const names = new Map(speakersOf(parsed.document).map(({ id, name }) => [id, name]));
  const speech = blocksOf(parsed.document).map((block) => {
    switch (block.type) {
      case 'line': {
        const name = block.speakerId === null ? '-' : names.get(block.speakerId);
        return `${name}${block.direction === undefined ? '' : ` (${block.direction})`}: ${block.text}`;
      }
      case 'heading':
        return `${'#'.repeat(block.level)} ${block.text}`;
      case 'note':
        return `> ${block.text}`;
      default:
        return `[${block.type}]`;
    }
  });
  const dropped = parsed.dropped.map(({ line, what }) => `${line}: ${what}`);
  return { parsed, speech, dropped, settings: settingsOf(parsed.document) };
}

/** The error an import is refused with. */
export async function importRefusal(content: string | Uint8Array, fileName: string): Promise<AppError> {
  try {
    await importSpeech(content, fileName);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('The manuscript was accepted');
}
