import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { codeOf } from '../../gateway/src/core/errors.ts';
import { prepare } from '../../gateway/src/library/prepare.ts';
import { createMedia } from '../../gateway/src/media/media.ts';
import type { Engine, Sound } from '../../gateway/src/speech/engine.ts';
import { createEspeak } from '../../gateway/src/speech/engines/espeak.ts';
import { createPiper } from '../../gateway/src/speech/engines/piper.ts';
import { runProgram } from '../../gateway/src/speech/engines/program.ts';
import { trim } from '../../gateway/src/speech/sound/trim.ts';
import { readWav } from '../../gateway/src/speech/sound/wav.ts';
import { createVoices } from '../../gateway/src/speech/voices.ts';
import { quietLog } from '../support/quiet-log.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { miniatureVoice } from '../support/miniature-voice.ts';

const clock = createSystemClock();
const never = new AbortController().signal;
const sentence = 'Kính mời bà con thôn Ngọt đến nhà văn hóa họp lúc mười chín giờ ba mươi phút.';
const refusal = (work: Promise<unknown>) => work.then(() => 'none', codeOf);
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const seconds = ({ samples, rate }: Sound) => trim(samples, rate).length / rate;

/** Optional, and not to be had for every machine. */
const sherpaInstalled = (() => {
  try {
    return createRequire(import.meta.url).resolve('sherpa-onnx-node') !== '';
  } catch {
    return false;
  }
})();

/** Each way to speak that there is here; Piper with a model of a few hundred bytes that hums. */
const engines: Readonly<Record<string, () => Promise<Engine>>> = {
  'espeak-ng': async () => createEspeak({ clock }),
  piper: async () => {
    const folder = await tempFolder();
    await miniatureVoice(join(folder, 'miniature'));
    return createPiper({ clock, folder });
  },
};

async function opened(name: string) {
  const engine = await engines[name]!();
  const voice = await engine.open(never);
  onTestFinished(() => voice.close());
  return { engine, voice };
}

for (const name of Object.keys(engines))
  describe.skipIf(name === 'piper' && !sherpaInstalled)(name, () => {
    it('can speak here', async () => expect(await (await engines[name]!()).problem()).toBeNull());

    it('says a sentence: mono, at a rate a loudspeaker is served by, not silent', async () => {
      const { voice } = await opened(name);
      const sound = await voice.say(sentence, 1);
      expect(sound.rate).toBeGreaterThanOrEqual(16_000);
      expect(seconds(sound)).toBeGreaterThan(1);
      expect(sound.samples.some((sample) => sample > 3_000)).toBe(true);
    });

    it('says it slower when asked to', async () => {
      const { voice } = await opened(name);
      const usual = seconds(await voice.say(sentence, 1));
      const slow = seconds(await voice.say(sentence, 0.75));
      expect(slow / usual).toBeGreaterThan(1.15);
      expect(slow / usual).toBeLessThan(1.6);
    });

    it('says one sentence after the other with one opening', async () => {
      const { voice } = await opened(name);
      const long = await voice.say(`${sentence} ${sentence}`, 1);
      const short = await voice.say('Xin cảm ơn.', 1);
      expect(seconds(long)).toBeGreaterThan(2 * seconds(short));
    });

    it('ends when nobody wants it any more', async () => {
      const engine = await engines[name]!();
      const stop = new AbortController();
      const voice = await engine.open(stop.signal);
      onTestFinished(() => voice.close());
      const saying = voice.say(sentence, 1);
      stop.abort(new Error('no longer wanted'));
      await expect(saying).rejects.toThrow();
    });

    it('is brought to the level of the village without clipping', async () => {
      const engine = await engines[name]!();
      const target = join(await tempFolder(), 'spoken.wav');
      const shares: number[] = [];
      const onProgress = (share: number) => shares.push(share);
      const voices = createVoices({ engines: [engine], log: quietLog });
      await voices.speak({ text: 'Một. Hai.\n\nBa.', speed: 1, twice: true }, target, { signal: never, onProgress });
      expect(shares).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => n / 7));
      const aired = join(await tempFolder(), 'aired.wav');
      const { loudness, durationMs, problem } = await prepare(createMedia({ clock, log: quietLog }), target, aired, {
        signal: never,
        onStep: () => undefined,
      });
      expect(problem).toBeNull();
      expect(Math.abs(loudness.outputLufs + 16)).toBeLessThanOrEqual(0.5);
      expect(loudness.outputTruePeakDb).toBeLessThanOrEqual(-1.5);
      const { samples, rate } = readWav(await readFile(target))!;
      expect(Math.abs(durationMs - (samples.length * 1000) / rate)).toBeLessThan(30);
    });
  });

