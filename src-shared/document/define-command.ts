import { z } from 'zod';
import type { EditDraft } from './edit-draft.ts';

/** One kind of edit: how it is written down, and what it does. */
export interface CommandDefinition<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly type: Type;
  readonly schema: Schema;
  /** False for what arrives by itself (a take from a voice): it is saved, but there is nothing for a person to undo. */
  readonly isUndoable: boolean;
  /** Throws AppError `invalid-command` for what cannot be done. */
  readonly run: (draft: EditDraft, command: z.output<Schema>) => void;
}

/** `fields` are the command's own; `type` is added. Unknown fields are refused, so that a misspelt one is not ignored. */
export function defineCommand<const Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  fields: Shape,
  run: (draft: EditDraft, command: z.output<z.ZodObject<Shape, z.core.$strict>>) => void,
  options: { readonly isUndoable: boolean } = { isUndoable: true },
) {
  const schema = z.strictObject({ type: z.literal(type), ...fields });
  const definition = { type, schema, run, ...options };
  // The fields a command runs on are those of its schema without `type`; generic code cannot show that to the compiler.
  return definition as unknown as CommandDefinition<Type, typeof schema>;
}
