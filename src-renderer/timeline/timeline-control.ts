import type { Command } from '#shared/document/commands.ts';
import { RecordId } from '#shared/ids.ts';
import { msToSamples } from '#shared/units.ts';
import type { Studio } from '../app/studio.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import type { LoopRange } from '../player/programme-walk.ts';
import { type EditName, labelFor } from './edit-name.ts';
import { type ClipboardContents, copyClips, duplicateClips, pasteClips } from './edits/clipboard.ts';
import { deleteClips } from './edits/delete-clips.ts';
import { type ClipTarget, endOf, recordOf, startOf, targetOf } from './edits/editable.ts';
import { addMarker, moveMarker } from './edits/marks.ts';
import { moveClips } from './edits/move-clips.ts';
import { joinClips, splitClips } from './edits/split-and-join.ts';
import { selectedTargets } from './selected-clips.ts';
import { Sketch } from './sketch.ts';
import type { Announcement, TimelineState } from './timeline-state.ts';

export const NUDGE_SAMPLES = msToSamples(10);

/** What can be done on the timeline without a pointer: each one edit, one entry of the history. */
export class TimelineControl {
  /** What a gesture shows while it lasts. */
  readonly sketch = new Sketch();
  readonly #studio: Studio;
  #clipboard: ClipboardContents | null = null;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  get state(): TimelineState {
    return this.#studio.state.timeline;
  }

  /** A hand is at work: the view stays where it is. */
  get isBusy(): boolean {
    return this.sketch.isDragging;
  }

  /** The episode as it lies now; null: none is open. */
  get model(): EpisodeModel | null {
    return this.#studio.state.session?.layOutNow() ?? null;
  }

  get targets(): readonly ClipTarget[] {
    const { model } = this;
    return model ? selectedTargets(model, this.#studio.state.selection) : [];
  }

  get selectedRange(): LoopRange | null {
    const { targets } = this;
    if (targets.length === 0) return null;
    return { startSample: Math.min(...targets.map(startOf)), endSample: Math.max(...targets.map(endOf)) };
  }

  /** Whether edits of the selection have something to work on. */
  get hasSelection(): boolean {
    return this.#studio.state.selection.ids.size > 0;
  }

  edit(commands: readonly Command[], name?: EditName): boolean {
    const { session } = this.#studio.state;
    if (!session || commands.length === 0) {
      this.announce('refused');
      return false;
    }
    const label = name === undefined ? undefined : labelFor(commands, name);
    return session.edit(commands, label === undefined ? {} : { label });
  }

  toggleRipple(): void {
    this.set({ isRipple: !this.state.isRipple });
  }

  toggleSnapping(): void {
    const { isSnapping } = this.#studio.state.settings;
    void this.#studio.preferences.change({ isSnapping: !isSnapping });
  }

  toggleFollowing(): void {
    const { isFollowingPlayhead } = this.#studio.state.settings;
    void this.#studio.preferences.change({ isFollowingPlayhead: !isFollowingPlayhead });
  }

  /** Earlier or later by hundredths of a second. */
  nudge(steps: number): void {
    const { model, targets } = this;
    if (!model) return;
    const { isRipple } = this.state;
    if (this.edit(moveClips(model, targets, steps * NUDGE_SAMPLES, { isRipple }), 'move')) this.announceStart();
  }

  /** What is selected and lies under the playhead; where nothing selected does, everything under it. */
  split(): void {
    const { model } = this;
    if (!model) return;
    const at = this.#studio.positionSample;
    const isUnder = (target: ClipTarget): boolean => startOf(target) < at && at < endOf(target);
    const chosen = this.targets.filter(isUnder);
    const all = chosen.length > 0 ? chosen : this.#targetsAt(model, at);
    this.edit(splitClips(model, all, at, this.#newId), 'split');
  }

  join(): void {
    const { model, targets } = this;
    if (model) this.edit(joinClips(model, targets), 'join');
  }

  duplicate(): void {
    const { model, targets } = this;
    if (model) this.edit(duplicateClips(model, targets, this.#newId), 'duplicate');
  }

  delete(options: { readonly isRipple: boolean }): void {
    const { model, targets } = this;
    if (model && this.edit(deleteClips(model, targets, options), 'delete')) {
      this.announce('deleted', { amount: String(targets.length) });
    }
  }

  copy(): boolean {
    const { model, targets } = this;
    const contents = model && copyClips(model, targets);
    if (!contents) return false;
    this.#clipboard = contents;
    this.set({ canPaste: true });
    this.announce('copied', { amount: String(targets.length) });
    return true;
  }

  cut(): void {
    if (this.copy()) this.delete({ isRipple: this.state.isRipple });
  }

  /** At the playhead; sounds onto the track of the active clip. */
  paste(): void {
    const { model } = this;
    if (!model || !this.#clipboard) return;
    const active = this.#studio.state.activeClipKey;
    const target = active === null ? null : targetOf(model, active);
    const place = { atSample: this.#studio.positionSample, trackId: target?.placed.trackId ?? null };
    const { commands, ids } = pasteClips(model, this.#clipboard, place, this.#newId);
    if (!this.edit(commands)) return;
    this.#studio.episodes.selectAll(ids);
    this.announce('pasted', { amount: String(ids.length) });
  }

  /** At the playhead; its name is asked for there and then. */
  addMarker(text: string, { isNaming = true }: { readonly isNaming?: boolean } = {}): void {
    const { model } = this;
    if (!model) return;
    const command = addMarker(model, this.#studio.positionSample, text, this.#newId);
    if (this.edit([command]) && isNaming) this.set({ renamingMarkerId: command.id });
  }

  renameMarker(id: RecordId, text: string): void {
    this.edit([{ type: 'marker.setText', id, text }]);
  }

  moveMarker(id: RecordId, atSample: number): void {
    const { model } = this;
    if (model) this.edit([moveMarker(model, id, atSample)]);
  }

  deleteMarker(id: RecordId): void {
    this.edit([{ type: 'marker.delete', ids: [id] }]);
  }

  /** The whole of what is selected, with a little room. */
  zoomToSelection(): void {
    const range = this.#studio.state.transport.range ?? this.selectedRange;
    if (!range) return;
    const { timelineWidthPx } = this.#studio.state;
    const samplesPerPixel = (range.endSample - range.startSample) / Math.max(1, timelineWidthPx * 0.9);
    const startSample = Math.round(range.startSample - 0.05 * timelineWidthPx * samplesPerPixel);
    this.#studio.setView({ startSample: Math.max(0, startSample), samplesPerPixel: Math.max(64, samplesPerPixel) });
    // Within the episode.
    this.#studio.scroll(0);
  }

  announce(name: Announcement['name'], values: Announcement['values'] = {}): void {
    this.set({ announcement: { name, values } });
  }

  /** Where the active clip begins now. */
  announceStart(): void {
    const { model } = this;
    const key = this.#studio.state.activeClipKey;
    const target = model && key !== null ? targetOf(model, key) : null;
    if (target) this.announce('starts', { sample: String(Math.round(startOf(target))) });
  }

  set(part: Partial<TimelineState>): void {
    this.#studio.store.setState({ timeline: { ...this.state, ...part } });
  }

  #targetsAt(model: EpisodeModel, sample: number): readonly ClipTarget[] {
    const seen = new Set<string>();
    return model.layout.clips.flatMap((clip) => {
      if (clip.startSample >= sample || clip.startSample + clip.durationSamples <= sample) return [];
      const target = targetOf(model, clip.key);
      if (!target || seen.has(clip.key)) return [];
      seen.add(target.kind === 'sound' ? recordOf(target).id : clip.key);
      return [target];
    });
  }

  readonly #newId = (): string => RecordId.parse(crypto.randomUUID());
}
