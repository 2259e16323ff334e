import { createHash } from 'node:crypto';
import { type OpenDatabase, openDatabase } from '#core/library/database.ts';
import { rebuildSearchIndex } from '#core/library/search/rebuild-index.ts';
import { MadeText } from './made-text.ts';

const LINES_PER_EPISODE = 1_000;
const EPISODES_PER_PROJECT = 20;
const FIRST_MS = Date.UTC(2024, 0, 1);
const MS_PER_CLIP = 60_000;
const VOICES = 40;
const SPEAKERS = 60;
export const TAGS = ['rain', 'keeper', 'outtake', 'night', 'quiet', 'crowd', '雨声', '备用'];

/**
 * Fills an opened and closed library with so many clips: takes of lines in English and (every third episode) Chinese,
 * and now and then an imported sound, in projects of twenty episodes; a fifth tagged, some favourites. The rows are those the
 * program itself writes, and the index is made by its own rebuilding. Answers how long both took, in seconds.
 */
export function makeClips(path: string, clips: number): { readonly rows: number; readonly index: number } {
  const db = openDatabase(path);
  db.setPragma('synchronous', 'OFF');
  const started = performance.now();
  try {
    db.transaction(() => {
      const text = new MadeText(20_261_121);
      addTags(db);
      for (let clip = 1; clip <= clips; clip++) {
        const episode = Math.ceil(clip / LINES_PER_EPISODE);
        if (clip % LINES_PER_EPISODE === 1) addEpisode(db, episode);
        if (text.next() < 0.05) addSound(db, clip, text);
        else addTake(db, clip, episode, text);
        if (text.next() < 0.2) addTag(db, clip, 1 + text.integer(TAGS.length));
      }
    });
    const indexing = performance.now();
    rebuildSearchIndex(db);
    db.pragma('wal_checkpoint(TRUNCATE)');
    return { rows: (indexing - started) / 1000, index: (performance.now() - indexing) / 1000 };
  } finally {
    db.close();
  }
}

const isChinese = (episode: number): boolean => episode % 3 === 0;

function addEpisode(db: OpenDatabase, episode: number): void {
  const project = Math.ceil(episode / EPISODES_PER_PROJECT);
  const language = isChinese(episode) ? 'zh-Hans' : 'en';
  db.run(
    `INSERT INTO project (number, id, json, created_at_ms) VALUES ($project, $id, $json, 0)
     ON CONFLICT DO NOTHING`,
    {
      project,
      id: `project-${project}`,
      json: JSON.stringify({ name: `Project ${project}`, kind: 'audiobook', language: 'en' }),
    },
  );
  db.run(
    `INSERT INTO episode (number, id, project_number, order_key, revision, created_at_ms)
     VALUES ($episode, $id, $project, $key, 1, 0)`,
    { episode, project, id: `episode-${episode}`, key: `a${episode}` },
  );
  const records = [
    { type: 'episode', id: 'episode', title: '', language, kind: 'audiobook' },
    ...Array.from({ length: 5 }, (_, index) => ({
      type: 'speaker',
      id: `s${index}`,
      name: `SPEAKER ${(episode * 5 + index) % SPEAKERS}`,
    })),
  ];
  for (const record of records) addRecord(db, episode, record);
}

function addRecord(db: OpenDatabase, episode: number, record: { readonly id: string; readonly type: string }): void {
  db.run('INSERT INTO record (episode_number, id, type, json) VALUES ($episode, $id, $type, $json)', {
    episode,
    id: record.id,
    type: record.type,
    json: JSON.stringify(record),
  });
}

function addTake(db: OpenDatabase, clip: number, episode: number, text: MadeText): void {
  const words = isChinese(episode) ? text.chinese(6 + text.integer(24)) : text.english(4 + text.integer(16));
  const hash = addAsset(db, clip, null);
  const voice = text.integer(VOICES);
  db.run(
    `INSERT INTO take (number, id, request_hash, variation, provider, voice_id, text, billed_characters, cost, created_at_ms)
     VALUES ($clip, $id, $hash, 0, $provider, $voice, $words, 0, 0, $at)`,
    {
      clip,
      hash,
      words,
      id: `take-${clip}`,
      provider: `service-${voice % 4}`,
      voice: `Voice ${voice}`,
      at: FIRST_MS + clip * MS_PER_CLIP,
    },
  );
  db.run(
    `INSERT INTO take_segment (take_number, segment_index, asset_number, request_hash, run_index, duration_samples,
       speech_start_sample, speech_end_sample) VALUES ($clip, 0, $clip, $hash, 0, $length, 0, $length)`,
    { clip, hash, length: 24_000 * (1 + text.integer(20)) },
  );
  const line = {
    type: 'line',
    id: `l${clip}`,
    speakerId: `s${text.integer(5)}`,
    text: words,
    takeId: `take-${clip}`,
    gainDb: 0,
  };
  addRecord(db, episode, line);
  db.run('INSERT INTO line_take (episode_number, record_id, take_number) VALUES ($episode, $id, $clip)', {
    episode,
    id: line.id,
    clip,
  });
  db.run(
    `INSERT INTO clip (number, take_number, kind, is_favourite, created_at_ms) VALUES ($clip, $clip, 'take', $favourite, 0)`,
    { clip, favourite: Number(text.next() < 0.01) },
  );
}

function addSound(db: OpenDatabase, clip: number, text: MadeText): void {
  addAsset(db, clip, `${text.english(3)}wav`);
  db.run(
    'INSERT INTO clip (number, asset_number, kind, chosen_kind, created_at_ms) VALUES ($clip, $clip, $kind, $kind, 0)',
    {
      clip,
      kind: ['recording', 'music', 'effect', 'voice-sample'][text.integer(4)]!,
    },
  );
}

/** As decoded; sounds that are answers of a service have no name. */
function addAsset(db: OpenDatabase, clip: number, name: string | null): string {
  const hash = createHash('sha256').update(String(clip)).digest('hex');
  db.run(
    `INSERT INTO asset (number, id, extension, byte_length, original_name, created_at_ms, format, sample_rate_hz, channels,
       duration_samples, loudness_lufs, speech_start_sample, speech_end_sample)
     VALUES ($clip, $hash, 'wav', 1, $name, $at, 'wav', 48000, 1, 480000, -20, 0, 480000)`,
    { clip, hash, name, at: FIRST_MS + clip * MS_PER_CLIP },
  );
  if (name === null) {
    db.run(
      `INSERT INTO utterance (request_hash, variation, asset_number, request_json, declared_format, cues_json,
         warnings_json, billed_characters, cost, created_at_ms) VALUES ($hash, 0, $clip, '{}', 'wav', '[]', '[]', 0, 0, 0)`,
      { hash, clip },
    );
  }
  return hash;
}

function addTags(db: OpenDatabase): void {
  for (const tag of TAGS) db.run("INSERT INTO facet (kind, value, folded) VALUES ('tag', $tag, ' ' || $tag)", { tag });
}

function addTag(db: OpenDatabase, clip: number, facet: number): void {
  db.run('INSERT INTO clip_tag (clip_number, facet_number) VALUES ($clip, $facet)', { clip, facet });
}
