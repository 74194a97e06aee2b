import type { Alert, AlertMessage, ChangeEvents } from '../../contract/index.ts';
import type { Changes } from '../../core/changes.ts';
import { messageOf } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';

export interface MqttBoardParts {
  readonly link: {
    publish(topic: string, payload: string, options?: { qos?: 0 | 1; retain?: boolean }): Promise<void>;
    onConnection(listener: (connected: boolean) => void): () => void;
  };
  /** `loa-thon/<village>` */
  readonly villageTopic: string;
  readonly changes: Changes<ChangeEvents>;
  readonly open: () => readonly Alert[];
  readonly log: Logger;
}

/**
 * What is open, retained at `…/alerts/open`, for whoever comes later; and each event once, at `…/alerts/event`. The line queues
 * nothing: what was said while it was down is seen in what is open when it is back.
 */
export function createMqttBoard({ link, villageTopic, changes, open, log }: MqttBoardParts) {
  let connected = false;
  let said: string | null = null;
  let saying: Promise<void> | null = null;
  let cancels: (() => void)[] = [];

  function show(): void {
    if (connected) saying ??= say();
  }

  /** One after the other, so that the newest is the one that stays. Never rejects. */
  async function say(): Promise<void> {
    await Promise.resolve(); // what changes in one turn is one message
    try {
      for (let text = JSON.stringify(open()); connected && text !== said; text = JSON.stringify(open())) {
        await link.publish(`${villageTopic}/alerts/open`, text, { qos: 1, retain: true });
        said = text;
      }
    } catch (error) {
      log.debug({ reason: messageOf(error) }, 'alerts were not said on mqtt');
    } finally {
      saying = null;
    }
  }

  return {
    tell(message: AlertMessage): void {
      link.publish(`${villageTopic}/alerts/event`, JSON.stringify(message), { qos: 1 }).catch((error: unknown) => {
        log.debug({ reason: messageOf(error) }, 'an alert was not said on mqtt');
      });
    },

    start(): void {
      cancels = [
        changes.on('alert.changed', show),
        link.onConnection((now) => {
          connected = now;
          said = null;
          show();
        }),
      ];
    },

    stop(): void {
      for (const cancel of cancels) cancel();
    },
  };
}
