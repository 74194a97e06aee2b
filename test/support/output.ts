import { onTestFinished } from 'vitest';
import { createOutputs, type Outputs } from '../../gateway/src/audio/output-service.ts';
import { openThreadBus } from '../../gateway/src/audio/thread-bus.ts';
import type { ChangeEvents, Output, OutputInput } from '../../gateway/src/contract/index.ts';
import { createChanges } from '../../gateway/src/core/changes.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createMedia } from '../../gateway/src/media/media.ts';
import type { AtTheEnd } from './gateway-process.ts';
import { quietLog } from './quiet-log.ts';
import { temporaryStorage } from './storage.ts';

/** Outputs with everything real behind them: threads, encoders, the network. Gone when the test is. */
export async function openOutputs(
  onChange: (output: Output) => void = () => undefined,
  atTheEnd: AtTheEnd = onTestFinished,
): Promise<Outputs> {
  const clock = createSystemClock();
  const changes = createChanges<ChangeEvents>();
  changes.on('output.changed', onChange);
  const outputs = createOutputs({
    storage: await temporaryStorage(atTheEnd),
    changes,
    log: quietLog,
    clock,
    openBus: openThreadBus,
    coder: createMedia({ clock, log: quietLog }),
    onAired: () => undefined,
  });
  await outputs.start();
  atTheEnd(() => outputs.stop());
  return outputs;
}

export async function openOutput(input: Omit<OutputInput, 'name'>): Promise<{ outputs: Outputs; output: Output }> {
  const outputs = await openOutputs();
  return { outputs, output: await outputs.create({ name: 'Loa', ...input }) };
}
