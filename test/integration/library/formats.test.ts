import { createReadStream } from 'node:fs';
import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recording } from '../../../gateway/src/contract/index.ts';
import { makeAmr, makeSound, makeSpeech, remux, soundFolder, witness } from '../media/sounds.ts';
import { announcer, openLibrary, type VillageLibrary } from './village-library.ts';

let village: VillageLibrary;
let sounds: Awaited<ReturnType<typeof soundFolder>>;

beforeAll(async () => {
  sounds = await soundFolder();
  village = await openLibrary();
  await village.library.start();
});
afterAll(async () => {
  await village.close();
  await village.remove();
  await sounds.remove();
});

async function upload(fileName: string, path = sounds.path(fileName)): Promise<Recording> {
  const { size } = await stat(path);
  const { id } = await village.library.upload({ fileName }, createReadStream(path), size, announcer);
  return village.settled(id);
}

async function expectLevel(recording: Recording): Promise<void> {
  expect(recording).toMatchObject({ state: 'ready', problem: null, step: null, progress: 1 });
  const outside = await witness(await village.library.audioFile(recording.id));
  expect(outside.info).toMatch(/pcm_s16le .*48000 Hz, (mono|1 channels), s16/);
  expect(outside.lufs).toBeGreaterThanOrEqual(-16.5);
  expect(outside.lufs).toBeLessThanOrEqual(-15.5);
  expect(outside.truePeakDb).toBeLessThanOrEqual(-1.5);
  expect(recording.loudness?.outputLufs).toBeCloseTo(outside.lufs, 0);
  expect(recording.loudness?.outputTruePeakDb).toBeCloseTo(outside.truePeakDb, 0);
}

describe('a file of any usual format becomes a recording that can be aired', () => {
  const melody = "aevalsrc='0.3*sin(2*PI*(330+110*floor(mod(t,4)))*t)|0.1*sin(2*PI*220*t)':d=4:s=44100";
  const formats: [name: string, codec: string, options: string[]][] = [
    ['cbr.mp3', 'mp3', ['-b:a', '128k']],
    ['vbr.mp3', 'mp3', ['-q:a', '5']],
    ['cd.wav', 'pcm_s16le', []],
    ['studio.wav', 'pcm_f32le', ['-c:a', 'pcm_f32le', '-ar', '96000']],
    ['phone.wav', 'pcm_mulaw', ['-c:a', 'pcm_mulaw', '-ar', '8000', '-ac', '1']],
    ['a.ogg', 'vorbis', ['-c:a', 'libvorbis']],
    ['a.opus', 'opus', ['-c:a', 'libopus']],
    ['a.flac', 'flac', []],
    ['a.m4a', 'aac', ['-c:a', 'aac']],
    ['a.aac', 'aac', ['-c:a', 'aac', '-f', 'adts']],
    ['browser.webm', 'opus', ['-c:a', 'libopus', '-f', 'webm']],
  ];

  it.each(formats)('%s', async (name, codec, options) => {
    await makeSound(sounds.path(name), melody, ...options);
    const recording = await upload(name);
    expect(recording.format).toBe(codec);
    expect(recording.durationMs).toBeGreaterThan(3_900);
    expect(recording.durationMs).toBeLessThan(4_150);
    await expectLevel(recording);
  });

  it('a.amr, from an old phone', async () => {
    await makeAmr(sounds.path('a.amr'), 200);
    const recording = await upload('a.amr');
    expect(recording.format).toBe('amr_nb');
    expect(recording.durationMs).toBe(4_000);
    await expectLevel(recording);
  });

  it('by what is in it, not by its name', async () => {
    await makeSound(sounds.path('x.flac'), melody);
    expect((await upload('tên sai.mp3', sounds.path('x.flac'))).format).toBe('flac');
  });
});

