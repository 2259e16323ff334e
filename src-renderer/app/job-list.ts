import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import type { Job, JobId } from '#shared/contract/values.ts';
import type { Failures } from './failures.ts';
import type { StudioState } from './studio-state.ts';

/** What runs and what ended, as the core tells it, oldest first. */
export class JobList {
  readonly #client: Client;
  readonly #store: StoreApi<StudioState>;
  readonly #failures: Failures;

  constructor(client: Client, store: StoreApi<StudioState>, failures: Failures) {
    this.#client = client;
    this.#store = store;
    this.#failures = failures;
  }

  /** Those from before this page was opened; a job that moved meanwhile is newer than the list. */
  async load(): Promise<void> {
    await this.#failures.attempt(async () => {
      const listed = await this.#client.call('jobs.list', {});
      const known = new Set(this.#store.getState().jobs.map(({ id }) => id));
      this.#setJobs([...listed.filter(({ id }) => !known.has(id)), ...this.#store.getState().jobs]);
    });
  }

  show(job: Job): void {
    const { jobs } = this.#store.getState();
    const isKnown = jobs.some(({ id }) => id === job.id);
    this.#setJobs(isKnown ? jobs.map((other) => (other.id === job.id ? job : other)) : [...jobs, job]);
  }

  cancel(jobId: JobId): Promise<boolean> {
    return this.#failures.attempt(async () => void (await this.#client.call('jobs.cancel', { jobId })));
  }

  pause(jobId: JobId): Promise<boolean> {
    return this.#failures.attempt(async () => void (await this.#client.call('jobs.pause', { jobId })));
  }

  resume(jobId: JobId): Promise<boolean> {
    return this.#failures.attempt(async () => void (await this.#client.call('jobs.resume', { jobId })));
  }

  /** What failed, as a new job. */
  async retry(jobId: JobId): Promise<void> {
    const isDone = await this.#failures.attempt(async () => void (await this.#client.call('jobs.retry', { jobId })));
    if (isDone) this.#setJobs(this.#store.getState().jobs.filter(({ id }) => id !== jobId));
  }

  /** Takes an ended job off the list. */
  async dismiss(jobId: JobId): Promise<void> {
    const isDone = await this.#failures.attempt(async () => void (await this.#client.call('jobs.dismiss', { jobId })));
    if (isDone) this.#setJobs(this.#store.getState().jobs.filter(({ id }) => id !== jobId));
  }

  #setJobs(jobs: readonly Job[]): void {
    this.#store.setState({ jobs: [...jobs].sort((a, b) => a.startSequence - b.startSequence) });
  }
}
