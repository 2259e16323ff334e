/** `cast:` of the front matter. */
import type { VoiceBinding } from '../document/records.ts';
import { ProviderId } from '../ids.ts';
import type { CastVoice } from './track-plan.ts';
import type { YamlValue } from './yaml-reader.ts';

export interface CastEntry extends CastVoice {
  readonly colour?: string;
  readonly voice?: VoiceBinding;
  readonly line: number;
}

type Options = NonNullable<VoiceBinding['options']>;

/**
 * An entry is `NAME: provider/voice`, or a map with `voice` and any of model, style, options, colour, track and name
 * (the name to show, where it differs from what stands before the lines). `provider` beside `voice` takes the voice's
 * id as it stands, for providers with a slash in their name.
 */
export function readCast(value: YamlValue): readonly CastEntry[] {
  if (value.isEmpty) return [];
  return value.entries('cast').map(({ key, value: entry, line }) => {
    if (/[:：\n]/.test(key)) {
      entry.report(`"${key}" cannot stand before a line, because of its colon. Choose a short name and add "name: …".`);
    }
    if (entry.isMap) return { label: key, line, ...readMember(entry, key) };
    const voice = entry.isEmpty ? undefined : readVoice(entry, key);
    return { label: key, name: key, line, ...(voice && { voice }) };
  });
}

function readMember(entry: YamlValue, label: string): Omit<CastEntry, 'label' | 'line'> {
  let voice: YamlValue | undefined;
  const texts: { name?: string; colour?: string; track?: string; provider?: string; model?: string; style?: string } =
    {};
  let options: Options | undefined;
  const textInto = (key: keyof typeof texts) => (value: YamlValue) => {
    const text = value.text(`${key} of ${label}`);
    if (text !== undefined) texts[key] = text;
  };
  entry.read(`cast.${label}`, {
    voice: (value) => {
      voice = value;
    },
    provider: textInto('provider'),
    model: textInto('model'),
    style: textInto('style'),
    name: textInto('name'),
    track: textInto('track'),
    colour: (value) => {
      const colour = value.text('colour')?.toLowerCase();
      if (colour !== undefined && !/^#[0-9a-f]{6}$/.test(colour)) {
        value.report(`colour: ${colour} is not a colour such as "#3366cc" (in quotes, because # begins a comment).`);
      } else if (colour !== undefined) texts.colour = colour;
    },
    options: (value) => {
      const json = value.isMap
        ? value.json(`options of ${label}`)
        : value.report('options must be a list of "name: value" pairs.');
      if (json !== undefined) options = json as Options;
    },
  });
  const { name = label, colour, track, provider, model, style } = texts;
  const whose = { name, ...(colour !== undefined && { colour }), ...(track !== undefined && { trackLabel: track }) };
  if (!voice) {
    const orphan = ['provider', 'model', 'style'].find((key) => key in texts) ?? (options ? 'options' : undefined);
    if (orphan) entry.report(`${label} has "${orphan}" but no voice. Add "voice: provider/voice".`);
    return whose;
  }
  const binding = readVoice(voice, label, provider);
  if (!binding) return whose;
  return {
    ...whose,
    voice: {
      ...binding,
      ...(model !== undefined && { model }),
      ...(style !== undefined && { style }),
      ...(options !== undefined && { options }),
    },
  };
}

/** `provider/voice`, or the voice alone beside its provider. */
function readVoice(value: YamlValue, label: string, provider?: string): VoiceBinding | undefined {
  const text = value.text(`voice of ${label}`);
  if (text === undefined) return undefined;
  const slash = text.indexOf('/');
  const id = ProviderId.safeParse(provider ?? text.slice(0, Math.max(slash, 0)));
  if (id.success) return { provider: id.data, voiceId: provider === undefined ? text.slice(slash + 1) : text };
  value.report(`The voice of ${label} must be written provider/voice, such as flite/slt, not "${text}".`);
  return undefined;
}
