/** The tables of MiniMax's speech request, as a server would hold its clients to them. Written from the documents alone. */
import { z } from 'zod';

export interface T2aHost {
  readonly models: readonly string[];
  /** Which name of the blending field it acts on; the other is an unknown field to it. */
  readonly weightsField: 'timbre_weights' | 'timber_weights';
  readonly formats: readonly string[];
  readonly emotions: readonly string[];
  readonly hasSubtitleType: boolean;
}

const NINETEEN =
  '(laughs) (chuckle) (coughs) (clear-throat) (groans) (breath) (pant) (inhale) (exhale) (gasps) (sniffs) (sighs) (snorts) (burps) (lip-smacking) (humming) (hissing) (emm) (sneezes)'.split(
    ' ',
  );
const LANGUAGES =
  'Chinese|Chinese,Yue|English|Arabic|Russian|Spanish|French|Portuguese|German|Turkish|Dutch|Ukrainian|Vietnamese|Indonesian|Japanese|Italian|Korean|Thai|Polish|Romanian|Greek|Czech|Finnish|Hindi|Bulgarian|Danish|Hebrew|Malay|Persian|Slovak|Swedish|Croatian|Filipino|Hungarian|Norwegian|Slovenian|Catalan|Nynorsk|Tamil|Afrikaans|auto'.split(
    '|',
  );

const modify = z.int().min(-100).max(100).optional();
const oneOf = (...values: number[]) => z.literal(values).optional();

function fieldsOf(host: T2aHost) {
  return {
    text: z.string().min(1),
    voice_setting: z
      .strictObject({
        voice_id: z.string().optional(),
        speed: z.number().min(0.5).max(2).optional(),
        vol: z.number().gt(0).max(10).optional(),
        pitch: z.int().min(-12).max(12).optional(),
        emotion: z.enum(host.emotions).optional(),
        text_normalization: z.boolean().optional(),
        latex_read: z.boolean().optional(),
      })
      .optional(),
    audio_setting: z
      .strictObject({
        sample_rate: oneOf(8000, 16000, 22050, 24000, 32000, 44100),
        bitrate: oneOf(32000, 64000, 128000, 256000),
        format: z.enum(host.formats).optional(),
        channel: oneOf(1, 2),
        force_cbr: z.boolean().optional(),
      })
      .optional(),
    pronunciation_dict: z.strictObject({ tone: z.array(z.string().regex(/^[^/]+\/.+/)) }).optional(),
    [host.weightsField]: z
      .array(z.strictObject({ voice_id: z.string().min(1), weight: z.int().min(1).max(100) }))
      .min(1)
      .max(4)
      .optional(),
    language_boost: z.enum(LANGUAGES).nullish(),
    voice_modify: z
      .strictObject({
        pitch: modify,
        intensity: modify,
        timbre: modify,
        sound_effects: z.enum(['spacious_echo', 'auditorium_echo', 'lofi_telephone', 'robotic']).optional(),
      })
      .optional(),
    subtitle_enable: z.boolean().optional(),
    ...(host.hasSubtitleType ? { subtitle_type: z.enum(['sentence', 'word', 'word_streaming']).optional() } : {}),
    output_format: z.enum(['url', 'hex']).optional(),
    aigc_watermark: z.boolean().optional(),
    stream_options: z.strictObject({ exclude_aggregated_audio: z.boolean().optional() }).optional(),
  };
}

export interface T2aFields {
  readonly text: string;
  readonly voice_setting?: { voice_id?: string; speed?: number; emotion?: string };
  readonly audio_setting?: {
    sample_rate?: number;
    bitrate?: number;
    format?: string;
    channel?: 1 | 2;
    force_cbr?: boolean;
  };
  readonly language_boost?: string | null;
  readonly voice_modify?: object;
  readonly subtitle_enable?: boolean;
  readonly subtitle_type?: string;
  readonly output_format?: 'url' | 'hex';
  readonly aigc_watermark?: boolean;
  readonly stream_options?: { exclude_aggregated_audio?: boolean };
}

