import type { ChangeEvents, WallSound } from '../../contract/index.ts';
import type { Changes } from '../../core/changes.ts';
import { readJson } from '../../storage/json-column.ts';

export interface WallSoundParts {
  readonly settings: { get(key: string): Promise<string | null>; set(key: string, value: string): Promise<void> };
  readonly changes: Changes<ChangeEvents>;
}

const key = 'alerts.wall-sound';
const unset: WallSound = { on: true, quiet: null };

/** Whether the wall is heard, and when not: the panel that is the wall asks. */
export function createWallSound({ settings, changes }: WallSoundParts) {
  let kept = unset;
  return {
    get: (): WallSound => kept,
    async change(wanted: WallSound): Promise<WallSound> {
      await settings.set(key, JSON.stringify(wanted));
      kept = wanted;
      changes.emit('wall-sound.changed', kept);
      return kept;
    },
    async start(): Promise<void> {
      const text = await settings.get(key);
      if (text !== null) kept = readJson<WallSound>(text, unset);
    },
  };
}