describe('espeak-ng', () => {
  const pretend = async (script: string) => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'espeak-ng'), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, 'espeak-ng'), 0o755);
    return { folder, engine: createEspeak({ clock, searchPath: () => folder }) };
  };

  it('that is not installed is told with the line that installs it', async () => {
    const engine = createEspeak({ clock, searchPath: () => '/nowhere' });
    expect(await engine.problem()).toMatchObject({ code: 'speech.engine-missing' });
    await expect(engine.open(never)).rejects.toThrow('sudo apt-get install -y espeak-ng');
    const voices = createVoices({ engines: [engine], log: quietLog });
    expect(await refusal(voices.requireOne())).toBe('speech.engine-missing');
  });

  it('that fails, or writes no sound, is said so', async () => {
    for (const script of ['exit 1', 'echo hello', 'exit 0']) {
      const { engine } = await pretend(script);
      expect(await refusal((await engine.open(never)).say('Một.', 1))).toBe('speech.failed');
    }
  });

  it('gets the text on its stdin only: nothing in it can be an option', async () => {
    const { folder, engine } = await pretend('cat > "$0.in"; echo "$@" > "$0.args"');
    await refusal((await engine.open(never)).say('-f /etc/passwd', 1));
    expect(await readFile(join(folder, 'espeak-ng.in'), 'utf8')).toBe('-f /etc/passwd');
    expect(await readFile(join(folder, 'espeak-ng.args'), 'utf8')).toBe('-v vi -b 1 -s 150 --stdin --stdout\n');
  });

  it('that hangs is killed at its deadline, though it ignores being asked', async () => {
    const { folder } = await pretend('trap "" TERM; echo $$ > "$0.pid"; while :; do sleep 0.1; done');
    const path = join(folder, 'espeak-ng');
    const run = runProgram({ path, args: [], input: '', deadlineMs: 700, mostBytes: 1_000, signal: never }, clock);
    expect(await refusal(run)).toBe('speech.too-slow');
    expect(isAlive(Number(await readFile(`${path}.pid`, 'utf8')))).toBe(false);
  });
});

describe('piper', () => {
  it('without a model says where it is to be put', async () => {
    const folder = join(await tempFolder(), 'voices');
    const engine = createPiper({ clock, folder });
    expect(await engine.problem()).toEqual({ code: 'speech.no-model', params: { folder } });
    // A model that is only half copied counts as none.
    await mkdir(join(folder, 'half'), { recursive: true });
    await writeFile(join(folder, 'half', 'vi.onnx'), '');
    expect(await engine.problem()).toMatchObject({ code: 'speech.no-model' });
  });

  it('without its package says so', async () => {
    const folder = await tempFolder();
    await miniatureVoice(join(folder, 'miniature'));
    const engine = createPiper({ clock, folder, isInstalled: () => false });
    expect(await engine.problem()).toEqual({
      code: 'speech.package-missing',
      params: { package: 'sherpa-onnx-node' },
    });
  });

  it('with a broken model leaves the word to the next voice', async () => {
    const folder = await tempFolder();
    await miniatureVoice(join(folder, 'broken'));
    await writeFile(join(folder, 'broken', 'vi.onnx'), 'not a model');
    const engines = [createPiper({ clock, folder, isInstalled: () => true }), createEspeak({ clock })];
    const target = join(await tempFolder(), 'spoken.wav');
    const watch = { signal: never, onProgress: () => undefined };
    await createVoices({ engines, log: quietLog }).speak({ text: 'Một.', speed: 1, twice: false }, target, watch);
    expect(seconds(readWav(await readFile(target))!)).toBeGreaterThan(0.2);
  });
});