export type T2aVerdict = { readonly fields: T2aFields } | { readonly refusal: string };

/** `fields` is everything but `model` and `stream`. The refusal is what code 2013 says. */
export function judgeT2a(model: unknown, fields: unknown, isStreamed: boolean, host: T2aHost): T2aVerdict {
  if (typeof model !== 'string' || !host.models.includes(model))
    return { refusal: `invalid params, model ${String(model)}` };
  const parsed = z.strictObject(fieldsOf(host)).safeParse(fields);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { refusal: `invalid params: ${issue?.path.join('.')} ${issue?.message}` };
  }
  const known = parsed.data as unknown as T2aFields & Record<string, unknown>;
  const refusal = refusalOf(model, known, isStreamed, host);
  return refusal === undefined ? { fields: known } : { refusal: `invalid params: ${refusal}` };
}

function refusalOf(
  model: string,
  fields: T2aFields & Record<string, unknown>,
  isStreamed: boolean,
  host: T2aHost,
): string | undefined {
  const version = /speech-([\d.]+)-/.exec(model)?.[1] ?? '';
  const format = fields.audio_setting?.format ?? 'mp3';
  const hasVoice = (fields.voice_setting?.voice_id ?? '') !== '';
  const hasWeights = fields[host.weightsField] !== undefined;
  if (hasVoice === hasWeights) return 'voice_setting voice_id or weights';
  if (fields.text.length >= 10_000) return 'text too long';
  const emotion = fields.voice_setting?.emotion;
  if ((emotion === 'fluent' || emotion === 'whisper') && version !== '2.6') return 'voice_setting emotion';
  if (fields.audio_setting?.bitrate !== undefined && format !== 'mp3') return 'audio_setting bitrate';
  if (fields.audio_setting?.force_cbr === true && !(isStreamed && format === 'mp3')) return 'audio_setting force_cbr';
  if (fields.voice_modify !== undefined && !(isStreamed ? format === 'mp3' : ['mp3', 'wav', 'flac'].includes(format)))
    return 'voice_modify';
  if (version.startsWith('0') && ['Persian', 'Filipino', 'Tamil'].includes(fields.language_boost ?? ''))
    return 'language_boost';
  if (isStreamed && !['mp3', 'pcm', 'flac'].includes(format)) return 'audio_setting format in streaming';
  if (
    isStreamed &&
    (fields.subtitle_enable === true || fields.aigc_watermark === true || fields.output_format === 'url')
  ) {
    return 'not in streaming';
  }
  if (!isStreamed && fields.stream_options !== undefined) return 'stream_options without stream';
  return textRefusal(fields.text, version);
}

function textRefusal(text: string, version: string): string | undefined {
  const speakable = /[\p{L}\p{N}]/u;
  const sound = NINETEEN.find((tag) => text.includes(tag));
  if (sound !== undefined && version !== '2.8') return `text ${sound}`;
  const segments = text.split(/<#(?:\d{1,2}(?:\.\d{1,2})?)#>/);
  if (segments.some((segment) => segment.includes('<#') || segment.includes('#>'))) return 'text pause tag';
  for (const tag of text.matchAll(/<#([\d.]+)#>/g)) {
    const seconds = Number(tag[1]);
    if (seconds < 0.01 || seconds > 99.99) return 'text pause tag range';
  }
  const withoutSounds = (segment: string): string => NINETEEN.reduce((rest, tag) => rest.replaceAll(tag, ''), segment);
  if (segments.length > 1 && !segments.every((segment) => speakable.test(withoutSounds(segment))))
    return 'text pause tag placement';
  return undefined;
}

/** A Chinese character counts as two. */
export function billedByMinimax(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (/\p{Script=Han}/u.test(character) ? 2 : 1), 0);
}
