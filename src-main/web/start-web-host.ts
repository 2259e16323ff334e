/** The loopback web host: the studio in any browser of this machine, for this person only. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServePage } from '#core/serving/serve-page.ts';
import type { Studio } from '#core/studio/studio.ts';
import { createRequestHandler } from './handle-request.ts';
import { createSession } from './session.ts';

export interface WebHost {
  /** Opens the studio once, in one browser. */
  readonly url: string;
  /** Another one-time link, for another browser or after the first was spent. */
  newUrl(): string;
  /** Ends open requests and event streams. */
  close(): Promise<void>;
}

export interface WebHostOptions {
  readonly studio: Studio;
  /** 0 (the default) takes any free port. */
  readonly port?: number;
  /** The built page: out/renderer. */
  readonly rendererDir: string;
}

const LOOPBACK = '127.0.0.1';

/** Rejects with the system's error when the port is taken or the page is not built. */
export async function startWebHost({ studio, port = 0, rendererDir }: WebHostOptions): Promise<WebHost> {
  const servePage = await createServePage(rendererDir);
  let handle = (_request: IncomingMessage, response: ServerResponse): void => void response.destroy();
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
  const ownHost = `${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  const session = createSession((server.address() as AddressInfo).port);
  handle = createRequestHandler({ studio, servePage, session, ownHost });
  const newUrl = () => `http://${ownHost}/?token=${session.newLinkSecret()}`;
  return {
    url: newUrl(),
    newUrl,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
