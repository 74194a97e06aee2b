import type { Broadcast, ButtonPress, Zone } from '../contract/index.ts';
import { AppError, reasonOf } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { Logger } from '../core/log.ts';
import type { ButtonRow } from './button-store.ts';
import type { ButtonPorts } from './ports.ts';
import type { Meaning } from './press.ts';

/** How a button signs what it does, in the air log and the audit log; the panel says it in words. */
export const signatureOf = ({ name }: Pick<ButtonRow, 'name'>): string => `button:${name}`;

/** Does what a press means, and knows what each button has started. */
export function createCarryOut({ ports, log }: { readonly ports: ButtonPorts; readonly log: Logger }) {
  const { emergencies, zones, audit } = ports;
  /** Button → the emergency that it started last. */
  const started = new Map<string, Broadcast>();

  async function write(row: ButtonRow, action: string, subject: string, result: string): Promise<void> {
    try {
      await audit.record({ who: signatureOf(row), action, subject, result });
    } catch (error) {
      // It has acted: a full disk must not make "sounds" look like "does not".
      log.error({ err: error, buttonId: row.id, action }, 'press missing from the audit log');
    }
  }

  /** Of the chosen zones those that are still there. */
  function zonesOf({ zoneIds }: ButtonRow, all: readonly Zone[]): string[] {
    return all.map(({ id }) => id).filter((id) => zoneIds === null || zoneIds.includes(id));
  }

  async function start(row: ButtonRow): Promise<Broadcast> {
    const { name, title, siren, recordingId, drill } = row;
    const zoneIds = zonesOf(row, await zones());
    if (zoneIds.length === 0) throw noZones(row);
    const message = recordingId === null ? {} : { recordingId };
    const input = { id: newId(), title, siren, ...message, zoneIds, drill, reason: `${title} (${name})`.slice(0, 300) };
    return emergencies.start(input, { name: signatureOf(row) });
  }

  async function allClear({ id, allClear: end, name }: ButtonRow): Promise<Broadcast> {
    const emergency = started.get(id);
    if (!emergency || !end)
      throw new AppError('button.nothing-to-end', 409, `'${name}' has started nothing that sounds.`);
    return emergencies.allClear(emergency.id, { id: newId(), title: end.title }, { name: signatureOf({ name }) });
  }

  return {
    async act(meaning: Meaning, row: ButtonRow): Promise<ButtonPress['reason']> {
      const action = meaning === 'start' ? 'startEmergency' : 'giveAllClear';
      try {
        const broadcast = await (meaning === 'start' ? start(row) : allClear(row));
        if (meaning === 'start') started.set(row.id, broadcast);
        else started.delete(row.id);
        await write(row, action, broadcast.id, 'ok');
        return null;
      } catch (error) {
        const reason = reasonOf(error);
        log.warn({ buttonId: row.id, action, err: error }, 'press not obeyed');
        await write(row, action, row.id, reason.code);
        return reason;
      }
    },

    refused: (row: ButtonRow, code: string): void => void write(row, 'pressButton', row.id, code),

    isSounding: (id: string): boolean => {
      const state = started.get(id)?.state;
      return state === 'planned' || state === 'warming' || state === 'on-air';
    },

    heard(broadcast: Broadcast): void {
      for (const [id, known] of started) if (known.id === broadcast.id) started.set(id, broadcast);
    },

    forget: (id: string): void => void started.delete(id),

    /** What would keep a press from starting anything, as things stand. */
    async problemOf(row: ButtonRow): Promise<ButtonPress['reason']> {
      if (zonesOf(row, await zones()).length === 0) return reasonOf(noZones(row));
      if (row.recordingId === null) return null;
      const recording = await ports.recording(row.recordingId);
      const ready = recording?.state === 'ready' && recording.purpose === 'emergency';
      if (ready || row.siren) return null;
      return { code: 'button.no-message', params: { button: row.name, title: recording?.title ?? '' } };
    },
  };
}

function noZones({ name }: ButtonRow): AppError {
  return new AppError('button.no-zones', 409, `None of the zones of button '${name}' is there: choose others.`, {
    params: { button: name },
  });
}

export type CarryOut = ReturnType<typeof createCarryOut>;
