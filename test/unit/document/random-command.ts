/** A command of every type that makes sense in a document more often than not, from a handful of random numbers. */
import type { Command, CommandType } from '#shared/document/commands.ts';
import { copyRecords, withNewIds } from '#shared/document/copy-records.ts';
import {
  blocksOf,
  clipsOf,
  type EpisodeDocument,
  markersOf,
  speakersOf,
  tracksOf,
} from '#shared/document/episode-document.ts';
import type { Anchor, Block } from '#shared/document/records.ts';
import type { RecordId } from '#shared/ids.ts';
import { samples } from '#shared/units.ts';
import { assetId, id, takeId } from './sample-episode.ts';

type CommandOf<Type extends CommandType> = Extract<Command, { type: Type }>;

class Chooser {
  readonly document: EpisodeDocument;
  readonly #numbers: readonly number[];
  #next = 0;
  readonly #stamp: string;

  constructor(document: EpisodeDocument, numbers: readonly number[], stamp: string) {
    this.document = document;
    this.#numbers = numbers;
    this.#stamp = stamp;
  }

  below(limit: number): number {
    const number = this.#numbers[this.#next % this.#numbers.length]!;
    this.#next += 1;
    return limit === 0 ? 0 : number % limit;
  }
  oneOf<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }
  /** Sometimes an id that is not there. */
  idOf(records: readonly { readonly id: RecordId }[]): RecordId {
    return records.length === 0 || this.below(30) === 7 ? id('nobody') : this.oneOf(records).id;
  }
  block(type?: Block['type']): RecordId {
    return this.idOf(blocksOf(this.document).filter((block) => type === undefined || block.type === type));
  }
  someBlocks(): RecordId[] {
    return [...new Set([this.block(), this.block(), this.block()])].slice(0, 1 + this.below(3));
  }
  clip = () => this.idOf(clipsOf(this.document));
  marker = () => this.idOf(markersOf(this.document));
  speaker = () => this.idOf(speakersOf(this.document));
  track = (kind?: 'dialogue' | 'sound') =>
    this.idOf(
      tracksOf(this.document).filter((t) => kind === undefined || (t.kind === 'dialogue') === (kind === 'dialogue')),
    );
  newId = (): RecordId => id(`${this.#stamp}-${this.#next++}`);
  length = () => samples(this.below(96_000));
  offset = () => samples(this.below(192_000) - 96_000);
  gain = () => this.below(20) - 10;
  text = () => this.oneOf(['One two three.', 'A <#0.30#> B', '我说。你听。', '', 'Yes! (laughs) No?', 'Broken <#x#>']);
  bool = () => this.below(2) === 1;
  anchor = (): Anchor =>
    this.below(5) === 0 ? { atSample: this.length() } : { blockId: this.block(), edge: this.oneOf(['start', 'end']) };
  after = () => (this.below(4) === 0 ? null : this.below(4) === 0 ? undefined : this.block());
  placed = () => {
    const afterId = this.after();
    return afterId === undefined ? {} : { afterId };
  };
  lineParts() {
    const lines = blocksOf(this.document).filter((block) => block.type === 'line' && block.parts);
    const line = lines.length === 0 ? undefined : this.oneOf(lines);
    return line?.type === 'line' ? line : undefined;
  }
}

type Builders = { readonly [Type in CommandType]: (choose: Chooser) => CommandOf<Type> };

type SharedVerb = 'setTitle' | 'setAsset' | 'setTrack' | 'trim' | 'setGain' | 'setFades' | 'setLoop' | 'setDuration';

const soundBuilders = <Noun extends 'cue' | 'clip'>(noun: Noun, pick: (choose: Chooser) => RecordId) =>
  ({
    [`${noun}.setTitle`]: (c: Chooser) => ({ type: `${noun}.setTitle`, id: pick(c), title: c.text() }),
    [`${noun}.setAsset`]: (c: Chooser) => ({
      type: `${noun}.setAsset`,
      id: pick(c),
      assetId: c.bool() ? assetId('q') : null,
    }),
    [`${noun}.setTrack`]: (c: Chooser) => ({ type: `${noun}.setTrack`, id: pick(c), trackId: c.track() }),
    [`${noun}.trim`]: (c: Chooser) => ({
      type: `${noun}.trim`,
      id: pick(c),
      sourceStartSample: c.length(),
      sourceEndSample: c.bool() ? c.length() : null,
    }),
    [`${noun}.setGain`]: (c: Chooser) => ({ type: `${noun}.setGain`, id: pick(c), gainDb: c.gain() }),
    [`${noun}.setFades`]: (c: Chooser) => ({ type: `${noun}.setFades`, id: pick(c), fadeInSamples: c.length() }),
    [`${noun}.setLoop`]: (c: Chooser) => ({ type: `${noun}.setLoop`, id: pick(c), isLooped: c.bool() }),
    [`${noun}.setDuration`]: (c: Chooser) => ({
      type: `${noun}.setDuration`,
      id: pick(c),
      durationSamples: c.bool() ? c.length() : null,
    }),
  }) as unknown as Pick<Builders, `${Noun}.${SharedVerb}`>;

