/** What takes time: running, ended, and what to do about it. */
import { z } from 'zod';
import { Job, JobId } from './values.ts';

const job = z.strictObject({ jobId: JobId });

export const JOB_METHODS = {
  /** What runs and what ended since the start and was not dismissed, oldest first. */
  'jobs.list': { input: z.strictObject({}), output: z.array(Job).readonly() },
  /** Asks a job to stop; it says so itself when it has. `isRunning` false: it was over already. */
  'jobs.cancel': { input: job, output: z.strictObject({ isRunning: z.boolean() }) },
  /** Of jobs whose `canPause` is true: nothing new is begun; what is under way is finished. */
  'jobs.pause': { input: job, output: z.strictObject({}) },
  'jobs.resume': { input: job, output: z.strictObject({}) },
  /** Tries only what failed, as a new job. */
  'jobs.retry': { input: job, output: z.strictObject({ jobId: JobId.nullable() }) },
  /** Takes an ended job off the list. */
  'jobs.dismiss': { input: job, output: z.strictObject({}) },
} as const;

export const JOB_EVENTS = {
  /** A job began, moved or ended. */
  'job.changed': Job,
} as const;
