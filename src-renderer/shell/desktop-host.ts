/** What a desktop has around the page, asked through the bridge; see contract/host.ts. */

import type { z } from 'zod';
import { type Answer, errorOfAnswer, type Transport } from '#shared/contract/client.ts';
import type { HOST_METHODS, HostEvent, HostMethodName } from '#shared/contract/host.ts';
import type { DesktopHost } from './host.ts';

type Input<M extends HostMethodName> = z.input<(typeof HOST_METHODS)[M]['input']>;
type Output<M extends HostMethodName> = z.output<(typeof HOST_METHODS)[M]['output']>;

export function createDesktopHost(transport: Transport): Required<DesktopHost> {
  async function ask<M extends HostMethodName>(method: M, input: Input<M>): Promise<Output<M>> {
    const answer = (await transport.invoke(method, input)) as Answer<Output<M>>;
    if (answer.ok) return answer.value;
    throw errorOfAnswer(answer.error);
  }
  /** Ornaments: whether the icon shows a bar or a menu is up to date stops nobody's work. */
  const decorate = <M extends HostMethodName>(method: M, input: Input<M>): void => {
    ask(method, input).catch((thrown: unknown) => console.warn(method, thrown));
  };
  return {
    chooseSavePath: (suggestion) => ask('host.chooseSavePath', { ...suggestion }),
    revealFile: async (what) => {
      await ask('host.reveal', 'reportId' in what ? { reportId: what.reportId } : { folder: 'library' });
    },
    dragFileOut: (assetId, name) => decorate('host.dragOut', { assetId, name }),
    setProgress: (progress) => decorate('host.setProgress', { progress }),
    notify: (notification) => decorate('host.notify', { ...notification }),
    setMenu: (menu) => decorate('host.setMenu', { menu }),
    setTitle: (title, isSaving) => decorate('host.setTitle', { title, isSaving }),
    listen: (listener) =>
      transport.subscribe((event) => {
        if (isHostEvent(event)) listener(event);
      }),
  };
}

function isHostEvent(event: unknown): event is HostEvent {
  const name = (event as { readonly name?: unknown } | null)?.name;
  return name === 'host.action' || name === 'host.filesOpened';
}