const BUILDERS: Builders = {
  'episode.set': (c) => ({ type: 'episode.set', title: c.text(), author: c.bool() ? 'Someone' : null }),
  'episode.setGaps': (c) => ({ type: 'episode.setGaps', lineSamples: c.bool() ? c.length() : null }),
  'episode.setPronunciations': (c) => ({
    type: 'episode.setPronunciations',
    pronunciations: c.bool() ? [{ written: 'a', spoken: 'b' }] : [],
  }),
  'block.move': (c) => ({ type: 'block.move', ids: c.someBlocks(), ...c.placed() }),
  'block.delete': (c) => ({ type: 'block.delete', ids: c.someBlocks() }),
  'block.duplicate': (c) => {
    const ids = c.someBlocks();
    return { type: 'block.duplicate', ids, newIds: ids.map(() => c.newId()), ...c.placed() };
  },
  'line.add': (c) => ({
    type: 'line.add',
    id: c.newId(),
    ...c.placed(),
    text: c.text(),
    speakerId: c.bool() ? c.speaker() : null,
  }),
  'line.setText': (c) => ({ type: 'line.setText', id: c.block('line'), text: c.text() }),
  'line.setSpeaker': (c) => ({
    type: 'line.setSpeaker',
    id: c.block('line'),
    speakerId: c.bool() ? c.speaker() : null,
  }),
  'line.setDirection': (c) => ({ type: 'line.setDirection', id: c.block('line'), direction: c.bool() ? 'low' : null }),
  'line.setGap': (c) => ({
    type: 'line.setGap',
    id: c.block('line'),
    edge: c.oneOf(['before', 'after']),
    gapSamples: c.bool() ? c.offset() : null,
  }),
  'line.setContinuation': (c) => ({ type: 'line.setContinuation', id: c.block('line'), isContinuation: c.bool() }),
  'line.setGain': (c) => ({ type: 'line.setGain', id: c.block('line'), gainDb: c.gain() }),
  'line.split': (c) => ({ type: 'line.split', id: c.block('line'), atOffset: 1 + c.below(12), newId: c.newId() }),
  'line.join': (c) => ({ type: 'line.join', id: c.block('line') }),
  'line.setParts': (c) => {
    const spoken = blocksOf(c.document).filter((block) => block.type === 'line' && block.takeId);
    const line = spoken.length === 0 ? undefined : c.oneOf(spoken);
    const part = {
      segmentIndex: 0,
      startSample: samples(1_000),
      endSample: samples(40_000),
      gapBeforeSamples: samples(0),
      gainDb: 0,
      fadeInSamples: samples(0),
      fadeOutSamples: samples(0),
    };
    if (line?.type !== 'line' || !line.takeId) return { type: 'line.setParts', id: c.block('line'), parts: null };
    return { type: 'line.setParts', id: line.id, parts: { takeId: line.takeId, list: [part] } };
  },
  'take.choose': (c) => ({
    type: 'take.choose',
    id: c.block('line'),
    takeId: c.bool() ? takeId(c.oneOf(['t1', 't2'])) : null,
  }),
  'take.attach': (c) => ({ type: 'take.attach', id: c.block('line'), takeId: takeId(c.oneOf(['t1', 't2'])) }),
  'part.trim': (c) => ({
    type: 'part.trim',
    ...partOf(c),
    startSample: samples(c.below(9_000)),
    endSample: c.length(),
  }),
  'part.split': (c) => ({ type: 'part.split', ...partOf(c), atSample: c.length() }),
  'part.join': (c) => ({ type: 'part.join', ...partOf(c) }),
  'part.move': (c) => ({ type: 'part.move', ...partOf(c), toIndex: c.below(3) }),
  'part.duplicate': (c) => ({ type: 'part.duplicate', ...partOf(c) }),
  'part.delete': (c) => ({ type: 'part.delete', ...partOf(c) }),
  'part.setGap': (c) => ({ type: 'part.setGap', ...partOf(c), gapBeforeSamples: c.offset() }),
  'part.setGain': (c) => ({ type: 'part.setGain', ...partOf(c), gainDb: c.gain() }),
  'part.setFades': (c) => ({ type: 'part.setFades', ...partOf(c), fadeInSamples: c.length() }),
  'heading.add': (c) => ({
    type: 'heading.add',
    id: c.newId(),
    ...c.placed(),
    level: 1,
    text: c.text(),
    isSpoken: c.bool(),
  }),
  'heading.setText': (c) => ({ type: 'heading.setText', id: c.block('heading'), text: c.text() }),
  'heading.setLevel': (c) => ({ type: 'heading.setLevel', id: c.block('heading'), level: 1 + c.below(6) }),
  'heading.setSpoken': (c) => ({ type: 'heading.setSpoken', id: c.block('heading'), isSpoken: c.bool() }),
  'pause.add': (c) => ({ type: 'pause.add', id: c.newId(), ...c.placed(), durationSamples: c.length() }),
  'pause.setDuration': (c) => ({ type: 'pause.setDuration', id: c.block('pause'), durationSamples: c.length() }),
  'note.add': (c) => ({ type: 'note.add', id: c.newId(), ...c.placed(), text: c.text() }),
  'note.setText': (c) => ({ type: 'note.setText', id: c.block('note'), text: c.text() }),
  'cue.add': (c) => ({ type: 'cue.add', id: c.newId(), ...c.placed(), trackId: c.track('sound'), title: 'Door' }),
  ...soundBuilders('cue', (c) => c.block('cue')),
  'clip.add': (c) => ({
    type: 'clip.add',
    id: c.newId(),
    trackId: c.track('sound'),
    title: 'Bed',
    anchor: c.anchor(),
    offsetSamples: c.offset(),
    ...(c.bool() ? { until: c.anchor() } : {}),
    isLooped: c.bool(),
  }),
  'clip.move': (c) => ({ type: 'clip.move', id: c.clip(), anchor: c.anchor(), offsetSamples: c.offset() }),
  'clip.setUntil': (c) => ({ type: 'clip.setUntil', id: c.clip(), until: c.bool() ? c.anchor() : null }),
  'clip.split': (c) => ({ type: 'clip.split', id: c.clip(), atSample: c.length(), newId: c.newId() }),
  'clip.duplicate': (c) => ({ type: 'clip.duplicate', id: c.clip(), newId: c.newId() }),
  'clip.delete': (c) => ({ type: 'clip.delete', ids: [c.clip()] }),
  ...soundBuilders('clip', (c) => c.clip()),
  'speaker.add': (c) => ({
    type: 'speaker.add',
    id: c.newId(),
    name: c.oneOf(['EVA', 'TOM', 'ANNA']),
    trackId: c.track(),
  }),
  'speaker.rename': (c) => ({ type: 'speaker.rename', id: c.speaker(), name: c.oneOf(['NARRATOR', 'ANNA', 'UNA']) }),
  'speaker.setColour': (c) => ({ type: 'speaker.setColour', id: c.speaker(), colour: c.bool() ? '#00ff7f' : null }),
  'speaker.setVoice': (c) => ({ type: 'speaker.setVoice', id: c.speaker(), voice: null }),
  'speaker.setTrack': (c) => ({ type: 'speaker.setTrack', id: c.speaker(), trackId: c.track() }),
  'speaker.move': (c) => ({ type: 'speaker.move', id: c.speaker(), afterId: c.bool() ? c.speaker() : null }),
  'speaker.delete': (c) => ({
    type: 'speaker.delete',
    id: c.speaker(),
    ...(c.bool() ? { reassignTo: c.bool() ? c.speaker() : null } : {}),
  }),
  'track.add': (c) => ({
    type: 'track.add',
    id: c.newId(),
    name: c.oneOf(['a', 'b', 'music']),
    kind: c.oneOf(['dialogue', 'music', 'effects']),
  }),
  'track.rename': (c) => ({ type: 'track.rename', id: c.track(), name: c.oneOf(['bed', 'music', 'x']) }),
  'track.setKind': (c) => ({ type: 'track.setKind', id: c.track(), kind: c.oneOf(['dialogue', 'music', 'effects']) }),
  'track.setGain': (c) => ({ type: 'track.setGain', id: c.track(), gainDb: c.gain() }),
  'track.setPan': (c) => ({ type: 'track.setPan', id: c.track(), pan: c.oneOf([-1, 0, 0.5]) }),
  'track.setMuted': (c) => ({ type: 'track.setMuted', id: c.track(), isMuted: c.bool() }),
  'track.setDuck': (c) => ({ type: 'track.setDuck', id: c.track(), duck: null }),
  'track.move': (c) => ({ type: 'track.move', id: c.track(), afterId: c.bool() ? c.track() : null }),
  'track.delete': (c) => ({ type: 'track.delete', id: c.track(), ...(c.bool() ? { reassignTo: c.track() } : {}) }),
  'marker.add': (c) => ({ type: 'marker.add', id: c.newId(), anchor: c.anchor(), text: 'Here' }),
  'marker.setText': (c) => ({ type: 'marker.setText', id: c.marker(), text: c.text() }),
  'marker.move': (c) => ({ type: 'marker.move', id: c.marker(), anchor: c.anchor() }),
  'marker.delete': (c) => ({ type: 'marker.delete', ids: [c.marker()] }),
  'records.paste': (c) => {
    const known = [...c.someBlocks(), c.clip()].filter((each) => c.document.records.has(each));
    const records = withNewIds(copyRecords(c.document, known), c.newId);
    return { type: 'records.paste', records, ...c.placed() };
  },
};

function partOf(c: Chooser): { id: RecordId; index: number } {
  const line = c.lineParts();
  return { id: line?.id ?? c.block('line'), index: c.below(line?.parts?.list.length ?? 1) };
}

export const COMMAND_TYPES = Object.keys(BUILDERS) as CommandType[];

/** `stamp` makes the new ids new. */
export function randomCommand(document: EpisodeDocument, numbers: readonly number[], stamp: string): Command {
  const [first, ...rest] = numbers as [number, ...number[]];
  return BUILDERS[COMMAND_TYPES[first % COMMAND_TYPES.length]!](new Chooser(document, rest, stamp));
}
