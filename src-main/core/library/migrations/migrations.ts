import type { Migration } from '../migrate.ts';
import { firstFloor } from './0001-first-floor.ts';
import { edits } from './0002-edits.ts';
import { search } from './0003-search.ts';

/** In order; the library's version is how many of them it has. */
export const MIGRATIONS: readonly Migration[] = [firstFloor, edits, search];
