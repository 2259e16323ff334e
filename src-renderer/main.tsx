import './shell/zod-without-compiling.ts';
import './styles/tokens.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { createClient } from '#shared/contract/client.ts';
import { listenToKeys } from './actions/keyboard.ts';
import { App } from './app/app.tsx';
import { followAppearance } from './app/appearance.ts';
import { Studio } from './app/studio.ts';
import { StudioContext } from './app/studio-context.ts';
import { startI18n } from './i18n/start-i18n.ts';
import { tellDesktop } from './jobs/tell-desktop.ts';
import { Player } from './player/player.ts';
import { createHost } from './shell/host.ts';
import { keepDesktop } from './shell/keep-desktop.ts';
import { createTransport } from './shell/transport.ts';

const studio = new Studio({
  client: createClient(createTransport()),
  host: createHost(),
  createPlayer: (events) => Player.create(events),
  storage: localStorage,
});
const [translation] = await Promise.all([startI18n(navigator.languages), studio.preferences.load()]);
const endings = [
  followAppearance(studio, translation, navigator.languages),
  listenToKeys(studio),
  tellDesktop(studio, translation),
  ...keepDesktop(studio, translation),
];
// Edits are kept over a reload where they fit into the page's storage. A book that was just pasted may not.
window.addEventListener('beforeunload', (event) => {
  if (studio.state.session?.isSafeToLeave === false) event.preventDefault();
});
window.addEventListener('pagehide', () => {
  for (const end of endings) end();
  void studio.dispose();
});
createRoot(document.getElementById('studio')!).render(
  <StudioContext value={studio}>
    <App />
  </StudioContext>,
);
await studio.start();
