import '@fontsource/be-vietnam-pro/latin-400.css';
import '@fontsource/be-vietnam-pro/latin-600.css';
import '@fontsource/be-vietnam-pro/vietnamese-400.css';
import '@fontsource/be-vietnam-pro/vietnamese-600.css';
import './lib/tokens.css';
import './lib/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { chosenLanguage, speak } from './lib/i18n/index.svelte.ts';
import { createPanel } from './lib/panel.ts';

const panel = createPanel();
panel.preferences.apply();
panel.router.start();
panel.clock.start();
void panel.session.start();
await speak(chosenLanguage());
mount(App, { target: document.body, props: { panel } });
