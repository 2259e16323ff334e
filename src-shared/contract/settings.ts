/** The program itself: what runs here, what the person prefers, where things are kept. */
import { z } from 'zod';
import { EpisodeId } from '../ids.ts';
import { AppInfo, count, MoneyValue } from './values.ts';

/** Preferences of the person, kept with the library, not in the page: the page's address changes with every start. */
export const Settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark', 'high-contrast']),
  density: z.enum(['comfortable', 'compact']),
  /** 'system': the first of the machine's languages that there is. */
  language: z.enum(['system', 'en', 'zh-CN']),
  /** Generate asks first when the estimate is above one of these; empty: never asks. */
  askAbove: z.array(MoneyValue).max(20).readonly(),
  /** Null: the system's. */
  outputDeviceId: z.string().nullable(),
  inputDeviceId: z.string().nullable(),
  /** Null: found by itself. */
  ffmpegPath: z.string().max(2000).nullable(),
  /** Said by voices that are tried; '' : one in the voice's language. */
  auditionText: z.string().max(500),
  /** Only voices of this machine are asked. */
  isOffline: z.boolean(),
  isFollowingPlayhead: z.boolean(),
  isSnapping: z.boolean(),
  /** Opened again by the next start. */
  lastEpisodeId: EpisodeId.nullable(),
  /** Other keys than the action table's: action id to keys. */
  keys: z.record(z.string(), z.array(z.string().max(40)).max(4).readonly()),
});
export type Settings = z.infer<typeof Settings>;

/** Of a person who has not changed any. */
export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  density: 'comfortable',
  language: 'system',
  askAbove: [],
  outputDeviceId: null,
  inputDeviceId: null,
  ffmpegPath: null,
  auditionText: '',
  isOffline: false,
  isFollowingPlayhead: true,
  isSnapping: true,
  lastEpisodeId: null,
  keys: {},
};

export const SETTINGS_METHODS = {
  /** What runs here, for the about box and for bug reports. */
  'app.info': { input: z.strictObject({}), output: AppInfo },
  /** What is wrong with the library without being in the way. */
  'app.notices': {
    input: z.strictObject({}),
    output: z.array(z.strictObject({ kind: z.string(), message: z.string() })).readonly(),
  },
  'settings.get': { input: z.strictObject({}), output: Settings },
  'settings.change': { input: Settings.partial(), output: Settings },
  'storage.facts': {
    input: z.strictObject({}),
    output: z.strictObject({
      folder: z.string(),
      databaseBytes: count,
      mediaBytes: count,
      cacheBytes: count,
      freeBytes: count,
      clips: count,
      backups: z.array(z.strictObject({ name: z.string(), createdAtMs: z.number(), byteLength: count })).readonly(),
      ffmpeg: z.strictObject({ path: z.string(), version: z.string(), source: z.string() }).nullable(),
    }),
  },
  'storage.backUp': { input: z.strictObject({}), output: z.strictObject({ name: z.string() }) },
  'storage.verify': {
    input: z.strictObject({}),
    output: z.strictObject({ checked: count, problems: z.array(z.string()).readonly() }),
  },
  'storage.emptyCache': { input: z.strictObject({}), output: z.strictObject({ freedBytes: count }) },
} as const;

export const SETTINGS_EVENTS = { 'settings.changed': Settings } as const;
