import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClipRow as Clip } from '#shared/library-clips.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { VirtualList } from '../ui/virtual-list.tsx';
import { CLIP_ROW_HEIGHT_PX, ClipRow } from './clip-row.tsx';
import { soundsOf, writeClipDrag } from './clip-sounds.ts';
import { clipTitle } from './clip-texts.ts';
import { insertChosen } from './insert-into-episode.ts';
import { useFocusWish, useHeardKey, useLibrary } from './use-library.ts';

const FILE_NAME_CHARS = 80;

/** What was found, a page at a time as one goes down. */
export function ClipList() {
  const { t } = useTranslation();
  const studio = useStudio();
  const { library } = studio;
  const rows = useLibrary((state) => state.rows);
  const total = useLibrary((state) => state.total);
  const chosen = useLibrary((state) => state.chosen);
  const assets = useLibrary((state) => state.assets);
  const heardKey = useHeardKey();
  const list = useRef<HTMLDivElement>(null);
  useFocusWish('list', list);
  const projects = useStudioState((state) => state.projects);
  const projectName = useCallback(
    (id: string) => projects.find(({ project }) => project.id === id)?.project.name ?? '',
    [projects],
  );
  return (
    <VirtualList
      ref={list}
      label={t('library.list')}
      items={rows}
      total={total}
      keyOf={keyOf}
      rowHeightPx={CLIP_ROW_HEIGHT_PX}
      activeKey={chosen.activeId}
      selectedKeys={chosen.ids}
      onActiveChange={(clip, going) => library.choose(clip.id, going)}
      onEnd={library.loadMore}
      onDragStart={(clip, event) => {
        if (!chosen.ids.has(clip.id)) library.choose(clip.id, 'toggle');
        const dragged = chosen.ids.has(clip.id) ? library.chosenRows : [clip];
        const sounds = soundsOf(dragged, assets, (one) => clipTitle(one, t));
        const [first] = sounds;
        if (!first) event.preventDefault();
        else if (event.altKey && studio.host.dragFileOut) {
          // Out of the window, as a file: the system takes over from here.
          event.preventDefault();
          studio.host.dragFileOut(first.assetId, fileNameOf(first.title));
        } else writeClipDrag(event.dataTransfer, sounds);
      }}
      renderItem={(clip) => (
        <ClipRow
          clip={clip}
          assets={assets}
          isHeard={heardKey === clip.id}
          projectName={projectName}
          onInsert={() => insertChosen(studio)}
        />
      )}
    />
  );
}

const keyOf = ({ id }: Clip): string => id;

/** What a sound is called as a file, without its ending: the desktop knows which format it is. */
function fileNameOf(title: string): string {
  const name = title
    .replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, FILE_NAME_CHARS);
  return name === '' ? 'sound' : name;
}
