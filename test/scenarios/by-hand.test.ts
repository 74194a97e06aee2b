import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Relay, RelayDriver, RelayTestResult, RelayWithCredentials } from '../../gateway/src/contract/index.ts';
import { families } from '../../gateway/src/relays/drivers/index.ts';
import { until } from '../support/gateway-process.ts';
import { startVillage } from '../support/village-on-the-wire.ts';

/** A technician plays each firmware with Mosquitto's own programmes, and with nothing but what its README says. */

interface Step {
  /** As it stands there, with its placeholders. */
  readonly line: string;
  /** Somebody presses "Thử" right after it was started. */
  readonly thenPress: boolean;
}

/** The indented lines below "By hand": what is set first, and what is run. */
async function readmeOf(family: RelayDriver): Promise<{ readonly settings: string; readonly steps: readonly Step[] }> {
  const readme = await readFile(`firmware-config/${family}/README.md`, 'utf8');
  const [, section = ''] = readme.split('\n## By hand\n');
  const [own = ''] = section.split('\n## ');
  const lines = own.split('\n').flatMap((line) => (line.startsWith('    ') ? [line.trim()] : []));
  const isSetting = (line: string) => /^[A-Z]=/.test(line);
  return {
    settings: lines.filter(isSetting).join('\n'),
    steps: lines
      .map((line, at) => ({ line, thenPress: lines[at - 1]?.includes('"Thử"') === true }))
      .filter(({ line }) => !line.startsWith('#') && !isSetting(line)),
  };
}

it('every firmware can be played by hand from its README: the panel sees it, and “Thử” is confirmed', async () => {
  const { api, gateway } = await startVillage();

  async function play(family: RelayDriver): Promise<void> {
    const { relay, credentials } = await api.post<RelayWithCredentials>('/api/relays', {
      name: `Bằng tay ${family}`,
      driver: family,
      channels: 1,
    });
    const filledIn: Readonly<Record<string, string>> = {
      gateway: '127.0.0.1',
      port: String(gateway.mqttPort),
      village: 'ngot',
      id: relay.id,
      password: credentials.password,
    };
    const fill = (line: string) => line.replaceAll(/<(\w+)>/g, (_, name: string) => filledIn[name] ?? `<${name}?>`);
    const { settings, steps } = await readmeOf(family);
    let pressed: Promise<RelayTestResult> | null = null;
    for (const { line, thenPress } of steps) {
      const child = spawn('bash', ['-c', fill(`${settings}\n${line}`)], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = once(child, 'exit') as Promise<[code: number]>;
      const heard = text(child.stdout);
      if (thenPress) {
        await until(`${family} is there, and OFF`, async () => {
          const { availability, channels } = await api.get<Relay>(`/api/relays/${relay.id}`);
          return availability === 'online' && channels[0]?.state === 'off';
        });
        await delay(500); // its subscription; a command that comes before is sent again
        pressed = api.post<RelayTestResult>(`/api/relays/${relay.id}/test`, { channel: 1 });
      }
      const command = await heard;
      expect((await ended)[0], line).toBe(0);
      if (thenPress) expect(command, `${family} is told ON`).toMatch(/\bON\b|"on":true/);
    }
    const result = await pressed;
    expect(result, family).toMatchObject({ fault: null, failSafe: 'proved' });
    process.stdout.write(
      `${family} by hand: ON after ${Math.round(result?.onConfirmedMs ?? NaN)} ms, OFF after ${Math.round(result?.offConfirmedMs ?? NaN)} ms\n`,
    );
  }

  await Promise.all((Object.keys(families) as RelayDriver[]).map(play));
});