describe('whatever it sounds like, it airs at −16 ± 0.5 LUFS and at most −1.5 dBTP', () => {
  const signals: Record<string, string> = {
    'a loud square wave': "aevalsrc='0.98*(2*gt(sin(2*PI*220*t),0)-1)':d=8:s=48000",
    'a quiet hum': "aevalsrc='0.003*sin(2*PI*50*t)+0.001*sin(2*PI*150*t)':d=8:s=48000",
    'hard clicks over a soft tone': "aevalsrc='if(lt(mod(t,0.25),0.0004),0.95,0)+0.01*sin(2*PI*300*t)':d=8:s=48000",
    drums: "aevalsrc='0.9*sin(2*PI*80*t)*exp(-20*mod(t,0.5))+0.3*(random(0)-0.5)*exp(-40*mod(t,0.125))':d=12:s=48000",
    'clipped white noise': 'anoisesrc=d=8:c=white:a=1:r=44100',
    'music with long pauses': "aevalsrc='lt(mod(t,6),2)*0.2*(sin(2*PI*440*t)+sin(2*PI*660*t))':d=18:s=32000",
    'stereo with one silent side': "aevalsrc='0.4*sin(2*PI*500*t)|0':d=6:s=44100",
    'a chime of a quarter of a second': 'sine=f=880:d=0.25:r=48000',
  };

  it.each(Object.entries(signals))('%s', async (_, source) => {
    await makeSound(sounds.path('signal.wav'), source);
    await expectLevel(await upload('signal.wav'));
  });

  it('Vietnamese speech', async () => {
    await makeSpeech(sounds.path('speech.wav'));
    await expectLevel(await upload('speech.wav'));
  });

  it('and what cannot get there says so, with its honest figures', async () => {
    await makeSound(sounds.path('clicks.wav'), "aevalsrc='if(lt(mod(t,1),0.0004),0.95,0)':d=6:s=48000");
    const recording = await upload('clicks.wav');
    expect(recording).toMatchObject({ state: 'ready', problem: { code: 'recording.off-level' } });
    const outside = await witness(await village.library.audioFile(recording.id));
    expect(recording.loudness?.outputLufs).toBeCloseTo(outside.lufs, 0);
    expect(outside.truePeakDb).toBeLessThanOrEqual(-1.5);
  });
});

describe('a bad file is refused with its reason, and nothing of it is aired', () => {
  async function refusal(name: string): Promise<string> {
    const recording = await upload(name);
    expect(recording.state).toBe('failed');
    await expect(village.library.audioFile(recording.id)).rejects.toMatchObject({ code: 'recording.not-ready' });
    await village.library.remove(recording.id);
    return recording.problem?.code ?? '';
  }

  it('text renamed .mp3', async () => {
    await writeFile(sounds.path('text.mp3'), 'Kính thưa bà con, đây không phải là âm thanh. '.repeat(500));
    expect(await refusal('text.mp3')).toBe('recording.not-audio');
  });

  it('random bytes', async () => {
    await writeFile(
      sounds.path('random.bin'),
      Buffer.from(Array.from({ length: 50_000 }, (_, n) => (n * n * 7) & 255)),
    );
    expect(await refusal('random.bin')).toBe('recording.not-audio');
  });

  it('a picture', async () => {
    await makeSound(sounds.path('a.png'), 'color=c=red:s=64x64:d=0.1', '-frames:v', '1', '-f', 'image2');
    expect(await refusal('a.png')).toBe('recording.not-audio');
  });

  it('a playlist that asks for /etc/passwd', async () => {
    await writeFile(sounds.path('hls.mp3'), '#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n');
    expect(await refusal('hls.mp3')).toBe('recording.not-audio');
  });

  it('a WAV of no seconds, and one of a blink', async () => {
    await makeSound(sounds.path('some.wav'), 'sine=d=1:r=48000');
    await writeFile(sounds.path('zero.wav'), (await readFile(sounds.path('some.wav'))).subarray(0, 78));
    expect(await refusal('zero.wav')).toBe('recording.empty');
    await makeSound(sounds.path('blink.wav'), 'sine=d=0.05:r=48000');
    expect(await refusal('blink.wav')).toBe('recording.empty');
  });

  it('silence', async () => {
    await makeSound(sounds.path('silence.wav'), 'anullsrc=d=3:r=48000');
    expect(await refusal('silence.wav')).toBe('recording.silent');
  });

  it('an M4A without its end, where its table of contents was', async () => {
    await makeSound(sounds.path('whole.m4a'), 'sine=d=20:r=44100');
    await truncate(sounds.path('whole.m4a'), 60_000);
    expect(await refusal('whole.m4a')).toBe('recording.truncated');
  });
});

describe('a file cut short is kept as far as it goes, and it is said', () => {
  it.each([
    ['cut.mp3', ['-b:a', '64k']],
    ['cut.flac', []],
    ['cut.m4a', ['-movflags', '+faststart']],
  ])('%s', async (name, options) => {
    await makeSound(sounds.path(name), "aevalsrc='0.3*random(0)*sin(2*PI*300*t)':d=20:s=44100", ...options);
    await truncate(sounds.path(name), Math.floor((await stat(sounds.path(name))).size / 2));
    const recording = await upload(name);
    expect(recording).toMatchObject({ state: 'ready', problem: { code: 'recording.truncated' } });
    expect(recording.problem?.params.declaredSeconds).toBe(20);
    expect(recording.durationMs).toBeGreaterThan(8_000);
    expect(recording.durationMs).toBeLessThan(12_000);
  });

  it('but a whole file without a declared length is no cut one', async () => {
    await makeSound(sounds.path('plain.mp3'), 'sine=d=5', '-b:a', '64k');
    await remux(sounds.path('plain.mp3'), sounds.path('no-header.mp3'), '-write_xing', '0');
    expect(await upload('no-header.mp3')).toMatchObject({ state: 'ready', problem: null });
  });
});
