import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import type { CallInput } from '#shared/contract/contract.ts';
import type { ImportedScript } from '#shared/contract/projects.ts';
import type { EpisodeSummary, ProjectSummary, Shelf } from '#shared/contract/values.ts';
import type { EpisodeId, ProjectId } from '#shared/ids.ts';
import type { ProjectEntry, StudioState } from './studio-state.ts';

/** Projects and episodes as a list: made, named, put away. Everything throws what the core says. */
export class ProjectShelf {
  readonly #client: Client;
  readonly #store: StoreApi<StudioState>;

  constructor(client: Client, store: StoreApi<StudioState>) {
    this.#client = client;
    this.#store = store;
  }

  async load(): Promise<readonly ProjectEntry[]> {
    const summaries = await this.#client.call('projects.list', {});
    const projects = await Promise.all(
      summaries.map(async (project) => ({
        project,
        episodes: await this.#client.call('episodes.list', { projectId: project.id }),
      })),
    );
    this.#store.setState({ projects });
    return projects;
  }

  async createProject(input: CallInput<'projects.create'>): Promise<ProjectSummary> {
    return this.#changing(this.#client.call('projects.create', input));
  }

  async renameProject(projectId: ProjectId, name: string): Promise<void> {
    await this.#changing(this.#client.call('projects.change', { projectId, name }));
  }

  async setProjectShelf(projectId: ProjectId, shelf: Shelf): Promise<void> {
    await this.#changing(this.#client.call('projects.setShelf', { projectId, shelf }));
  }

  async createEpisode(projectId: ProjectId, title: string): Promise<EpisodeSummary> {
    return this.#changing(this.#client.call('episodes.create', { projectId, title }));
  }

  async duplicateEpisode(episodeId: EpisodeId, title: string): Promise<EpisodeSummary> {
    return this.#changing(this.#client.call('episodes.duplicate', { episodeId, title }));
  }

  /** null: to the front. */
  async moveEpisode(episodeId: EpisodeId, afterId: EpisodeId | null): Promise<void> {
    await this.#changing(this.#client.call('episodes.move', { episodeId, afterId }));
  }

  async renameEpisode(episodeId: EpisodeId, title: string): Promise<void> {
    const { episode } = await this.#client.call('episodes.open', { episodeId });
    await this.#changing(
      this.#client.call('episodes.edit', {
        episodeId,
        baseRevision: episode.revision,
        commands: [{ type: 'episode.set', title }],
      }),
    );
  }

  /** What is in the trash: whole projects, and episodes of projects that are not. */
  async trash(): Promise<readonly ProjectEntry[]> {
    const trashed = await this.#client.call('projects.list', { shelf: 'trashed' });
    const kept = await this.#client.call('projects.list', {});
    const episodes = await Promise.all(
      kept.map(async (project) => ({
        project,
        episodes: await this.#client.call('episodes.list', { projectId: project.id, shelf: 'trashed' }),
      })),
    );
    return [
      ...trashed.map((project) => ({ project, episodes: [] })),
      ...episodes.filter((entry) => entry.episodes.length > 0),
    ];
  }

  async setEpisodeShelf(episodeId: EpisodeId, shelf: Shelf): Promise<void> {
    await this.#changing(this.#client.call('episodes.setShelf', { episodeId, shelf }));
  }

  async importScript(input: CallInput<'scripts.import'>): Promise<ImportedScript> {
    return this.#changing(this.#client.call('scripts.import', input));
  }

  async #changing<Value>(call: Promise<Value>): Promise<Value> {
    const value = await call;
    await this.load();
    return value;
  }
}
