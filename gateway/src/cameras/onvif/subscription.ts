import type { Clock } from '../../core/clock/clock.ts';
import { pathNamed } from './address.ts';
import { readNotices, type CameraNotice } from './notices.ts';
import type { Line } from './line.ts';
import { childOf, textOf, type Element } from './soap.ts';
import type { OnvifTiming } from './timing.ts';
import { escapeXml } from './words.ts';

/** A pull point (ONVIF Core §9.2): a camera has few of them, and keeps those that nobody gives back until it is restarted. */
export interface Subscription {
  /** When it ends by itself, by the monotonic clock. */
  readonly endsAt: number;
  /** Waits until something happened, or a pull's time is up. */
  pull(signal: AbortSignal): Promise<CameraNotice[]>;
  renew(signal: AbortSignal): Promise<void>;
  /** Gives it back. */
  end(signal: AbortSignal): Promise<void>;
}

const eventsNamespace = 'http://www.onvif.org/ver10/events/wsdl';
const notification = 'http://docs.oasis-open.org/wsn/b-2';
const term = 'PT2M';
const most = 50;
/** Where a camera says no end: some makers' shortest term. */
const shortestTermMs = 60_000;

/** The claim that a camera has pull points is worth nothing, so it is simply tried. */
export async function openSubscription(
  { clock, timing, line }: { clock: Clock; timing: OnvifTiming; line: Line },
  signal: AbortSignal,
): Promise<Subscription> {
  const { words } = line;
  const create =
    `<CreatePullPointSubscription xmlns="${eventsNamespace}"><InitialTerminationTime>${term}</InitialTerminationTime>` +
    `</CreatePullPointSubscription>`;
  const said = childOf(
    await line.ask(words.own(create, { service: 'events' }), signal),
    'createPullPointSubscriptionResponse',
  );
  const reference = childOf(said, 'subscriptionReference');
  const at = textOf(reference, 'address') ?? '';
  const path = pathNamed(at);
  if (path === null) throw line.trouble('broken-reply');
  // Axis tells its pull points apart by this and not by the address.
  const id = textOf(reference, 'referenceParameters', 'subscriptionId');
  const header =
    `<a:To>${escapeXml(at)}</a:To>` +
    (id === null
      ? ''
      : `<SubscriptionId xmlns="http://www.axis.com/2009/event" a:IsReferenceParameter="true">${escapeXml(id)}</SubscriptionId>`);
  let endsAt = clock.monotonic() + termIn(said);

  const ask = (operation: string, until: AbortSignal, deadlineMs?: number) =>
    line.ask(words.own(operation, { path, header }), until, deadlineMs === undefined ? {} : { deadlineMs });

  return {
    get endsAt() {
      return endsAt;
    },
    async pull(until) {
      const operation =
        `<PullMessages xmlns="${eventsNamespace}"><Timeout>PT${timing.pullMs / 1_000}S</Timeout><MessageLimit>${most}</MessageLimit>` +
        `</PullMessages>`;
      const reply = await ask(operation, until, timing.pullMs + timing.answerMs);
      return readNotices(childOf(reply, 'pullMessagesResponse') ?? '');
    },
    async renew(until) {
      const reply = await ask(
        `<Renew xmlns="${notification}"><TerminationTime>${term}</TerminationTime></Renew>`,
        until,
      );
      endsAt = clock.monotonic() + termIn(childOf(reply, 'renewResponse'));
    },
    async end(until) {
      await ask(`<Unsubscribe xmlns="${notification}"/>`, until);
    },
  };
}

/** Both instants are of the camera's clock, so only what lies between them counts. */
function termIn(reply: Element | null): number {
  const of = (name: string) => Date.parse(textOf(reply, name) ?? '');
  const ms = of('terminationTime') - of('currentTime');
  return Number.isNaN(ms) || ms <= 0 ? shortestTermMs : ms;
}
