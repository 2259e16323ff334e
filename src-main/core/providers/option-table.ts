/** What a person may set about a model, as a table for forms. Ranges and choices are those the options are checked by. */
import { z } from 'zod';
import type { VoiceOption } from '#shared/contract/voices.ts';

/** What a schema does not say. `choices`: only these of them. `default`: what holds where nothing is set. */
export type OptionNotes = Pick<Partial<VoiceOption>, 'step' | 'default' | 'choices'>;

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** The options named by `notes`, in that order; `effects.pitch` is `pitch` within `effects`. */
export function optionTable(schema: z.ZodType, notes: Readonly<Record<string, OptionNotes>>): readonly VoiceOption[] {
  const whole = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as JsonSchema;
  return Object.entries(notes).map(([name, note]) => {
    const field = name.split('.').reduce<JsonSchema | undefined>((part, key) => part?.properties?.[key], whole);
    if (!field) throw new Error(`There is no option ${name}`);
    return { name, ...kindOf(field), ...note };
  });
}

function kindOf(field: JsonSchema): Omit<VoiceOption, 'name'> {
  if (field.enum) return { kind: 'choice', choices: field.enum };
  if (field.type === 'boolean') return { kind: 'flag' };
  if (field.type !== 'number' && field.type !== 'integer') return { kind: 'text' };
  const step = field.type === 'integer' ? 1 : 0.05;
  const min = field.minimum ?? (field.exclusiveMinimum === undefined ? undefined : field.exclusiveMinimum + step);
  return {
    kind: 'number',
    step,
    ...(min === undefined ? {} : { min }),
    ...(field.maximum === undefined ? {} : { max: field.maximum }),
  };
}
