import { onTestFinished } from 'vitest';
import { createButtons } from '../../gateway/src/buttons/button-service.ts';
import type {
  AllClearInput,
  Broadcast,
  ButtonInput,
  ChangeEvents,
  EmergencyButton,
  EmergencyInput,
  Recording,
  Zone,
} from '../../gateway/src/contract/index.ts';
import { createChanges } from '../../gateway/src/core/changes.ts';
import { AppError } from '../../gateway/src/core/errors.ts';
import { testFirmware } from './rendered.ts';
import { createFakeClock } from './fake-clock.ts';
import { createFakeAccounts, createFakeLink } from './fake-link.ts';
import { broadcast, recording, zone } from './fake-services.ts';
import { quietLog } from './quiet-log.ts';
import { temporaryStorage } from './storage.ts';

export const wallButton: ButtonInput = {
  name: 'Nhà văn hóa',
  driver: 'generic',
  holdSeconds: 3,
  gesture: 'hold',
  title: 'Cháy',
  siren: true,
  recordingId: null,
  zoneIds: null,
  drill: false,
  allClear: null,
  maintenance: false,
};

/** One button on a wall, real rules over a real database; the broker's line and the emergencies are told of by a story. */
export async function openButtonVillage(input: Partial<ButtonInput> = {}) {
  const clock = createFakeClock();
  const storage = await temporaryStorage();
  const link = createFakeLink();
  const accounts = createFakeAccounts();
  const changes = createChanges<ChangeEvents>();
  const story: string[] = [];
  const trail: string[] = [];
  const shown: EmergencyButton[] = [];
  const started: string[] = [];
  const village = {
    zones: [zone] as Zone[],
    recordings: [{ ...recording, id: 'tin-lu', title: 'Tin lũ', purpose: 'emergency' }] as Recording[],
    refusal: null as AppError | null,
  };
  changes.on('button.changed', (button) => void shown.push(button));

  function sound(input: EmergencyInput | (AllClearInput & { of: string })): Broadcast {
    if (village.refusal) throw village.refusal;
    started.push(input.id);
    return { ...broadcast, id: input.id, title: input.title, state: 'on-air' };
  }
  const parts = {
    storage,
    link,
    accounts,
    clock,
    log: quietLog,
    changes,
    village: { id: 'ngot' },
    advertised: () => ({ host: '192.168.1.10', port: 1883, tls: null }),
    ports: {
      emergencies: {
        async start(input: EmergencyInput, actor: { readonly name: string }) {
          const begun = sound(input);
          story.push(`${actor.name} starts ${input.title}: ${input.zoneIds.join()} ${input.drill ? 'drill' : 'meant'}`);
          return begun;
        },
        async allClear(of: string, input: AllClearInput, actor: { readonly name: string }) {
          const said = sound({ ...input, of });
          story.push(`${actor.name} ends it: ${input.title}`);
          return said;
        },
      },
      firmware: testFirmware,
      zones: async () => village.zones,
      recording: async (id: string) => village.recordings.find((known) => known.id === id),
      audit: {
        async record({ who, action, result }: { who: string; action: string; result: string }) {
          trail.push(`${who} ${action} ${result}`);
        },
      },
    },
  };
  let buttons = createButtons(parts);
  await buttons.start();
  onTestFinished(() => buttons.stop());
  const { button, credentials } = await buttons.create({ ...wallButton, ...input });
  const say = (subtopic: string, payload: string, retained = false) =>
    link.say(`${button.topic}/${subtopic}`, payload, { retained });

  /** As long as its line is up the board answers. */
  link.onSent((topic, payload) => {
    if (topic === `${button.topic}/command` && payload === 'STATE' && device.there) say('state', 'ready');
  });
  const device = { there: true };

  return {
    clock,
    device,
    link,
    accounts,
    changes,
    story,
    trail,
    shown,
    village,
    credentials,
    id: button.id,
    say,
    get buttons() {
      return buttons;
    },
    view: () => buttons.get(button.id),
    /** It comes, and has been there for a while. */
    async settle() {
      say('status', 'online');
      await clock.advance(9_000);
    },
    async hold(mark = '') {
      say('1/press', `hold${mark && ` ${mark}`}`);
      await clock.advance(300);
    },
    /** What it started is over. */
    end() {
      for (const id of started) changes.emit('broadcast.changed', { ...broadcast, id, state: 'done' });
    },
    /** The gateway is started again on the same database. */
    async restart() {
      buttons.stop();
      buttons = createButtons(parts);
      await buttons.start();
    },
  };
}
