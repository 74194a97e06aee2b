import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { discoveryGroup, discoveryPort } from '../../../gateway/src/simulator/cameras/discovery.ts';
import type { SimulatedCamera } from '../../../gateway/src/simulator/cameras/simulated-camera.ts';
import { startCamera } from '../../support/cameras.ts';
import type { AtTheEnd } from '../../support/gateway-process.ts';
import { keepOnLoopback } from '../../support/group-on-loopback.ts';

/** Debian's ONVIF client, which knows nothing of ours, before the simulated camera: so that the two are not honest only with each other. */
async function atThePeer(camera: SimulatedCamera, password: string, commands: readonly string[]): Promise<string> {
  const running = promisify(execFile)('onvif-util', ['-u', camera.username, '-p', password, camera.host], {
    timeout: 25_000,
  });
  running.child.stdin?.end([...commands, 'quit', ''].join('\n'));
  return running.then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { stdout: string }).stdout,
  );
}

async function isHere(): Promise<boolean> {
  return promisify(execFile)('which', ['onvif-util']).then(
    () => true,
    () => false,
  );
}

async function aPlace(atTheEnd: AtTheEnd): Promise<boolean> {
  return (await isHere()) && keepOnLoopback(discoveryGroup, atTheEnd);
}

describe('another client', () => {
  test('finds the camera, signs in and reads what it is and what it streams', async ({ skip, onTestFinished }) => {
    if (!(await aPlace(onTestFinished))) return skip('onvif-util, or a route for its search, is not to be had here');
    const camera = await startCamera(onTestFinished, { name: 'Cong thon', discoveryPort });
    // As slow as a small camera: the tool makes the same token twice within a millisecond, and none opens twice.
    await camera.suffer({ slowMs: 10 });
    const said = await atThePeer(camera, camera.password, ['get time', 'get profiles', 'get rtsp']);
    expect(said).toContain('successfully connected to host');
    expect(said).toContain('name:   Cong thon DS-2CD1023G0-IUF');
    expect(said).toContain('serial: DS-2CD1023G0-IUF20190909AAWRD12345678');
    expect(said).toMatch(/Time Offset: -?[01] seconds/);
    expect(said).toMatch(/Token 0: Profile_1\s+Token 1: Profile_2/);
    expect(said).toContain(`rtsp://127.0.0.1:${camera.rtspPort}/Streaming/Channels/101`);
    expect(camera.failedLogins).toBe(0);
  });

  test('is let in by no other password', async ({ skip, onTestFinished }) => {
    if (!(await aPlace(onTestFinished))) return skip('onvif-util, or a route for its search, is not to be had here');
    const camera = await startCamera(onTestFinished, { discoveryPort });
    expect(await atThePeer(camera, 'sai', ['get time'])).not.toContain('successfully connected');
    expect(camera.failedLogins).toBeGreaterThan(0);
  });
});
