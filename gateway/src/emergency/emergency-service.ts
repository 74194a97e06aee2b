import type { AllClearInput, Broadcast, EmergencyInput } from '../contract/index.ts';
import { AppError, reasonOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import type { Cue } from '../library/ports.ts';
import type { EmergencyPorts } from './ports.ts';
import type { SpokenPurpose } from './spoken-words.ts';
import { allClearScript, emergencyScript, type Message } from './script.ts';

interface Actor {
  readonly name: string;
}

/**
 * Emergencies as a person starts and ends them: what they sound like. Who yields to them, and how they pass the night,
 * is the broadcast's.
 */
export function createEmergencies({ ports, log }: { readonly ports: EmergencyPorts; readonly log: Logger }) {
  const { broadcasts, recordings, sounds } = ports;

  /** The chime that nobody takes for the siren, then words: the village's own, or those spoken for it. */
  async function drillNotice(drill: boolean): Promise<Cue[]> {
    return drill ? [sounds.drill, ...(await spoken('drill'))] : [];
  }

  /** The village's own words before those spoken for it; an emergency waits neither for a voice nor for a spoiled recording. */
  async function spoken(purpose: SpokenPurpose): Promise<Cue[]> {
    const words = (await recorded(purpose)) ?? ports.words(purpose);
    return words ? [words] : [];
  }

  async function recorded(purpose: SpokenPurpose): Promise<Cue | null> {
    try {
      return await recordings.cueNewest(purpose);
    } catch (error) {
      log.warn({ purpose, err: error }, 'recorded notice cannot be aired');
      return null;
    }
  }

  async function messageOf(id: string, sirenToo: boolean): Promise<Message> {
    const { title, purpose } = await recordings.get(id);
    if (purpose !== 'emergency') {
      throw new AppError('emergency.not-prepared', 422, `'${title}' was not prepared for emergencies: mark it first.`, {
        params: { title },
      });
    }
    try {
      return await recordings.cue(id);
    } catch (error) {
      if (!sirenToo) throw error;
      return { title, problem: reasonOf(error) };
    }
  }

  return {
    /** Repeated with the same id it acts once. */
    async start(input: EmergencyInput, actor: Actor): Promise<Broadcast> {
      const { id, title, siren, recordingId, zoneIds, drill, reason = null } = input;
      const known = await broadcasts.startedBefore(id);
      if (known) return known;
      if (!siren && recordingId === undefined) {
        throw new AppError('emergency.nothing-chosen', 422, 'Choose the siren, a message, or both.');
      }
      const content = emergencyScript(title, {
        notice: await drillNotice(drill),
        siren: siren ? sounds.siren : null,
        message: recordingId === undefined ? null : await messageOf(recordingId, siren),
      });
      const form = { priority: 'emergency', loops: true, live: false, allClear: false, passesNight: !drill } as const;
      return broadcasts.airNow({ id, title, content, zoneIds, drill, reason, ...form }, actor);
    },

    /** Ends an emergency, and says so wherever it sounded. Repeated with the same id it acts once. */
    async allClear(emergencyId: string, { id, title }: AllClearInput, actor: Actor): Promise<Broadcast> {
      const known = await broadcasts.startedBefore(id);
      if (known) return known;
      const notice = await drillNotice(broadcasts.isDrill(emergencyId));
      const words = [sounds.allClear, ...(await spoken('all-clear'))];
      return broadcasts.allClear(emergencyId, { id, title, content: allClearScript(title, notice, words) }, actor);
    },
  };
}

export type Emergencies = ReturnType<typeof createEmergencies>;
