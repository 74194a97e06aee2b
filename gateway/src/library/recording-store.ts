import type { PageOf, PageQuery, Reason, Recording, RecordingPurpose } from '../contract/index.ts';
import type { Storage } from '../storage/storage.ts';
import type { Reading } from './ports.ts';
import type { Prepared } from './prepare.ts';

/** A recording as it is kept: with where its original is. Never in state `uploading`. */
export interface StoredRecording extends Recording {
  /** Of a file of the playlists folder; null: the original is ours. */
  readonly sourcePath: string | null;
  readonly sourceStamp: string | null;
  /** Of source `speech`. */
  readonly reading: Reading | null;
}

export type NewRecording = Pick<
  StoredRecording,
  | 'id'
  | 'title'
  | 'fileName'
  | 'source'
  | 'sourcePath'
  | 'sourceStamp'
  | 'reading'
  | 'sizeBytes'
  | 'createdAt'
  | 'createdBy'
>;

export interface RecordingStore {
  page(query: PageQuery): Promise<PageOf<StoredRecording>>;
  get(id: string): Promise<StoredRecording | null>;
  getBySourcePath(path: string): Promise<StoredRecording | null>;
  getMany(ids: readonly string[]): Promise<StoredRecording[]>;
  /** All of them, with nothing but what is needed to find their files. */
  files(): Promise<Pick<StoredRecording, 'id' | 'source' | 'state'>[]>;
  add(recording: NewRecording): Promise<void>;
  change(id: string, change: Pick<Recording, 'title' | 'purpose'>): Promise<void>;
  /** Those that can be aired, newest first. */
  readyFor(purpose: RecordingPurpose): Promise<StoredRecording[]>;
  remove(id: string): Promise<void>;
  peaks(id: string): Promise<Buffer | null>;
  /** What is to be spoken, since somebody stands and waits for it; then the one that waits longest. */
  nextToProcess(): Promise<StoredRecording | null>;
  /** Processing begins anew, from a file that may have changed. */
  requeue(id: string, at: string, file?: { stamp: string; sizeBytes: number }): Promise<void>;
  /** Gives those another try whose file was not to blame. */
  requeueMachineFailures(at: string): Promise<void>;
  markReady(id: string, prepared: Prepared): Promise<void>;
  markFailed(id: string, problem: Reason): Promise<void>;
}

const machineFailures = [
  'speech.engine-missing',
  'speech.too-slow',
  'speech.failed',
  'storage.full',
  'media.too-slow',
  'media.stuck',
  'media.failed',
  'recording.failed',
];

const columns = `id, title, file_name, source, source_path, source_stamp, spoken_text, spoken_speed, spoken_twice,
  state, size_bytes, duration_ms, format, input_lufs, input_true_peak_db, output_lufs, output_true_peak_db, gain_db, problem_code, problem_params,
  purpose, created_at, created_by`;

