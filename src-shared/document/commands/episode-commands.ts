import { defineCommand } from '../define-command.ts';
import { EPISODE_RECORD_ID, EpisodeSettings, Gaps, LengthSamples } from '../records.ts';

const fields = EpisodeSettings.unwrap().shape;

/** What is left out stays; null takes away what an episode can do without. */
const set = defineCommand(
  'episode.set',
  {
    title: fields.title.optional(),
    author: fields.author.unwrap().nullable().optional(),
    description: fields.description.unwrap().nullable().optional(),
    language: fields.language.optional(),
    kind: fields.kind.optional(),
    exportPreset: fields.exportPreset.unwrap().nullable().optional(),
    coverPath: fields.coverPath.unwrap().nullable().optional(),
  },
  (draft, { title, author, description, language, kind, exportPreset, coverPath }) => {
    const settings = draft.find(EPISODE_RECORD_ID, 'episode');
    draft.update(settings, {
      title: title ?? settings.title,
      author: author === undefined ? settings.author : (author ?? undefined),
      description: description === undefined ? settings.description : (description ?? undefined),
      language: language ?? settings.language,
      kind: kind ?? settings.kind,
      exportPreset: exportPreset === undefined ? settings.exportPreset : (exportPreset ?? undefined),
      coverPath: coverPath === undefined ? settings.coverPath : (coverPath ?? undefined),
    });
  },
);

const Gap = LengthSamples.nullable().optional();
const gapNames = Object.keys(Gaps.unwrap().shape) as (keyof Gaps)[];

/** What is left out stays; null is the default of the episode's kind again. */
const setGaps = defineCommand(
  'episode.setGaps',
  { lineSamples: Gap, speakerSamples: Gap, paragraphSamples: Gap, chapterSamples: Gap, headingSamples: Gap },
  (draft, command) => {
    const settings = draft.find(EPISODE_RECORD_ID, 'episode');
    const own = gapNames.flatMap((name) => {
      const gap = command[name] === undefined ? settings.gaps?.[name] : command[name];
      return typeof gap === 'number' ? [[name, gap] as const] : [];
    });
    draft.update(settings, { gaps: own.length === 0 ? undefined : Object.fromEntries(own) });
  },
);

/** The whole list, in the order in which the rules are applied. */
const setPronunciations = defineCommand(
  'episode.setPronunciations',
  { pronunciations: fields.pronunciations.unwrap() },
  (draft, { pronunciations }) => {
    draft.update(draft.find(EPISODE_RECORD_ID, 'episode'), {
      pronunciations: pronunciations.length === 0 ? undefined : pronunciations,
    });
  },
);

export const EPISODE_COMMANDS = [set, setGaps, setPronunciations] as const;
