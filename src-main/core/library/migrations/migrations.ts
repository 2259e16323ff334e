import type { Migration } from '../migrate.ts';
import { firstFloor } from './0001-first-floor.ts';
import { edits } from './0002-edits.ts';
import { search } from './0003-search.ts';
import { changeSequence } from './0004-change-sequence.ts';
import { connections } from './0005-connections.ts';
import { exportReports } from './0006-export-reports.ts';
import { favouriteVoices } from './0007-favourite-voices.ts';

/** In order; the library's version is how many of them it has. */
export const MIGRATIONS: readonly Migration[] = [
  firstFloor,
  edits,
  search,
  changeSequence,
  connections,
  exportReports,
  favouriteVoices,
];