/** SQL of the table `recordings`. */
export function createRecordingStore(storage: Storage): RecordingStore {
  const one = async (where: string, params: readonly string[]) => {
    const row = await storage.get<Row>(`select ${columns} from recordings where ${where}`, params);
    return row ? fromRow(row) : null;
  };

  return {
    async page({ limit = 100, cursor }) {
      const [at, id] = cursor?.split('|') ?? [];
      const rows = await storage.all<Row>(
        `select ${columns} from recordings where ? is null or (created_at, id) < (?, ?)
         order by created_at desc, id desc limit ?`,
        [at ?? null, at ?? null, id ?? '', limit + 1],
      );
      const items = rows.slice(0, limit).map(fromRow);
      const last = items.at(-1);
      return { items, next: rows.length > limit && last ? `${last.createdAt}|${last.id}` : null };
    },
    get: (id) => one('id = ?', [id]),
    getBySourcePath: (path) => one('source_path = ?', [path]),
    async getMany(ids) {
      const sql = `select ${columns} from recordings where id in (select value from json_each(?))`;
      return (await storage.all<Row>(sql, [JSON.stringify(ids)])).map(fromRow);
    },
    files: () => storage.all('select id, source, state from recordings'),
    async add(recording) {
      await storage.run(
        `insert into recordings (id, title, file_name, source, source_path, source_stamp, spoken_text, spoken_speed,
           spoken_twice, state, size_bytes, queued_at, created_at, created_by)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'processing', ?, ?, ?, ?)`,
        [
          recording.id,
          recording.title,
          recording.fileName,
          recording.source,
          recording.sourcePath,
          recording.sourceStamp,
          recording.reading?.text ?? null,
          recording.reading?.speed ?? null,
          recording.reading && Number(recording.reading.twice),
          recording.sizeBytes,
          recording.createdAt,
          recording.createdAt,
          recording.createdBy,
        ],
      );
    },
    async change(id, { title, purpose }) {
      await storage.run('update recordings set title = ?, purpose = ? where id = ?', [title, purpose, id]);
    },
    async readyFor(purpose) {
      const sql = `select ${columns} from recordings where purpose = ? and state = 'ready' order by created_at desc, id`;
      return (await storage.all<Row>(sql, [purpose])).map(fromRow);
    },
    async remove(id) {
      await storage.run('delete from recordings where id = ?', [id]);
    },
    async peaks(id) {
      const row = await storage.get<{ peaks: Buffer | null }>('select peaks from recordings where id = ?', [id]);
      return row?.peaks ?? null;
    },
    nextToProcess: () => one(`state = 'processing' order by source <> 'speech', queued_at, id limit 1`, []),
    async requeue(id, at, file) {
      await storage.run(
        `update recordings set state = 'processing', queued_at = ?, problem_code = null, problem_params = null,
           source_stamp = coalesce(?, source_stamp), size_bytes = coalesce(?, size_bytes) where id = ?`,
        [at, file?.stamp ?? null, file?.sizeBytes ?? null, id],
      );
    },
    async requeueMachineFailures(at) {
      await storage.run(
        `update recordings set state = 'processing', queued_at = ?, problem_code = null, problem_params = null
         where state = 'failed' and problem_code in (${machineFailures.map(() => '?').join(', ')})`,
        [at, ...machineFailures],
      );
    },
    async markReady(id, { durationMs, format, loudness, peaks, problem }) {
      await storage.run(
        `update recordings set state = 'ready', duration_ms = ?, format = ?, input_lufs = ?, input_true_peak_db = ?,
           output_lufs = ?, output_true_peak_db = ?, gain_db = ?, peaks = ?, problem_code = ?, problem_params = ?
         where id = ?`,
        [
          durationMs,
          format,
          loudness.inputLufs,
          loudness.inputTruePeakDb,
          loudness.outputLufs,
          loudness.outputTruePeakDb,
          loudness.gainDb,
          Buffer.from(peaks),
          ...problemColumns(problem),
          id,
        ],
      );
    },
    async markFailed(id, problem) {
      await storage.run(`update recordings set state = 'failed', problem_code = ?, problem_params = ? where id = ?`, [
        ...problemColumns(problem),
        id,
      ]);
    },
  };
}

function problemColumns(problem: Reason | null): [string | null, string | null] {
  return problem ? [problem.code, JSON.stringify(problem.params)] : [null, null];
}

interface Row {
  id: string;
  title: string;
  file_name: string;
  source: Recording['source'];
  source_path: string | null;
  source_stamp: string | null;
  spoken_text: string | null;
  spoken_speed: number | null;
  spoken_twice: number | null;
  state: 'processing' | 'ready' | 'failed';
  size_bytes: number;
  duration_ms: number | null;
  format: string | null;
  input_lufs: number | null;
  input_true_peak_db: number | null;
  output_lufs: number | null;
  output_true_peak_db: number | null;
  gain_db: number | null;
  problem_code: string | null;
  problem_params: string | null;
  purpose: RecordingPurpose | null;
  created_at: string;
  created_by: string | null;
}

function fromRow(row: Row): StoredRecording {
  return {
    id: row.id,
    title: row.title,
    fileName: row.file_name,
    source: row.source,
    text: row.spoken_text,
    sourcePath: row.source_path,
    sourceStamp: row.source_stamp,
    reading:
      row.spoken_text === null
        ? null
        : { text: row.spoken_text, speed: row.spoken_speed ?? 1, twice: row.spoken_twice === 1 },
    state: row.state,
    step: null,
    progress: row.state === 'processing' ? 0 : 1,
    sizeBytes: row.size_bytes,
    durationMs: row.duration_ms,
    format: row.format,
    loudness:
      row.output_lufs === null
        ? null
        : {
            inputLufs: row.input_lufs ?? 0,
            inputTruePeakDb: row.input_true_peak_db ?? 0,
            outputLufs: row.output_lufs,
            outputTruePeakDb: row.output_true_peak_db ?? 0,
            gainDb: row.gain_db ?? 0,
          },
    problem:
      row.problem_code === null
        ? null
        : { code: row.problem_code, params: JSON.parse(row.problem_params ?? '{}') as Reason['params'] },
    purpose: row.purpose,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}
