import type { ButtonDriver, ButtonInput, EmergencyButton } from '#contract';
import type { SoundKind } from '../../../lib/emergency.ts';

export const endings = ['none', 'same-key', 'second-key'] as const;
export type Ending = (typeof endings)[number];

/** What a person is writing down about an emergency button, before it is saved. */
export class ButtonDraft {
  name = $state('');
  driver = $state<ButtonDriver>('tasmota');
  gesture = $state<ButtonInput['gesture']>('hold');
  /** Shorter is brushed against, longer is an eternity with a fire behind one. */
  holdSeconds = $state(3);
  title = $state('');
  sound = $state<SoundKind>('siren');
  recordingId = $state<string | null>(null);
  /** null: all of them, also those that come later. */
  zoneIds = $state.raw<readonly string[] | null>(null);
  drill = $state(false);
  ending = $state<Ending>('none');
  readonly #maintenance: boolean;

  constructor(button: EmergencyButton | undefined, title: string) {
    this.#maintenance = button?.maintenance ?? false;
    this.title = button?.title ?? title;
    if (!button) return;
    this.name = button.name;
    this.driver = button.driver;
    this.gesture = button.gesture;
    this.holdSeconds = button.holdSeconds;
    this.sound = button.recordingId === null ? 'siren' : button.siren ? 'both' : 'message';
    this.recordingId = button.recordingId;
    this.zoneIds = button.zoneIds;
    this.drill = button.drill;
    this.ending = button.allClear?.by ?? 'none';
  }

  /** `message`: what is heard when none of the messages was tapped. `allClear`: what its end is called. */
  input(message: string | null, allClear: string): ButtonInput {
    const { driver, gesture, holdSeconds, sound, drill, zoneIds, ending } = this;
    const recordingId = sound === 'siren' ? null : (this.recordingId ?? message);
    return {
      ...{ driver, gesture, holdSeconds, drill, recordingId, maintenance: this.#maintenance },
      name: this.name.trim(),
      title: this.title.trim(),
      siren: sound !== 'message' || recordingId === null,
      zoneIds: zoneIds && [...zoneIds],
      allClear: ending === 'none' ? null : { by: ending, title: allClear },
    };
  }
}
