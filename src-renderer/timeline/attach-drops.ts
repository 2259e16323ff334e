import type { Studio } from '../app/studio.ts';
import { CLIP_DRAG_TYPE, readClipDrag } from '../library/clip-sounds.ts';
import { laneAtPx } from './lane-metrics.ts';
import { dropFiles, dropSounds } from './sound-drops.ts';
import { sampleAtPx } from './timeline-view.ts';

/** Sound dropped on a lane begins where it is dropped. Ends by the returned function. */
export function attachDrops(scroller: HTMLElement, canvas: () => HTMLElement | null, studio: Studio): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const { sketch } = studio.timeline;

  const placeOf = (event: DragEvent): { readonly index: number; readonly sample: number } | null => {
    const box = canvas()?.getBoundingClientRect();
    const { episode, view } = studio.state;
    if (!box || !episode || event.clientX < box.left) return null;
    const index = Math.min(laneAtPx(event.clientY - box.top), episode.lanes.length - 1);
    return { index, sample: Math.max(0, sampleAtPx(event.clientX - box.left, view)) };
  };
  const isOurs = (event: DragEvent): boolean => {
    const types = event.dataTransfer?.types ?? [];
    return types.includes(CLIP_DRAG_TYPE) || types.includes('Files');
  };
  const onOver = (event: DragEvent): void => {
    const place = isOurs(event) ? placeOf(event) : null;
    sketch.set({ dropLane: place });
    if (!place) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
  };
  const onDrop = (event: DragEvent): void => {
    sketch.set({ dropLane: null });
    const place = isOurs(event) ? placeOf(event) : null;
    if (!place || !event.dataTransfer) return;
    const files = [...event.dataTransfer.files];
    // Scripts are the window's to take.
    if (files.length > 0 && !files.every(isSound)) return;
    event.preventDefault();
    event.stopPropagation();
    const trackId = studio.state.episode?.lanes[place.index]?.track.id ?? null;
    const at = { atSample: place.sample, trackId };
    const sounds = readClipDrag(event.dataTransfer);
    if (sounds) dropSounds(studio, sounds, at);
    else void dropFiles(studio, files, at);
  };
  scroller.addEventListener('dragover', onOver, { signal });
  scroller.addEventListener('dragleave', () => sketch.set({ dropLane: null }), { signal });
  scroller.addEventListener('drop', onDrop, { signal });
  return () => listening.abort();
}

const SOUND_NAMES = /\.(wav|wave|mp3|flac|ogg|oga|opus|m4a|m4b|aac|aif|aiff|wma|webm|mp4|caf)$/i;

/** By what the system says, or by name: some systems know no type for `.opus`. */
export function isSound({ type, name }: Pick<File, 'type' | 'name'>): boolean {
  return type.startsWith('audio/') || SOUND_NAMES.test(name);
}
