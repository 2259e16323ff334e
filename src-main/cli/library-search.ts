import { searchClips } from '#core/library/search/search-clips.ts';
import { AppError } from '#shared/errors.ts';
import { CLIP_KINDS, ClipQuery, type ClipRow, MOST_ROWS } from '#shared/library-clips.ts';
import { samplesToMs } from '#shared/units.ts';
import { clockOf } from './clock.ts';
import { listOption, numberOption, type OptionValues, type RunCommand, textOption } from './command.ts';
import { findProject } from './find-project.ts';
import { textTable } from './text-table.ts';

const TEXT_COLUMNS = 60;

export const run: RunCommand = async ({ core }, [text = ''], options) => {
  const { db } = await core.library();
  const projects = listOption(options, 'project').map((name) => findProject(db, name).id);
  const page = searchClips(db, parseQuery(text, projects, options));
  return {
    value: { ...page, rows: page.rows.map(jsonRow) },
    text:
      page.rows.length === 0
        ? 'Nothing found.'
        : `${textTable(
            ['kind', 'text', 'voice', 'speaker', 'length'],
            page.rows.map((row) => [
              row.kind,
              shortened(row.text === '' ? (row.name ?? '') : row.text),
              row.provider === undefined ? '' : `${row.provider}/${row.voiceId}`,
              row.speakers.join(', '),
              row.durationSamples === undefined ? '' : clockOf(samplesToMs(row.durationSamples)),
            ]),
          )}\n${page.isTotalExact ? '' : 'at least '}${page.total} found${page.next === null ? '' : `; more with --after ${page.next}`}`,
  };
};

function parseQuery(text: string, projects: readonly string[], options: OptionValues): ClipQuery {
  const limit = numberOption(options, 'limit', { min: 1, max: MOST_ROWS, isInteger: true });
  const after = textOption(options, 'after');
  const lists = {
    kinds: listOption(options, 'kind'),
    voices: listOption(options, 'voice'),
    tags: listOption(options, 'tag'),
    languages: listOption(options, 'language'),
    projects,
  };
  const { data, error } = ClipQuery.safeParse({
    text,
    ...Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0)),
    ...(limit === undefined ? {} : { limit }),
    ...(after === undefined ? {} : { after }),
  });
  if (data) return data;
  const issue = error.issues[0];
  const field = String(issue?.path[0] ?? '');
  throw new AppError({
    code: 'invalid-input',
    message:
      field === 'kinds'
        ? `--kind takes one of ${CLIP_KINDS.join(', ')}.`
        : `The search cannot be made: ${field}: ${issue?.message}.`,
    details: { path: issue?.path },
  });
}

/** Times in milliseconds, as everywhere on the command line. */
function jsonRow({ durationSamples, ...row }: ClipRow) {
  return { ...row, ...(durationSamples === undefined ? {} : { durationMs: Math.round(samplesToMs(durationSamples)) }) };
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= TEXT_COLUMNS ? line : `${characters.slice(0, TEXT_COLUMNS - 1).join('')}…`;
}
