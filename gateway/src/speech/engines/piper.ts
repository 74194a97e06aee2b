import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../core/clock/clock.ts';
import type { Engine, Sound } from '../engine.ts';
import type { FromPiper, ToPiper } from './piper-messages.ts';
import { findModel } from './piper-model.ts';
import { failed, tooSlow } from './program.ts';

const packageName = 'sherpa-onnx-node';
/** 63 MB from an SD card, into a model. */
const loadWithinMs = 60_000;
/** A slow machine speaks three times slower than it is listened to: 300 characters are 20 s of sound. */
const sayWithinMs = 90_000;

/** Node 20 cannot fork TypeScript: from sources (tests) the built file is taken. */
const processFile = fileURLToPath(
  import.meta.url.endsWith('.ts')
    ? new URL('../../../dist/speech/engines/piper-process.js', import.meta.url)
    : new URL('./piper-process.js', import.meta.url),
);

export interface PiperDeps {
  readonly clock: Clock;
  /** Of models; need not exist. */
  readonly folder: string;
  readonly isInstalled?: () => boolean;
}

/** A neural voice (Piper's VITS through sherpa-onnx), when the village has put a model into its state folder. */
export function createPiper({ clock, folder, isInstalled = canResolve }: PiperDeps): Engine {
  return {
    name: 'piper',
    async problem() {
      if ((await findModel(folder)) === null) return { code: 'speech.no-model', params: { folder } };
      return isInstalled() ? null : { code: 'speech.package-missing', params: { package: packageName } };
    },
    async open(signal) {
      const model = await findModel(folder);
      if (model === null) throw failed(`there is no model in ${folder}`);
      signal.throwIfAborted();
      const child = fork(processFile, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      const kill = () => child.kill('SIGKILL');
      signal.addEventListener('abort', kill, { once: true });
      const close = () => {
        signal.removeEventListener('abort', kill);
        kill();
      };
      try {
        await ask(child, { kind: 'load', model }, loadWithinMs);
      } catch (error) {
        close();
        throw error;
      }
      return {
        async say(sentence, speed): Promise<Sound> {
          const answer = await ask(child, { kind: 'say', sentence, speed }, sayWithinMs);
          if (answer.kind !== 'said' || answer.sound.samples.length === 0) throw failed('the model made no sound');
          return answer.sound;
        },
        close,
      };
    },
  };

  /** One question, one answer; a process that ends or takes too long is killed and said so. */
  async function ask(child: ChildProcess, question: ToPiper, withinMs: number): Promise<FromPiper> {
    const over = new AbortController();
    try {
      return await new Promise<FromPiper>((resolve, reject) => {
        child.once('message', (answer) => resolve(answer as FromPiper));
        child.once('exit', (code, signal) => reject(failed(`the voice's process ended (${signal ?? code})`)));
        child.once('error', (error) => reject(failed(error.message)));
        clock.sleep(withinMs, over.signal).then(
          () => reject(tooSlow(withinMs)),
          () => undefined,
        );
        if (!child.connected) reject(failed("the voice's process is gone"));
        else child.send(question, (error) => error && reject(failed(error.message)));
      }).then((answer) => {
        if (answer.kind === 'failed') throw failed(answer.detail);
        return answer;
      });
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    } finally {
      over.abort();
      for (const event of ['message', 'exit', 'error']) child.removeAllListeners(event);
      // Between two questions an error that nobody hears would end the gateway.
      child.on('error', () => undefined);
    }
  }
}

function canResolve(): boolean {
  try {
    createRequire(import.meta.url).resolve(packageName);
    return true;
  } catch {
    return false;
  }
}
