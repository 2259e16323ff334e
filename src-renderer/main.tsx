import './shell/zod-without-compiling.ts';
import './styles/tokens.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { createClient } from '#shared/contract/client.ts';
import { listenToKeys } from './actions/keyboard.ts';
import { App } from './app/app.tsx';
import { Studio } from './app/studio.ts';
import { StudioContext } from './app/studio-context.ts';
import { startI18n } from './i18n/start-i18n.ts';
import { Player } from './player/player.ts';
import { createTransport } from './shell/transport.ts';

const studio = new Studio({
  client: createClient(createTransport()),
  createPlayer: (events) => Player.create(events),
});
await startI18n(localStorage, navigator.languages);
const stopListening = listenToKeys(studio);
window.addEventListener('pagehide', () => {
  stopListening();
  void studio.dispose();
});
createRoot(document.getElementById('studio')!).render(
  <StudioContext value={studio}>
    <App />
  </StudioContext>,
);
await studio.start();
