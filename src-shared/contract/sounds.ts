/** Audio from outside: into the library, onto a track. */
import { z } from 'zod';
import { AssetId } from '../ids.ts';
import { FileId } from './files.ts';
import { AssetValue, ErrorAnswerValue } from './values.ts';

export const ImportedSound = z.strictObject({
  fileId: FileId,
  /** Exactly one of the two. */
  asset: AssetValue.exactOptional(),
  problem: ErrorAnswerValue.exactOptional(),
});
export type ImportedSound = z.infer<typeof ImportedSound>;

export const SOUND_METHODS = {
  /** Reads audio files into the library, a job. One that cannot be read does not stop the others. */
  'sounds.import': {
    input: z.strictObject({ fileIds: z.array(FileId).min(1).max(10_000).readonly() }),
    output: z.array(ImportedSound).readonly(),
  },
  /** Assets by id, for what is about to be placed. Those the library does not have are left out. */
  'sounds.get': {
    input: z.strictObject({ assetIds: z.array(AssetId).max(10_000).readonly() }),
    output: z.array(AssetValue).readonly(),
  },
} as const;
