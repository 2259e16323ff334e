import { z } from 'zod';

/** Ids are opaque text. The brand keeps a take id from being passed where an asset id belongs. */
function idOf<Name extends string>() {
  return z.string().min(1).max(128).brand<Name>();
}

export const ProjectId = idOf<'ProjectId'>();
export type ProjectId = z.infer<typeof ProjectId>;
export const EpisodeId = idOf<'EpisodeId'>();
export type EpisodeId = z.infer<typeof EpisodeId>;
/** Any record of an episode. Unique within its episode. */
export const RecordId = idOf<'RecordId'>();
export type RecordId = z.infer<typeof RecordId>;
export const TakeId = idOf<'TakeId'>();
export type TakeId = z.infer<typeof TakeId>;
/** Lower-case hexadecimal SHA-256 of an asset's bytes as received. */
export const AssetId = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'AssetId'>();
export type AssetId = z.infer<typeof AssetId>;
/** Lower-case hexadecimal SHA-256 of a canonical synthesis request. */
export const RequestHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'RequestHash'>();
export type RequestHash = z.infer<typeof RequestHash>;
/** A speech service or local engine: 'flite', 'system', 'mimo', 'minimax-global' … or a person's own connection name. */
export const ProviderId = idOf<'ProviderId'>();
export type ProviderId = z.infer<typeof ProviderId>;

/** Where new ids come from. Tests pass a counter, programs a random source; both are ordered by nothing. */
export type NewId = () => string;
