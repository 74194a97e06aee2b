import { createSocket } from 'node:dgram';
import { describe, expect, test } from 'vitest';
import { createOnvif } from '../../../gateway/src/cameras/onvif/onvif.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { startCamera } from '../../support/cameras.ts';

/** A search over the wire, on this computer alone: its own port keeps it from whatever else is on the network. */
const clock = createSystemClock();
const forever = new AbortController().signal;
const loopback = { from: ['127.0.0.1'], waitMs: 1_500 };

/** One that nobody listens at. */
async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}

describe('a search', () => {
  test('finds nine cameras, each once, with the name and model that it gives itself', async ({ onTestFinished }) => {
    const port = await freeUdpPort();
    const names = [
      'Cổng thôn',
      'Sân đình',
      'Nhà văn hóa',
      'Ngã ba',
      'Xóm Chùa',
      'Bờ đê',
      'Trạm bơm',
      'Trường học',
      'Chợ',
    ];
    const cameras = await Promise.all(names.map((name) => startCamera(onTestFinished, { name, discoveryPort: port })));
    const found = await createOnvif({ clock }).discover({ ...loopback, port }, forever);
    expect(found.map(({ name }) => name).sort()).toEqual(names.toSorted());
    expect(found.map((camera) => camera.port).sort()).toEqual(cameras.map((camera) => camera.port).sort());
    expect(found[0]).toMatchObject({ host: '127.0.0.1', path: '/onvif/device_service', model: 'DS-2CD1023G0-IUF' });
    expect(found.every(({ namesElsewhere }) => !namesElsewhere)).toBe(true);
  });

  test('believes where an answer came from, and not what it names', async ({ onTestFinished }) => {
    const port = await freeUdpPort();
    const camera = await startCamera(onTestFinished, { discoveryPort: port });
    await camera.suffer({ namesHost: '192.168.1.108' });
    const [found] = await createOnvif({ clock }).discover({ ...loopback, port }, forever);
    expect(found).toMatchObject({ host: '127.0.0.1', port: camera.port, namesElsewhere: true });
  });

  test('is disturbed by no packet, and finds the others', async ({ onTestFinished }) => {
    const port = await freeUdpPort();
    const odd = await startCamera(onTestFinished, { discoveryPort: port });
    await odd.suffer({ discovery: 'odd' });
    await startCamera(onTestFinished, { name: 'Sân đình', discoveryPort: port });
    const found = await createOnvif({ clock }).discover({ ...loopback, port }, forever);
    expect(found.map(({ name }) => name)).toEqual(['Sân đình']);
  });

  test('is not ended by a network that is gone', async ({ onTestFinished }) => {
    const port = await freeUdpPort();
    await startCamera(onTestFinished, { name: 'Chợ', discoveryPort: port });
    const from = ['192.0.2.77', '127.0.0.1'];
    const found = await createOnvif({ clock }).discover({ ...loopback, from, port }, forever);
    expect(found.map(({ name }) => name)).toEqual(['Chợ']);
  });

  test('of a camera that hides finds nothing, and ends in its time', async ({ onTestFinished }) => {
    const port = await freeUdpPort();
    const camera = await startCamera(onTestFinished, { discoveryPort: port });
    await camera.suffer({ discovery: 'silent' });
    const begun = clock.monotonic();
    expect(await createOnvif({ clock }).discover({ ...loopback, port }, forever)).toEqual([]);
    expect(clock.monotonic() - begun).toBeLessThan(2_500);
  });
});
