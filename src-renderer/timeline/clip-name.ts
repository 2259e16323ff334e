import { useTranslation } from 'react-i18next';
import type { LaneClip } from '../episode/lanes.ts';
import { secondsText, shortTime } from '../episode/time-text.ts';

/** What a clip is called: "MARA, line 3, 4.2 s, starts at 0:10.4". */
export function useClipName({ placed, label, speaker, lineNumber }: LaneClip): string {
  const { t } = useTranslation();
  const times = { duration: secondsText(placed.durationSamples), start: shortTime(placed.startSample) };
  if (lineNumber !== null) {
    const name = t('timeline.lineClip', {
      speaker: speaker ?? t('script.narrator'),
      number: lineNumber,
      ...times,
    });
    return placed.assetId === null ? `${name}, ${t('timeline.notSpoken')}` : name;
  }
  const key = placed.kind === 'speech' ? 'timeline.headingClip' : 'timeline.soundClip';
  const name = t(key, { title: label, ...times });
  return placed.assetId === null ? `${name}, ${t('timeline.missingSound')}` : name;
}
