import type { Clip, Cue } from '../document/records.ts';
import { type Attribute, printAttributes } from './attributes.ts';
import { isPicturePath } from './cue-path.ts';
import { escapePlain } from './escape-text.ts';
import { printDuration, printGain } from './quantities.ts';
import { DEFAULT_SOUND_TRACK } from './track-plan.ts';

/** `![title](path){…}`. `beneath` are the attributes of a clip's place; a cue has none. */
export function printSound(sound: Cue | Clip, trackLabel: string, beneath: readonly Attribute[]): string {
  const attributes: Attribute[] = [];
  const put = (name: string, value: string | null) => attributes.push({ name, value });
  if (trackLabel !== DEFAULT_SOUND_TRACK) put('track', trackLabel);
  attributes.push(...beneath);
  if (sound.gainDb !== 0) put('gain', printGain(sound.gainDb));
  if (sound.fadeInSamples !== 0) put('fade-in', printDuration(sound.fadeInSamples));
  if (sound.fadeOutSamples !== 0) put('fade-out', printDuration(sound.fadeOutSamples));
  if (sound.isLooped) put('loop', null);
  if (sound.type === 'clip' && sound.loopPhaseSamples !== undefined)
    put('phase', printDuration(sound.loopPhaseSamples));
  if (sound.sourceStartSample !== 0) put('from', printDuration(sound.sourceStartSample));
  if (sound.sourceEndSample !== undefined) put('to', printDuration(sound.sourceEndSample));
  if (sound.durationSamples !== undefined) put('for', printDuration(sound.durationSamples));
  if (sound.assetId !== undefined) put('asset', sound.assetId);
  const list = printAttributes(attributes);
  // Without attributes a picture's path is a picture.
  const braces = list === '' && sound.path !== undefined && isPicturePath(sound.path) ? '{}' : list;
  return `![${escapePlain(sound.title, /[[\]]/g)}](${printPath(sound.path)})${braces}`;
}

function printPath(path: string | undefined): string {
  if (path === undefined) return '';
  return path === '' ? '<>' : escapePlain(path, /[()<>"]/g);
}
