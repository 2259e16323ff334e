/** What a person may ask of MiMo's voices. */
import { z } from 'zod';

export const MimoOptions = z.strictObject({
  /** A voice described in words; for the design model. */
  design: z.string().min(1).optional(),
  /** Let the service polish the text (design model only): it may then say something else. */
  optimizeText: z.boolean().optional(),
  /** SHA-256 of the sample to copy, of mp3 or wav; for the cloning model. */
  sample: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be the id of a sample in the library')
    .optional(),
  /** Director's mode: who speaks, where and to whom, and how to play it. */
  director: z
    .strictObject({ character: z.string().optional(), scene: z.string().optional(), guidance: z.string().optional() })
    .optional(),
  format: z.enum(['wav', 'mp3', 'pcm', 'pcm16']).optional(),
});
export type MimoOptions = z.infer<typeof MimoOptions>;

/** The style and the director's three fields as one instruction, in the order and under the heads the documents use. */
export function mimoInstruction(style: string | undefined, director: MimoOptions['director']): string {
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['', style],
    ['Role: ', director?.character],
    ['Scene: ', director?.scene],
    ['Guidance: ', director?.guidance],
  ];
  return parts
    .filter(([, text]) => text !== undefined && text.trim() !== '')
    .map(([head, text]) => `${head}${text?.trim()}`)
    .join('\n\n');
}
