import type {
  AirLogEntry,
  AiredSoundLimits,
  AiredSoundState,
  AllClearInput,
  Broadcast,
  BroadcastInput,
  EmergencyInput,
  LiveVoiceInput,
  LiveVoiceLimits,
  LiveVoiceLimitsState,
  PageOf,
  PageQuery,
} from '../../contract/index.ts';
import type { Seat, SpeakersLine } from '../../live/ports.ts';
import type { SoundOnDemand } from '../sound.ts';
import type { Actor } from './people.ts';

/** What is on air, and what was. */
export interface AirServices {
  readonly broadcasts: {
    /** Those not over. */
    list(): Promise<Broadcast[]>;
    get(id: string): Promise<Broadcast>;
    start(input: BroadcastInput, actor: Actor): Promise<Broadcast>;
    stop(id: string, actor: Actor): Promise<Broadcast>;
    stopAll(actor: Actor): Promise<Broadcast[]>;
  };
  readonly emergencies: {
    start(input: EmergencyInput, actor: Actor): Promise<Broadcast>;
    /** Ends that emergency; the answer is the broadcast that says so. */
    allClear(id: string, input: AllClearInput, actor: Actor): Promise<Broadcast>;
  };
  readonly liveVoices: {
    start(input: LiveVoiceInput, actor: Actor): Promise<Broadcast>;
    /** What follows the voice is still heard. */
    finish(id: string, actor: Actor): Promise<void>;
    /** Rejects with `live.not-found` or `live.not-yours`. */
    admit(id: string, actor: Actor): void;
    /** The socket of somebody who was admitted. */
    attach(id: string, line: SpeakersLine): Seat;
    limits(): LiveVoiceLimitsState;
    changeLimits(limits: LiveVoiceLimits): Promise<LiveVoiceLimitsState>;
  };
  readonly airLog: {
    list(page: PageQuery): Promise<PageOf<AirLogEntry>>;
    /** What left an output during a line; rejects with `air-log.not-found` or `aired-sound.not-held`. */
    sound(id: string, outputId: string): Promise<SoundOnDemand>;
  };
  readonly airedSound: {
    state(): AiredSoundState;
    change(limits: AiredSoundLimits): Promise<AiredSoundState>;
  };
}
