import type { NoticeTemplate } from '../../../gateway/src/contract/index.ts';
import type { Fake } from './fake.ts';
import { recording } from './recordings.ts';

const notice: NoticeTemplate = {
  id: 'moi-hop',
  title: 'Mời họp',
  file: 'notices/moi-hop.toml',
  text: 'Mời bà con họp lúc {gio}.',
  blanks: [{ name: 'gio', label: 'Mấy giờ', kind: 'time', example: '19:30', needed: true }],
  problem: null,
};

export const fakeSpeech: Fake<'speech'> = ({ tell }) => ({
  state: async () => ({ voices: [{ engine: 'espeak-ng', problem: null }], modelsFolder: '/state/voices' }),
  notices: async () => [notice],
  preview: async () => ({ title: notice.title, text: notice.text, spoken: [notice.text], durationMs: 2_000 }),
  create: async ({ title = notice.title }, actor) => tell(`${actor.login} speaks ${title}`, { ...recording, title }),
});
