import type { Clock } from '../../../core/clock/clock.ts';
import type { CameraFaults } from '../faults.ts';
import { textOf, type SoapRequest } from './request.ts';
import { escapeXml, type SoapFault } from './envelope.ts';

/** Something a camera noticed, as it goes into a NotificationMessage (ONVIF Core §9.5). */
export interface Notice {
  /** `tns1:RuleEngine/CellMotionDetector/Motion` */
  readonly topic: string;
  readonly source: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
}

/** Pull points of one camera (ONVIF Core §9.2). */
export interface Subscriptions {
  /** How many are open: a camera has few, and forgets those that nobody ended only after their time. */
  readonly open: number;
  notify(notice: Notice): void;
  create(base: string, cameraNow: number): string | SoapFault;
  /** Of PullMessages, Renew and Unsubscribe; a pull waits until there is something to say or its time is up. */
  answer(request: SoapRequest, path: string, cameraNow: () => number, signal: AbortSignal): Promise<string | SoapFault>;
  forget(): void;
}

interface PullPoint {
  endsAt: number;
  readonly waiting: string[];
}

const termMs = 60_000;
const tickMs = 50;
const noSuch: SoapFault = {
  status: 400,
  code: 'Sender',
  subcode: 'wsnt:UnableToGetMessagesFault',
  text: 'The subscription is not known',
};
const noneLeft: SoapFault = {
  status: 400,
  code: 'Receiver',
  subcode: 'ter:MaxNumberOfPullpoints',
  text: 'No more pull points',
};

/** `byReference`: as Axis, all have one address and are told apart by a reference parameter that the client says again. */
export function createSubscriptions(parts: {
  clock: Clock;
  faults: CameraFaults;
  slots: number;
  byReference: boolean;
}): Subscriptions {
  const { clock, faults, slots, byReference } = parts;
  const open = new Map<string, PullPoint>();
  let made = 0;

  const iso = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

  function expire(): void {
    for (const [id, point] of open) if (point.endsAt <= clock.monotonic()) open.delete(id);
  }

  function times(cameraNow: number): string {
    return `<wsnt:CurrentTime>${iso(cameraNow)}</wsnt:CurrentTime><wsnt:TerminationTime>${iso(cameraNow + termMs)}</wsnt:TerminationTime>`;
  }

  async function pull(
    request: SoapRequest,
    point: PullPoint,
    cameraNow: () => number,
    signal: AbortSignal,
  ): Promise<string> {
    const seconds = Number(/^PT(\d+)S$/.exec(textOf(request.body, 'Timeout') ?? '')?.[1] ?? 60);
    const limit = Number(textOf(request.body, 'MessageLimit') ?? 10);
    const until = clock.monotonic() + (faults.events === 'hasty' ? 0 : seconds * 1_000);
    while (point.waiting.length === 0 && clock.monotonic() < until) await clock.sleep(tickMs, signal);
    const messages = point.waiting.splice(0, limit);
    return (
      `<tev:PullMessagesResponse><tev:CurrentTime>${iso(cameraNow())}</tev:CurrentTime>` +
      `<tev:TerminationTime>${iso(cameraNow() + point.endsAt - clock.monotonic())}</tev:TerminationTime>${messages.join('')}</tev:PullMessagesResponse>`
    );
  }

  return {
    get open() {
      expire();
      return open.size;
    },
    notify({ topic, source, data }) {
      const items = (of: Readonly<Record<string, string>>) =>
        Object.entries(of)
          .map(([name, value]) => `<tt:SimpleItem Name="${name}" Value="${escapeXml(value)}"/>`)
          .join('');
      const message =
        `<wsnt:NotificationMessage><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">${topic}</wsnt:Topic>` +
        `<wsnt:Message><tt:Message UtcTime="${iso(clock.now())}" PropertyOperation="Changed"><tt:Source>${items(source)}</tt:Source>` +
        `<tt:Data>${items(data)}</tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>`;
      for (const point of open.values()) point.waiting.push(message);
    },
    create(base, cameraNow) {
      expire();
      if (open.size >= slots) return noneLeft;
      const id = String(made++);
      open.set(id, { endsAt: clock.monotonic() + termMs, waiting: [] });
      const reference = byReference
        ? `<wsa5:Address>${base}/onvif/services</wsa5:Address><wsa5:ReferenceParameters>` +
          `<dom0:SubscriptionId xmlns:dom0="http://www.axis.com/2009/event">${id}</dom0:SubscriptionId></wsa5:ReferenceParameters>`
        : `<wsa5:Address>${base}/onvif/services?SubscriptionId=${id}</wsa5:Address>`;
      return (
        `<tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference>${reference}</tev:SubscriptionReference>` +
        `${times(cameraNow)}</tev:CreatePullPointSubscriptionResponse>`
      );
    },
    async answer(request, path, cameraNow, signal) {
      expire();
      const id = byReference ? textOf(request.header, 'SubscriptionId') : /SubscriptionId=(\d+)/.exec(path)?.[1];
      const point = open.get(id ?? '');
      if (!point) return noSuch;
      if (request.action === 'PullMessages') return pull(request, point, cameraNow, signal);
      if (request.action === 'Unsubscribe') {
        open.delete(id ?? '');
        return '<wsnt:UnsubscribeResponse/>';
      }
      point.endsAt = clock.monotonic() + termMs;
      return `<wsnt:RenewResponse>${times(cameraNow())}</wsnt:RenewResponse>`;
    },
    forget: () => open.clear(),
  };
}
