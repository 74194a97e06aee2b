import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import './in-words.ts';
import type { Api } from '../../../ui/src/lib/api.ts';
import { LiveVoice } from '../../../ui/src/lib/live-voice/live-voice.svelte.ts';
import { PageRecorder } from '../../../ui/src/lib/live-voice/page-recorder.svelte.ts';

/** A browser that asks its owner, who answers when the test says so. */
function browser() {
  const tracks: { gain: unknown; open: boolean }[] = [];
  const questions: (() => void)[] = [];
  const recorders: string[] = [];

  const getUserMedia = async ({ audio }: { audio: { autoGainControl: boolean } }) => {
    await new Promise<void>((allow) => questions.push(allow));
    const kept = { gain: audio.autoGainControl, open: true };
    tracks.push(kept);
    const track = Object.assign(new EventTarget(), {
      muted: false,
      readyState: 'live',
      stop: () => (kept.open = false),
    });
    return { getTracks: () => [track], getAudioTracks: () => [track] };
  };
  class Context {
    state = 'running';
    audioWorklet = { addModule: async () => undefined };
    createMediaStreamSource = () => ({ connect: () => undefined });
    resume = async () => undefined;
    close = async () => undefined;
  }
  class Recorder {
    state = 'inactive';
    mimeType = 'audio/webm';
    onstop = () => undefined;
    start() {
      this.state = 'recording';
      recorders.push('records');
    }
    stop() {
      this.state = 'inactive';
      recorders.push('stops');
      this.onstop();
    }
  }
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  vi.stubGlobal('AudioContext', Context);
  vi.stubGlobal(
    'AudioWorkletNode',
    class {
      port = {};
    },
  );
  vi.stubGlobal('MediaRecorder', Recorder);
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const allow = async () => {
    questions.shift()!();
    await settled();
  };
  return { tracks, questions, recorders, allow };
}

let here: ReturnType<typeof browser>;
beforeEach(() => {
  here = browser();
  vi.stubGlobal('document', { removeEventListener: () => undefined });
  vi.stubGlobal('removeEventListener', () => undefined);
});
afterEach(() => void vi.unstubAllGlobals());

describe('the microphone of somebody who speaks live', () => {
  const calls: string[] = [];
  const api = {
    start: async () => void calls.push('start'),
    finish: async () => void calls.push('finish'),
  } as unknown as Api['liveVoices'];
  const input = { id: 'v1', title: 'Bác Tư nói', zoneIds: ['dinh'], priority: 'priority' as const };
  beforeEach(() => void calls.splice(0));

  it('is closed when its owner allows it after the screen was left', async () => {
    const voice = new LiveVoice(api);
    void voice.try(false);
    voice.leave();
    await here.allow();
    expect(here.tracks).toEqual([{ gain: true, open: false }]);
  });

  it('is opened as was said last, also when that was said while the browser asked', async () => {
    const voice = new LiveVoice(api);
    void voice.try(false);
    void voice.try(true);
    expect(here.questions).toHaveLength(1);
    await here.allow();
    expect(voice.step).toBe('asking');
    await here.allow();
    expect(here.tracks).toEqual([
      { gain: true, open: false },
      { gain: false, open: true },
    ]);
    expect(voice.step).toBe('trying');
    voice.leave();
    expect(here.tracks[1]!.open).toBe(false);
  });

  it('opens no horns for nobody: left while they were being asked for, it is finished at once', async () => {
    const voice = new LiveVoice(api);
    const begun = voice.begin(input);
    voice.leave();
    await begun;
    expect(calls).toEqual(['start', 'finish']);
  });
});

describe('the microphone of a page that records', () => {
  it('is closed when its owner allows it after the screen was left, and nothing is recorded', async () => {
    const files: File[] = [];
    const recorder = new PageRecorder((file) => files.push(file));
    const started = recorder.start();
    recorder.leave();
    await here.allow();
    await started;
    expect(here.tracks.map(({ open }) => open)).toEqual([false]);
    expect(here.recorders).toEqual([]);
    expect(recorder.startedAt).toBeNull();
    expect(files).toEqual([]);
  });

  it('is opened once for two taps, and closed when it has recorded', async () => {
    const files: File[] = [];
    const recorder = new PageRecorder((file) => files.push(file));
    const taps = [recorder.start(), recorder.start()];
    expect(here.questions).toHaveLength(1);
    await here.allow();
    await Promise.all(taps);
    recorder.stop();
    expect(here.recorders).toEqual(['records', 'stops']);
    expect(here.tracks.map(({ open }) => open)).toEqual([false]);
    expect(files.map(({ name }) => name)).toEqual(['loi-noi.webm']);
  });
});
