import type {
  Alert,
  ChangeEvents,
  PageOf,
  PageQuery,
  Shift,
  ShiftEntry,
  ShiftReview,
  User,
} from '../../contract/index.ts';
import type { Changes } from '../../core/changes.ts';
import type { Clock } from '../../core/clock/clock.ts';
import { AppError } from '../../core/errors.ts';
import { createTurns } from '../../core/in-turn.ts';
import { shiftOf } from './shift.ts';
import type { ShiftStore } from './shift-store.ts';

export interface ShiftParts {
  readonly store: ShiftStore;
  readonly clock: Clock;
  readonly changes: Changes<ChangeEvents>;
  readonly open: () => readonly Alert[];
  /** Raised since then, oldest first; `most` of them. */
  readonly raisedSince: (at: string, most: number) => Promise<Alert[]>;
}

type Person = Pick<User, 'login' | 'name'>;

const mostReviewed = 100;
const dayMs = 24 * 3_600_000;

/** Who watches, and what each leaves for the next. It only grows. */
export function createShiftLog({ store, clock, changes, open, raisedSince }: ShiftParts) {
  const inTurn = createTurns();
  let shift: Shift = { onDuty: null, handOver: null };

  async function write(kind: ShiftEntry['kind'], { login, name }: Person, note = ''): Promise<Shift> {
    const changesHands = kind === 'took-over' || kind === 'handed-over';
    await store.append({
      at: new Date(clock.now()).toISOString(),
      kind,
      login,
      by: name,
      note: note.trim(),
      open: changesHands ? open().map(asLine) : [],
    });
    shift = shiftOf(await store.current());
    changes.emit('shift.changed', shift);
    return shift;
  }

  return {
    now: (): Shift => shift,

    commands: {
      /** The shift, what came up in it, and what was noted. While nobody is on duty: of the last 24 hours. */
      async review(): Promise<ShiftReview> {
        const since = shift.onDuty?.since ?? new Date(clock.now() - dayMs).toISOString();
        return {
          shift,
          raised: await raisedSince(since, mostReviewed),
          notes: await store.notesSince(since, mostReviewed),
        };
      },

      log: (query: PageQuery): Promise<PageOf<ShiftEntry>> => store.list(query),

      /** Whoever had it has it no more: people go home without a word. */
      takeOver: (note: string, who: Person): Promise<Shift> =>
        inTurn(async () => {
          if (shift.onDuty?.login === who.login) throw new AppError('shift.yours', 409, 'The shift is yours already.');
          return write('took-over', who, note);
        }),

      handOver: (note: string, who: Person): Promise<Shift> =>
        inTurn(async () => {
          if (shift.onDuty?.login !== who.login) {
            throw new AppError('shift.not-yours', 409, 'Only whoever is on duty hands the shift over.');
          }
          return write('handed-over', who, note);
        }),

      note: (note: string, who: Person): Promise<Shift> => inTurn(() => write('note', who, note)),

      /** What was handed over has been read. */
      read: (who: Person): Promise<Shift> =>
        inTurn(() => (shift.handOver ? write('read', who) : Promise.resolve(shift))),
    },

    async start(): Promise<void> {
      shift = shiftOf(await store.current());
    },
  };
}

function asLine({ id, kind, cameras }: Alert): ShiftEntry['open'][number] {
  return { alertId: id, kind, cameras: cameras.filter(({ backAt }) => backAt === null).map(({ name }) => name) };
}
