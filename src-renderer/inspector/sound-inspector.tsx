import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { tracksOf } from '#shared/document/episode-document.ts';
import type { Anchor, Clip, Cue } from '#shared/document/records.ts';
import { RecordId } from '#shared/ids.ts';
import { useStudioState } from '../app/studio-context.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import { secondsText, shortTime } from '../episode/time-text.ts';
import { Select } from '../ui/select.tsx';
import { Switch } from '../ui/switch.tsx';
import styles from './inspector.module.css';
import { GainField, SecondsField } from './quantity-fields.tsx';
import { Facts, InspectorTitle, Section } from './section.tsx';
import { EpisodeTextField } from './text-fields.tsx';
import { TrackSection } from './track-section.tsx';
import { useEdit } from './use-episode-edit.ts';

/** Music or a sound: beneath the words (a clip) or between them (a cue). */
export function SoundInspector({ sound }: { readonly sound: Clip | Cue }) {
  const { t } = useTranslation();
  const edit = useEdit();
  const episode = useStudioState((state) => state.episode);
  const { id, type } = sound;
  if (!episode) return null;
  const asset = sound.assetId === undefined ? undefined : episode.media.asset(sound.assetId);
  const tracks = tracksOf(episode.document);
  const place = episode.placeOf(id);
  const facts: (readonly [string, string])[] = [];
  if (place) facts.push([t('inspector.starts'), shortTime(place.startSample)]);
  if (asset) facts.push([t('inspector.file'), `${asset.originalName ?? ''} · ${secondsText(asset.durationSamples)} s`]);
  if (sound.type === 'clip') facts.push([t('inspector.hangsOn'), anchorText(sound.anchor, episode, t)]);
  return (
    <>
      <InspectorTitle title={t('inspector.sound')} />
      {!asset && <p className={styles.problem}>{t('inspector.fileMissing')}</p>}
      <Facts facts={facts} />
      <div className={styles.stack}>
        <EpisodeTextField
          label={t('inspector.title')}
          value={sound.title}
          place={`title ${id}`}
          command={(title) => ({ type: `${type}.setTitle`, id, title })}
        />
        <Select
          label={t('inspector.track')}
          value={sound.trackId as string}
          options={tracks.map(({ id: trackId, name }) => ({ value: trackId as string, label: name }))}
          onChange={(trackId) => edit({ type: `${type}.setTrack`, id, trackId: RecordId.parse(trackId) })}
        />
        {sound.type === 'clip' && (
          <SecondsField
            label={t('inspector.offset')}
            value={sound.offsetSamples}
            min={-36_000}
            step={0.1}
            command={(offsetSamples) => ({ type: 'clip.move', id, offsetSamples })}
          />
        )}
        <GainField
          label={t('inspector.gain')}
          value={sound.gainDb}
          command={(gainDb) => ({ type: `${type}.setGain`, id, gainDb })}
        />
        <div className={styles.pair}>
          <SecondsField
            label={t('inspector.fadeIn')}
            value={sound.fadeInSamples}
            command={(fadeInSamples) => ({ type: `${type}.setFades`, id, fadeInSamples })}
          />
          <SecondsField
            label={t('inspector.fadeOut')}
            value={sound.fadeOutSamples}
            command={(fadeOutSamples) => ({ type: `${type}.setFades`, id, fadeOutSamples })}
          />
        </div>
        <Switch
          label={t('inspector.loop')}
          isOn={sound.isLooped}
          onChange={(isLooped) => edit({ type: `${type}.setLoop`, id, isLooped })}
        />
      </div>
      <Section title={t('inspector.track')}>
        <TrackSection trackId={sound.trackId} />
      </Section>
    </>
  );
}

function anchorText(anchor: Anchor, episode: EpisodeModel, t: TFunction): string {
  if ('atSample' in anchor) return t('inspector.pinned', { time: shortTime(anchor.atSample) });
  const record = episode.document.records.get(anchor.blockId);
  const words = record && 'text' in record ? record.text : '';
  const short = words.length > 40 ? `${words.slice(0, 39)}…` : words;
  return t(anchor.edge === 'start' ? 'inspector.startOf' : 'inspector.endOf', { words: short });
}
