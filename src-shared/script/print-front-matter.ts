/** The YAML at the top of a printed script. Reads back with readFrontMatter to the same values. */
import { Document, type Node, Scalar, visit, YAMLMap } from 'yaml';
import { DEFAULT_DUCK } from '../document/new-episode.ts';
import type { Duck, EpisodeSettings, Gaps, Pronunciation, Speaker, Track } from '../document/records.ts';
import { printDuration, printGain } from './quantities.ts';
import type { ScriptLabels } from './script-labels.ts';
import { type PlannedTrack, planTracks, type TrackEntry } from './track-plan.ts';

export interface FrontMatterSource {
  readonly settings: EpisodeSettings;
  readonly speakers: readonly Speaker[];
  readonly tracks: readonly Track[];
  readonly labels: ScriptLabels;
  /** Labels of the tracks sounds lie on, in the order of the printed script. */
  readonly usedTrackLabels: readonly string[];
}

/** With its `---` lines. */
export function printFrontMatter(source: FrontMatterSource): string {
  const { settings } = source;
  // Maps and not objects, which would put names made of digits first.
  const root = new Map<string, unknown>();
  const put = (key: string, value: unknown) => {
    if (value !== undefined) root.set(key, value);
  };
  const yaml = new Document();
  put('title', settings.title);
  put('author', settings.author);
  put('description', settings.description);
  put('language', settings.language);
  put('kind', settings.kind);
  put('cover', settings.coverPath);
  if (source.speakers.length > 0)
    put('cast', new Map(source.speakers.map((speaker) => castEntry(yaml, speaker, source))));
  const tracks = trackEntries(source);
  if (tracks.length > 0) put('tracks', new Map(tracks.map((entry) => [entry.label, inline(yaml, trackFields(entry))])));
  if (settings.gaps) put('gaps', inline(yaml, gapFields(settings.gaps)));
  if (settings.pronunciations) put('pronounce', pronounceFields(yaml, settings.pronunciations));
  if (settings.exportPreset !== undefined) put('export', inline(yaml, new Map([['preset', settings.exportPreset]])));
  yaml.contents = yaml.createNode(root);
  // The printer would otherwise write some texts with line ends as plain ones over several lines.
  visit(yaml, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && /[^\P{C}\u200c\u200d]|[^\P{Z} ]/u.test(scalar.value))
        scalar.type = 'QUOTE_DOUBLE';
    },
  });
  // No folding and no multi-line scalars: a `---` inside a description must not end the front matter.
  const text = yaml.toString({
    lineWidth: 0,
    blockQuote: false,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  return `---\n${text}---\n`;
}

/** `{ a: 1, b: 2 }` on one line. */
function inline(yaml: Document, fields: ReadonlyMap<string, unknown>): Node {
  const node = yaml.createNode(fields);
  if (node instanceof YAMLMap) node.flow = true;
  return node;
}

function castEntry(yaml: Document, speaker: Speaker, source: FrontMatterSource): [string, unknown] {
  const { voice, name, colour } = speaker;
  const label = source.labels.ofSpeaker(speaker.id);
  const trackLabel = source.labels.ofTrack(speaker.trackId);
  const fields = new Map<string, unknown>();
  const put = (key: string, value: unknown) => {
    if (value !== undefined) fields.set(key, value);
  };
  if (name !== label) put('name', name);
  if (voice) {
    const isSplit = voice.provider.includes('/');
    if (isSplit) put('provider', voice.provider);
    put('voice', isSplit ? voice.voiceId : `${voice.provider}/${voice.voiceId}`);
    put('model', voice.model);
    put('style', voice.style);
    if (voice.options) put('options', yaml.createNode(voice.options, { flow: true }));
  }
  put('colour', colour);
  if (trackLabel !== label) put('track', trackLabel);
  if (fields.size === 0) return [label, nothing()];
  return [label, fields.size === 1 && typeof fields.get('voice') === 'string' ? fields.get('voice') : fields];
}

/** `NAME:` with nothing behind it. */
function nothing(): Scalar {
  const scalar = new Scalar(null);
  scalar.source = '';
  return scalar;
}

/** As few entries as bring back the same tracks in the same order; else all of them in full. */
function trackEntries(source: FrontMatterSource): readonly TrackEntry[] {
  const { labels, tracks } = source;
  const cast = source.speakers.map((speaker) => {
    const label = labels.ofSpeaker(speaker.id);
    const trackLabel = labels.ofTrack(speaker.trackId);
    return { label, name: speaker.name, ...(trackLabel !== label && { trackLabel }) };
  });
  const wanted = tracks.map((track): PlannedTrack => {
    const { name, kind, gainDb, pan, isMuted, duck } = track;
    return { label: labels.ofTrack(track.id), name, kind, gainDb, pan, isMuted, ...(duck && { duck }) };
  });
  const defaults = new Map(planTracks(cast, [], source.usedTrackLabels).map((track) => [track.label, track]));
  const few = wanted.filter((track) => !isSame(defaults.get(track.label), track)).map(leanEntry);
  const isEnough = isSame(planTracks(cast, few, source.usedTrackLabels), wanted);
  return isEnough ? few : wanted.map(fullEntry);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Without what a track has anyway. Whether that holds for this one is seen when the plan is compared. */
function leanEntry(track: PlannedTrack): TrackEntry {
  const { label, name, kind, gainDb, pan, isMuted, duck } = track;
  return {
    label,
    ...(name !== label && { name }),
    ...(gainDb !== 0 && { gainDb }),
    ...(pan !== 0 && { pan }),
    ...(isMuted && { isMuted }),
    ...(kind === 'music' ? !isSame(duck, DEFAULT_DUCK) && { duck: duck ?? null } : duck && { duck }),
  };
}

function fullEntry(track: PlannedTrack): TrackEntry {
  return { ...leanEntry(track), name: track.name, kind: track.kind };
}

function trackFields(entry: TrackEntry): ReadonlyMap<string, unknown> {
  const fields = new Map<string, unknown>();
  if (entry.name !== undefined && entry.name !== entry.label) fields.set('name', entry.name);
  if (entry.kind !== undefined) fields.set('kind', entry.kind);
  if (entry.gainDb !== undefined) fields.set('gain', printGain(entry.gainDb));
  if (entry.pan !== undefined) fields.set('pan', entry.pan);
  if (entry.isMuted !== undefined) fields.set('mute', entry.isMuted);
  if (entry.duck !== undefined) fields.set('duck', duckFields(entry.duck));
  return fields;
}

function duckFields(duck: Duck | null): unknown {
  if (duck === null) return 'off';
  const { depthDb, attackMs, holdMs, releaseMs } = duck;
  if (isSame(duck, { ...DEFAULT_DUCK, depthDb })) return printGain(depthDb);
  return new Map([
    ['depth', printGain(depthDb)],
    ['attack', `${attackMs}ms`],
    ['hold', `${holdMs}ms`],
    ['release', `${releaseMs}ms`],
  ]);
}

const GAP_NAMES: readonly (readonly [keyof Gaps, string])[] = [
  ['lineSamples', 'line'],
  ['speakerSamples', 'speaker'],
  ['paragraphSamples', 'paragraph'],
  ['chapterSamples', 'chapter'],
  ['headingSamples', 'heading'],
];

function gapFields(gaps: NonNullable<EpisodeSettings['gaps']>): ReadonlyMap<string, unknown> {
  return new Map(
    GAP_NAMES.flatMap(([key, name]) => (gaps[key] === undefined ? [] : [[name, printDuration(gaps[key])] as const])),
  );
}

function pronounceFields(yaml: Document, pronunciations: readonly Pronunciation[]): unknown {
  const isMap = new Set(pronunciations.map(({ written }) => written)).size === pronunciations.length;
  const fieldsOf = ({ written, spoken, isCaseSensitive, language, provider }: Pronunciation) => {
    const fields = new Map<string, unknown>();
    if (!isMap) fields.set('written', written);
    fields.set('spoken', spoken);
    if (isCaseSensitive !== undefined) fields.set('case', isCaseSensitive);
    if (language !== undefined) fields.set('language', language);
    if (provider !== undefined) fields.set('provider', provider);
    return isMap && fields.size === 1 ? spoken : inline(yaml, fields);
  };
  if (!isMap) return pronunciations.map(fieldsOf);
  return new Map(pronunciations.map((pronunciation) => [pronunciation.written, fieldsOf(pronunciation)]));
}
