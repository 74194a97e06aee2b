import type { ChangeEvents, HomeAssistantInput, HomeAssistantState, Reason } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import type { Logger } from '../core/log.ts';
import { statusTopic } from './device.ts';
import { faultOf } from './faults.ts';
import type { HomeAssistantPorts, HomeLine } from './ports.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { isSamePlace, readKept, settle, urlOf, type KeptSettings } from './settings.ts';
import { followVillage, type Following } from './village-picture.ts';
import { words } from './words/words.ts';

export interface HomeAssistantParts {
  readonly village: { readonly id: string; readonly timeZone: string; readonly version: string };
  readonly settings: { get(key: string): Promise<string | null>; set(key: string, value: string): Promise<void> };
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly luck: () => number;
  readonly ports: HomeAssistantPorts;
}

/** What runs while a Home Assistant is told of the village. */
interface Telling {
  readonly line: HomeLine;
  readonly publisher: Publisher;
  readonly following: Following;
}

const key = 'home-assistant.settings';

/**
 * Tells a Home Assistant beside us of zones, what is on air, relays and alerts, by the broker that it listens to already. It
 * may look and never command: nobody acts in the village without a role and a line in the audit log.
 */
export function createHomeAssistant(parts: HomeAssistantParts) {
  const { village, settings, changes, clock, log, luck, ports } = parts;
  let kept: KeptSettings = readKept(null);
  let telling: Telling | null = null;
  let fault: Reason | null = null;
  /** One change after the other: each ends what the one before began. */
  let changing: Promise<unknown> = Promise.resolve();

  function state(): HomeAssistantState {
    const { on, prefix, language, broker } = kept;
    const line = !telling ? 'off' : telling.line.connected ? 'connected' : 'connecting';
    const devices = telling?.publisher.counts() ?? { wanted: 0, kept: 0 };
    return { on, prefix, language, broker, line, fault: line === 'connecting' ? fault : null, devices };
  }

  function failed(error: unknown): void {
    const now = faultOf(error);
    if (fault?.code !== now.code) log.warn({ code: now.code, err: error }, 'no line to home assistant');
    fault = now;
  }

  async function begin({ on, broker, password, prefix, language }: KeptSettings): Promise<void> {
    if (!on || !broker || password === null) return;
    fault = null;
    const line = ports.openLine({
      url: urlOf(broker),
      username: broker.username,
      password,
      authorityPem: broker.authority,
      statusTopic: statusTopic(village.id),
      onFailure: failed,
    });
    let was = false;
    line.onConnection((connected) => {
      if (connected === was) return;
      was = connected;
      if (connected) fault = null;
      log.info({ host: broker.host, connected }, 'line to home assistant changed');
    });
    const publisher = createPublisher({ line, villageId: village.id, prefix, clock, log, luck });
    const following = await followVillage({
      ports,
      changes,
      clock,
      log,
      publisher,
      as: {
        villageId: village.id,
        timeZone: village.timeZone,
        version: village.version,
        panelUrl: ports.panelUrl(),
        prefix,
        words: words[language],
      },
    });
    await publisher.start();
    line.start();
    telling = { line, publisher, following };
  }

  /** `leaving`: nothing of us stays behind; else the broker says by last will that we are gone. */
  async function end({ leaving }: { leaving: boolean }): Promise<void> {
    if (!telling) return;
    const { line, publisher, following } = telling;
    following.stop();
    if (leaving) {
      await publisher.clear();
      await line.leave();
    }
    publisher.stop();
    await line.stop();
    telling = null;
  }

  async function change(input: HomeAssistantInput): Promise<HomeAssistantState> {
    const before = kept;
    const wanted = settle(input, before);
    await settings.set(key, JSON.stringify(wanted));
    kept = wanted;
    // Told to forget a device, Home Assistant forgets with it what people there called it and where they put it.
    await end({ leaving: !isSamePlace(wanted, before) });
    await begin(kept);
    return state();
  }

  return {
    commands: {
      state,
      change(input: HomeAssistantInput): Promise<HomeAssistantState> {
        const done = changing.then(() => change(input));
        changing = done.catch(() => undefined);
        return done;
      },
    },

    /** Never keeps the village from starting. */
    async start(): Promise<void> {
      kept = readKept(await settings.get(key));
      await begin(kept).catch((error: unknown) => log.error({ err: error }, 'home assistant is told nothing'));
    },

    async stop(): Promise<void> {
      await changing;
      await end({ leaving: false });
    },
  };
}
