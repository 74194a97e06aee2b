import { describe, expect, it } from 'vitest';
import {
  adviceOn,
  aptArguments,
  mayGoOnWithout,
  missing,
  packagesFit,
  tools,
  toolsFor,
  wayToInstall,
} from '../../../gateway/bootstrap/needs.mjs';

const packagesOf = (list: readonly { package: string }[]) => list.map((tool) => tool.package);

describe('what a command needs from the machine', () => {
  it('a village needs a sound engine, a sound player and a voice, and no browser', () => {
    expect(packagesOf(toolsFor('start'))).toEqual(['ffmpeg', 'alsa-utils', 'pulseaudio-utils', 'espeak-ng']);
  });

  it('the demo needs no sound card, so no player either', () => {
    expect(packagesOf(toolsFor('demo'))).toEqual(['ffmpeg', 'espeak-ng']);
  });

  it('the tests need the browser, the voice, an outside MQTT client and a clock that can be set too', () => {
    expect(packagesOf(toolsFor('test'))).toEqual(
      expect.arrayContaining(['chromium', 'espeak-ng', 'mosquitto-clients', 'faketime']),
    );
  });

  it('only the bench needs the players it is compared with', () => {
    const peers = tools.filter((tool) => ['mpv', 'liquidsoap', 'mpd'].includes(tool.package));
    expect(peers.map((tool) => tool.neededBy)).toEqual([['bench'], ['bench'], ['bench']]);
  });

  it('a package counts as missing when one of its programs is', () => {
    const there = new Set(['ffmpeg', 'aplay', 'pacat', 'pactl', 'espeak-ng']);
    expect(packagesOf(missing(toolsFor('start'), (name) => there.has(name)))).toEqual(['ffmpeg']);
  });
});

describe('how it is had', () => {
  it('root uses apt', () => {
    expect(wayToInstall({ root: true, aptGet: true, sudo: false })).toBe('apt-get');
  });

  it('a person whose sudo asks nothing uses sudo', () => {
    expect(wayToInstall({ root: false, aptGet: true, sudo: true })).toBe('sudo apt-get');
  });

  it('anybody else is told, and so is root where there is no apt', () => {
    expect(wayToInstall({ root: false, aptGet: true, sudo: false })).toBe('ask');
    expect(wayToInstall({ root: true, aptGet: false, sudo: false })).toBe('ask');
  });

  it('apt is never left waiting for an answer', () => {
    expect(aptArguments(toolsFor('demo'))).toEqual(expect.arrayContaining(['install', '--yes', 'ffmpeg']));
  });

  it('the person is told one line that gets everything', () => {
    expect(adviceOn(toolsFor('start'))).toContain(
      '\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ffmpeg alsa-utils pulseaudio-utils espeak-ng\n',
    );
  });

  it('a gateway without a sound engine still starts; tests without a browser prove nothing', () => {
    expect(mayGoOnWithout('start')).toBe(true);
    expect(mayGoOnWithout('demo')).toBe(true);
    expect(mayGoOnWithout('test')).toBe(false);
  });
});

describe('whether node_modules fits the lock file', () => {
  const wanted = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/aedes': { version: '1.2.0' },
      'node_modules/other-machine': { version: '2.0.0', optional: true },
    },
  };

  it('nothing installed does not fit', () => {
    expect(packagesFit(wanted, null)).toBe(false);
    expect(packagesFit(wanted, {})).toBe(false);
  });

  it('the same versions fit, though what is for other machines is not there', () => {
    expect(packagesFit(wanted, { packages: { 'node_modules/aedes': { version: '1.2.0' } } })).toBe(true);
  });

  it('another version does not fit, nor does one that is missing', () => {
    expect(packagesFit(wanted, { packages: { 'node_modules/aedes': { version: '1.1.0' } } })).toBe(false);
    expect(packagesFit(wanted, { packages: {} })).toBe(false);
  });
});
