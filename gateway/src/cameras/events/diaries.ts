import type { Clock } from '../../core/clock/clock.ts';
import type { CameraNotice } from '../onvif/notices.ts';
import { emptyDiary, fallSilent, hear, isIdle, look, type Diary, type Step, type Told } from './episode.ts';

/** The diary of each camera; what is to be written down goes to `onStep`, in order. */
export function createDiaries(clock: Clock, onStep: (cameraId: string, step: Step) => void) {
  const diaries = new Map<string, Diary>();
  const of = (cameraId: string) => diaries.get(cameraId) ?? emptyDiary;
  const moment = (at: number) => ({ at, runs: clock.monotonic() });

  function tell(cameraId: string, { diary, steps }: Told): void {
    diaries.set(cameraId, diary);
    for (const step of steps) onStep(cameraId, step);
  }

  return {
    hear: (cameraId: string, notice: CameraNotice, at: number): void =>
      tell(cameraId, hear(of(cameraId), notice, moment(at))),
    fallSilent: (cameraId: string): void => tell(cameraId, fallSilent(of(cameraId), moment(clock.now()))),
    /** Asked each second. */
    look(): void {
      for (const [cameraId, diary] of diaries) {
        if (!isIdle(diary)) tell(cameraId, look(diary, moment(clock.now())));
      }
    },
    forget: (cameraId: string): void => void diaries.delete(cameraId),
    cameraIds: (): string[] => [...diaries.keys()],
  };
}
