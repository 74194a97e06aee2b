import type { Readable } from 'node:stream';
import type {
  ChimeDefaults,
  ChimeState,
  NoticeTemplate,
  Output,
  OutputChange,
  OutputInput,
  PageOf,
  PageQuery,
  Peaks,
  Playlist,
  PlaylistInput,
  Recording,
  RecordingChange,
  RecordingUploadQuery,
  SoundSettingsChange,
  SoundSettingsState,
  SpeechInput,
  SpeechPreview,
  SpeechState,
  SpeechWords,
  Upstream,
  UpstreamInput,
  UpstreamListen,
  UpstreamTest,
  UpstreamTestResult,
} from '../../contract/index.ts';
import type { Actor } from './people.ts';

/** What can be heard, and where it leaves. */
export interface SoundsServices {
  readonly outputs: {
    list(): Promise<Output[]>;
    get(id: string): Promise<Output>;
    create(input: OutputInput): Promise<Output>;
    change(id: string, change: OutputChange): Promise<Output>;
    remove(id: string): Promise<void>;
    /** MP3 without end; rejects with `output.not-found`, `stream.not-found` or `stream.too-many`. */
    stream(id: string): Readable;
    /** Lets every listener go. */
    endStreams(): void;
  };
  readonly recordings: {
    list(page: PageQuery): Promise<PageOf<Recording>>;
    get(id: string): Promise<Recording>;
    /** Stores the body as it comes; answers when it is whole, normalising goes on (see `recording.changed`). */
    upload(query: RecordingUploadQuery, body: Readable, sizeBytes: number | null, actor: Actor): Promise<Recording>;
    change(id: string, change: RecordingChange): Promise<Recording>;
    remove(id: string): Promise<void>;
    peaks(id: string): Promise<Peaks>;
    /** The file to listen to: what will be aired, WAV. */
    audioFile(id: string): Promise<string>;
  };
  readonly speech: {
    state(): Promise<SpeechState>;
    notices(): Promise<NoticeTemplate[]>;
    /** Rejects with `speech.empty`, `speech.too-long`, `notice.blank-empty`, … */
    preview(words: SpeechWords): Promise<SpeechPreview>;
    /** Answers at once; it is spoken and normalised in the background (see `recording.changed`). */
    create(input: SpeechInput, actor: Actor): Promise<Recording>;
  };
  readonly playlists: {
    list(): Promise<Playlist[]>;
    get(id: string): Promise<Playlist>;
    create(input: PlaylistInput): Promise<Playlist>;
    /** What airs it has to be approved again, unless the person may approve. */
    change(id: string, input: PlaylistInput, actor: Actor): Promise<Playlist>;
    remove(id: string): Promise<void>;
    /** Looks at the folder again, now. */
    rescan(): Promise<Playlist[]>;
  };
  readonly chimes: {
    state(): Promise<ChimeState>;
    /** Rejects with `recording.not-found`. */
    change(defaults: ChimeDefaults): Promise<ChimeState>;
  };
  readonly upstreams: {
    list(): Promise<Upstream[]>;
    get(id: string): Promise<Upstream>;
    create(input: UpstreamInput): Promise<Upstream>;
    change(id: string, input: UpstreamInput): Promise<Upstream>;
    remove(id: string): Promise<void>;
    /** Listens for some seconds; what is wrong is in the answer. */
    test(test: UpstreamTest): Promise<UpstreamTestResult>;
    /** Rejects with `upstream.no-such-address`. */
    listen(id: string, which: UpstreamListen): Promise<UpstreamTestResult>;
    /** WAV; rejects with `upstream.sound-gone`. */
    testSound(id: string): Buffer;
  };
  readonly soundSettings: {
    state(): SoundSettingsState;
    change(change: SoundSettingsChange): Promise<SoundSettingsState>;
  };
}
