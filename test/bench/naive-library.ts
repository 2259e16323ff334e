/** The library that comes to mind first: one table, tags as JSON, `LIKE` for words, `OFFSET` for pages. */
import { type OpenDatabase, openDatabase } from '#core/library/database.ts';
import type { MadeText } from './made-text.ts';

export interface NaiveLibrary {
  search(query: { readonly text: string; readonly voice?: string; readonly tag?: string }): void;
  page(depth: number): void;
  facets(): void;
  edit(number: number, text: string): void;
  /** The text of some clip of a language. */
  someText(random: MadeText, language: 'en' | 'zh-Hans'): string;
  close(): void;
}

/** The same clips as the library's. */
export function makeNaiveLibrary(path: string, libraryPath: string): NaiveLibrary {
  const db: OpenDatabase = openDatabase(path);
  db.setPragma('synchronous', 'OFF');
  db.run('ATTACH $libraryPath AS lectern', { libraryPath });
  db.run(`CREATE TABLE clip AS
    SELECT clip.number, coalesce(take.text, asset.original_name) AS text, take.voice_id AS voice, clip.kind,
      clip.created_at_ms, iif(take.text < 'zzz', 'en', 'zh-Hans') AS language,
      (SELECT json_group_array(facet.value) FROM lectern.clip_tag JOIN lectern.facet ON facet.number = facet_number
       WHERE clip_number = clip.number) AS tags
    FROM lectern.clip LEFT JOIN lectern.take ON take.number = take_number LEFT JOIN lectern.asset ON asset.number = asset_number`);
  db.run('CREATE UNIQUE INDEX clip_number ON clip (number)');
  db.run('DETACH lectern');
  db.setPragma('synchronous', 'FULL');
  const clips = db.get<{ count: number }>('SELECT max(number) AS count FROM clip')!.count;
  return {
    search: ({ text, voice, tag }) => {
      const words = text.split(' ');
      const conditions = [
        ...words.map((_, index) => `text LIKE '%' || $word${index} || '%'`),
        ...(voice === undefined ? [] : ['voice = $voice']),
        ...(tag === undefined ? [] : [`tags LIKE '%"' || $tag || '"%'`]),
      ].join(' AND ');
      const parameters = {
        ...Object.fromEntries(words.map((word, index) => [`word${index}`, word])),
        ...(voice === undefined ? {} : { voice }),
        ...(tag === undefined ? {} : { tag }),
      };
      db.all(`SELECT * FROM clip WHERE ${conditions} ORDER BY number DESC LIMIT 50`, parameters);
      db.get(`SELECT count(*) FROM clip WHERE ${conditions}`, parameters);
    },
    page: (depth) => {
      db.all('SELECT * FROM clip ORDER BY number DESC LIMIT 50 OFFSET $depth', { depth });
      db.get('SELECT count(*) FROM clip');
    },
    facets: () => {
      for (const column of ['kind', 'voice', 'language']) db.all(`SELECT ${column}, count(*) FROM clip GROUP BY 1`);
      db.all('SELECT value, count(*) FROM clip, json_each(tags) GROUP BY 1');
    },
    edit: (number, text) => {
      db.run('UPDATE clip SET text = $text WHERE number = $number', { number, text });
    },
    someText: (random, language) => {
      for (;;) {
        const row = db.get<{ text: string; language: string; kind: string }>(
          'SELECT text, language, kind FROM clip WHERE number = $number',
          { number: 1 + random.integer(clips) },
        );
        if (row?.kind === 'take' && row.language === language) return row.text;
      }
    },
    close: () => db.close(),
  };
}
