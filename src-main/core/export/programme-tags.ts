import type { Chapter } from '#shared/layout/layout.ts';

/** What a file says about itself, the same in every format. Empty texts count as absent. */
export interface ProgrammeTags {
  readonly title: string;
  /** Who made it: artist of an episode, author of a book. */
  readonly author?: string;
  /** Who reads, as credited: "AI Voice", "Name - Authorized Voice Replica". */
  readonly narrator?: string;
  /** Show or book. */
  readonly album?: string;
  readonly genre?: string;
  /** BCP 47. */
  readonly language: string;
  readonly comment?: string;
  readonly year?: number;
  readonly track?: { readonly number: number; readonly total?: number };
  /** Any line spoken by a synthetic voice. Written as the flag {@link AI_TAG}. */
  readonly isAiVoice: boolean;
  readonly mediaKind: 'podcast' | 'audiobook';
}

export type ProgrammeChapter = Pick<Chapter, 'title' | 'startSample' | 'endSample'>;

export interface CoverArt {
  readonly mimeType: 'image/jpeg' | 'image/png';
  readonly bytes: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Name of the flag in TXXX, Vorbis comments and MP4; the value is 'true'. After `podcast:txt purpose="ai-content"`. */
export const AI_TAG = 'ai-content';

/** Texts as they can be stored: well-formed Unicode without NUL, which would end the text early. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

/** The longest beginning of a text of at most `limit` UTF-8 bytes that does not cut a character. */
export function cutUtf8(text: string, limit: number): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= limit) return bytes;
  let end = limit;
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
