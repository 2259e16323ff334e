import type { Dispatch } from '#core/studio/dispatch.ts';
import type { Answer } from '#shared/contract/client.ts';
import { isHostMethodName } from '#shared/contract/host.ts';
import type { AnswerHost } from './answer-host.ts';
import { isOwnPage } from './own-page.ts';

/** The part of Electron's WebFrameMain that says who is asking. */
export interface SenderFrame {
  readonly url: string;
  /** null: the window's main frame. */
  readonly parent: unknown;
}

/** Only the main frame of a window that shows our page. A frame that is gone by now is nobody. */
export function isTrustedSender(frame: SenderFrame | null): boolean {
  return frame !== null && frame.parent === null && isOwnPage(frame.url);
}

/** The one IPC handler. Always answers. */
export function createAnswerInvoke(dispatch: Dispatch, answerHost: AnswerHost) {
  return async (
    event: { readonly senderFrame: SenderFrame | null },
    method: unknown,
    input: unknown,
  ): Promise<Answer> => {
    if (!isTrustedSender(event.senderFrame)) return refused('Only the studio’s own page may call the studio.');
    if (typeof method !== 'string') return refused('A call names its method with text.');
    return isHostMethodName(method) ? answerHost(method, input) : dispatch(method, input);
  };
}

function refused(message: string): Answer {
  return { ok: false, error: { code: 'invalid-input', message, isRetryable: false } };
}
