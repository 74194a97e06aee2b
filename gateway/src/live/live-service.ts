import type { AirLogEntry, Broadcast, ChangeEvents, Chimes, LiveVoiceInput, Reason } from '../contract/index.ts';
import type { CuedContent } from '../broadcast/ports.ts';
import type { Changes } from '../core/changes.ts';
import type { Cancel, Clock } from '../core/clock/clock.ts';
import { AppError, notFound } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { createLimits } from './limits.ts';
import type { LivePorts, Seat, SpeakersLine } from './ports.ts';
import { createVoice, type Voice } from './voice.ts';

interface Actor {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

export interface LiveVoicesParts {
  readonly ports: LivePorts;
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What the voice is called among the items of its broadcast; the panel has words for it. */
export const voiceTitle = 'live-voice';
const usualChimes: Chimes = { opening: 'default', closing: 'default' };
const beatMs = 125;
/** Who comes back too late is told what came of it. */
const rememberedMs = 60_000;
/** From the moment it should begin: its chime, and an output that is slow to open. Longer, nothing comes of it. */
const longestPreparingMs = 60_000;
/** The air log says more of how it ended than the broadcast itself does; a full disk keeps nobody waiting for it. */
const logPatienceMs = 3_000;

const soundIsOver: ReadonlySet<Broadcast['state']> = new Set([
  'cooling',
  'done',
  'failed',
  'cancelled',
  'pre-empted',
  'missed',
] as const);

/** A voice that ends by itself, or by what is wrong with it, has said all it had to say; any other was cut short. */
const saidAll: ReadonlySet<string> = new Set(['live.idle']);

interface LiveVoice {
  readonly voice: Voice;
  readonly login: string;
  /** The index of the voice among what is heard. */
  readonly turnAt: number;
  /** Monotonic: not heard by then, it never will be. */
  readonly heardBy: number;
}

/** Live voices: who speaks, from which panel, until when. Where they are heard and who yields is the broadcast's. */
export function createLiveVoices({ ports, changes, clock, log }: LiveVoicesParts) {
  const { broadcasts, audit } = ports;
  const limits = createLimits(ports.settings);
  const voices = new Map<string, LiveVoice>();
  let cancels: Cancel[] = [];

  function find(id: string): Voice {
    const known = voices.get(id);
    if (!known) throw notFound('live', id);
    return known.voice;
  }

  /** Once when somebody is heard, and once when it is over: where, and why. */
  function note(login: string, subject: string, result: string): void {
    audit({ who: login, action: 'speakLiveVoice', subject, result }).catch((error: unknown) => {
      log.error({ subject, err: error }, 'live voice missing from the audit log');
    });
  }

  /** The voice ends for a reason of its own. Heard already, what follows it is heard too; else all of it is over. */
  function endItself(voice: Voice, reason: Reason): void {
    const heard = voice.stage() === 'speaking';
    if (!voice.close()) return;
    log.info({ broadcastId: voice.id, ...reason }, 'live voice closed');
    const cause = { kind: 'closed', complete: saidAll.has(reason.code), reason } as const;
    broadcasts.closeVoice(voice.id, heard ? { gently: cause } : { atOnce: cause });
  }

  async function contentOf({ title, chimes = usualChimes }: LiveVoiceInput, feed: SharedArrayBuffer) {
    // What somebody has to say is news.
    const { opening, closing } = await ports.chimes.cue(chimes, 'bulletin');
    const before = opening ? [{ ...opening, chime: 'opening' as const }] : [];
    const after = closing ? [{ ...closing, chime: 'closing' as const }] : [];
    const voice = { title: voiceTitle, feed, manner: 'live' } as const;
    // Nobody knows how long it will be.
    const content: CuedContent = { title, durationMs: Infinity, items: [...before, voice, ...after] };
    return { content, turnAt: before.filter((item) => 'path' in item).length };
  }

  function onBroadcast({ id, item, startedAt, state }: Broadcast): void {
    const known = voices.get(id);
    if (known && soundIsOver.has(state)) return endSoon(known.voice);
    if (!known || startedAt === null || !item || item.index < known.turnAt) return;
    if (known.voice.stage() !== 'preparing') return;
    known.voice.turn(clock.now());
    note(known.login, id, 'ok');
  }

  function endSoon(voice: Voice): void {
    clock.sleep(logPatienceMs, forgetting.signal).then(
      () => voice.end({ code: 'live.over', params: {} }),
      () => undefined,
    );
  }

  function beat({ voice, heardBy }: LiveVoice): void {
    if (voice.stage() === 'preparing' && clock.monotonic() > heardBy) {
      endItself(voice, { code: 'live.no-sound-out', params: {} });
    }
    voice.beat();
  }

  function onLogged({ broadcastId, outcome, zones }: AirLogEntry): void {
    const known = broadcastId === null ? undefined : voices.get(broadcastId);
    if (!known) return;
    const { voice, login } = known;
    voice.end({ code: outcome.code, params: outcome.params });
    log.info({ broadcastId, code: outcome.code, ...voice.facts() }, 'live voice over');
    note(login, [voice.id, ...zones.map(({ zoneId }) => zoneId)].join(' '), outcome.code);
    clock.sleep(rememberedMs, forgetting.signal).then(
      () => voices.delete(voice.id),
      () => undefined,
    );
  }
  const forgetting = new AbortController();

  const commands = {
    /** Repeated with the same id it acts once. */
    async start(input: LiveVoiceInput, actor: Actor): Promise<Broadcast> {
      const { id, title, zoneIds, priority, reason = null } = input;
      const known = await broadcasts.startedBefore(id);
      if (known) return known;
      const feed = ports.openFeed();
      const { content, turnAt } = await contentOf(input, feed.memory);
      const voice = createVoice({
        id,
        ownerId: actor.id,
        feed,
        watch: ports.openWatch(),
        limits: limits.current,
        clock,
        log,
        onClose: (why) => endItself(voice, why),
      });
      const form = { live: true, drill: false, allClear: false, loops: false, passesNight: priority === 'emergency' };
      const begun = broadcasts.airNow({ id, title, priority, content, zoneIds, reason, ...form }, actor);
      // Asked for twice at once, the first is the one that sounds.
      if (!voices.has(id)) {
        const dueInMs = Math.max(0, Date.parse(begun.startsAt) - clock.now());
        const heardBy = clock.monotonic() + dueInMs + longestPreparingMs;
        voices.set(id, { voice, login: actor.login, turnAt, heardBy });
      }
      return begun;
    },

    /** The speaker has finished: what follows the voice is still heard. Before anybody heard it, all of it is over. */
    async finish(id: string, actor: Actor): Promise<void> {
      const voice = find(id);
      const heard = voice.stage() === 'speaking';
      if (!voice.close()) return;
      broadcasts.closeVoice(id, heard ? { gently: null } : { atOnce: { kind: 'stopped', by: actor.name } });
    },

    /** May this person speak there? Refuses with `live.not-found` or `live.not-yours`. */
    admit(id: string, actor: Actor): void {
      if (find(id).ownerId === actor.id) return;
      throw new AppError('live.not-yours', 403, 'Somebody else speaks there: only who began may go on.');
    },

    attach: (id: string, line: SpeakersLine): Seat => find(id).attach(line),

    limits: limits.state,
    changeLimits: limits.change,
  };

  return {
    /** For people. */
    commands,

    async start(): Promise<void> {
      await limits.start();
      cancels = [
        changes.on('broadcast.changed', onBroadcast),
        changes.on('air-log.added', onLogged),
        clock.every(beatMs, () => {
          for (const voice of voices.values()) beat(voice);
        }),
      ];
    },
    stop(): void {
      for (const cancel of cancels) cancel();
      forgetting.abort(new Error('the gateway stops'));
      for (const { voice } of voices.values()) voice.end({ code: 'broadcast.interrupted', params: {} });
    },
  };
}

export type LiveVoices = ReturnType<typeof createLiveVoices>;
