import { documentOf, type EpisodeDocument, speakersOf } from '#shared/document/episode-document.ts';
import type { Speaker, VoiceBinding } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import { ProviderId } from '#shared/ids.ts';

/**
 * Applies casts written as `NAME=provider/voice`. Only who speaks changes: the script's style stays, and within one service
 * its model and options too.
 * Throws AppError `invalid-input` for a cast that cannot be read or names nobody in the script.
 */
export function castVoices(document: EpisodeDocument, casts: readonly string[]): EpisodeDocument {
  if (casts.length === 0) return document;
  const speakers = speakersOf(document);
  const changed = new Map(casts.map((cast) => castOf(cast, speakers)));
  return documentOf(Array.from(document.records.values(), (record) => changed.get(record.id) ?? record));
}

function castOf(cast: string, speakers: readonly Speaker[]): [Speaker['id'], Speaker] {
  const match = /^(?<name>[^=]+)=(?<provider>[^/]+)\/(?<voice>.+)$/s.exec(cast);
  const { name, provider, voice } = match?.groups ?? {};
  if (name === undefined || provider === undefined || voice === undefined) {
    throw new AppError({
      code: 'invalid-input',
      message: `--voice takes NAME=provider/voice, such as MARA=flite/slt, not "${cast}".`,
      details: { cast },
    });
  }
  const speaker = speakers.find((candidate) => candidate.name.toUpperCase() === name.trim().toUpperCase());
  if (!speaker) {
    const names = speakers.map((candidate) => candidate.name).join(', ') || 'nobody by name';
    throw new AppError({
      code: 'invalid-input',
      message: `--voice casts "${name}", but the script has ${names}.`,
      details: { cast, speakers: speakers.map((candidate) => candidate.name) },
    });
  }
  const binding: VoiceBinding = { ...speaker.voice, provider: ProviderId.parse(provider), voiceId: voice };
  const { model: _model, options: _options, ...elsewhere } = binding;
  // Model and options are a service's own; only the style means something to another one.
  const kept = speaker.voice?.provider === binding.provider ? binding : elsewhere;
  return [speaker.id, Object.freeze({ ...speaker, voice: kept })];
}
