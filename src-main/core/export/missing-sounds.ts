import { blocksOf, type EpisodeDocument, speakerOf } from '#shared/document/episode-document.ts';
import type { Layout } from '#shared/layout/layout.ts';

/** What an export would have to leave silent, one sentence each, in reading order. */
export function missingSounds(document: EpisodeDocument, layout: Layout): readonly string[] {
  const silent = new Set(layout.clips.filter((clip) => clip.assetId === null).map((clip) => clip.recordId));
  const missing: string[] = [];
  let lines = 0;
  for (const block of blocksOf(document)) {
    if (block.type === 'line') lines += 1;
    if (!silent.has(block.id)) continue;
    if (block.type === 'line') {
      const name = speakerOf(document, block)?.name ?? 'narrator';
      missing.push(`Line ${lines} (${name}) is not spoken: ${abridge(block.text)}`);
    } else if (block.type === 'heading') missing.push(`The heading is not spoken: ${abridge(block.text)}`);
    else if (block.type === 'cue') missing.push(`The sound is missing: ${block.path ?? block.title}`);
  }
  for (const record of document.records.values()) {
    if (record.type === 'clip' && record.assetId === undefined) {
      missing.push(`The sound is missing: ${record.path ?? record.title}`);
    }
  }
  return missing;
}

function abridge(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
