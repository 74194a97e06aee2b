import { AsyncLocalStorage } from 'node:async_hooks';
import sqlite3 from 'sqlite3';
import { AppError } from '../core/errors.ts';

export type SqlValue = string | number | null | Buffer;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Reads and writes with bound parameters; rows come back as the columns were named. */
export interface Sql {
  run(sql: string, params?: readonly SqlValue[]): Promise<{ readonly changes: number }>;
  get<Row>(sql: string, params?: readonly SqlValue[]): Promise<Row | undefined>;
  all<Row>(sql: string, params?: readonly SqlValue[]): Promise<Row[]>;
}

export interface Storage extends Sql {
  /**
   * Everything `work` does through its own handle happens or nothing does. Nobody else's statement runs in between,
   * so a bystander's write cannot be rolled back with it.
   */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /** Runs a script of several statements (migrations). */
  script(sql: string): Promise<void>;
  /** Waits for what is queued, then closes the file. Safe twice. */
  close(): Promise<void>;
}

/**
 * The one SQLite connection. sqlite3 runs each statement on a worker thread, so fsync never holds the event loop;
 * but statements of different callers interleave on one handle, and an interleaved `rollback` loses a bystander's
 * write. Hence one queue: a statement or a whole transaction at a time.
 */
export async function openDatabase(path: string): Promise<Storage> {
  const db = await open(path);
  const surrounding = new AsyncLocalStorage<{ readonly isOpen: () => boolean }>();
  let tail: Promise<unknown> = Promise.resolve();
  let closed: Promise<void> | null = null;

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (closed)
      return Promise.reject(new AppError('storage.closed', 503, 'The database is closed; the gateway is stopping.'));
    // What a transaction set going and did not wait for (an event, a timer) may use the storage after its end.
    if (surrounding.getStore()?.isOpen()) {
      return Promise.reject(new Error('inside a transaction use its own handle: this statement would wait for itself'));
    }
    const turn = tail.then(work);
    tail = turn.catch(() => undefined);
    return turn;
  }

  const direct = statements(db);

  async function transact<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    let open = true;
    let failure = null as AppError | null;
    const guard =
      <A extends unknown[], R>(statement: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        if (!open) throw failure ?? new Error('this transaction has ended');
        try {
          return await statement(...args);
        } catch (error) {
          // A full or failing disk makes SQLite roll back by itself (lang_transaction.html, "automatic rollback"):
          // whatever came after would be written on its own, even if `work` swallowed this error.
          if (error instanceof AppError) {
            open = false;
            failure = error;
          }
          throw error;
        }
      };
    await direct.run('begin immediate');
    try {
      const tx = { run: guard(direct.run), get: guard(direct.get), all: guard(direct.all) } as Sql;
      const result = await surrounding.run({ isOpen: () => open }, () => work(tx));
      open = false;
      if (failure !== null) throw failure;
      await direct.run('commit');
      return result;
    } catch (error) {
      open = false;
      // After an automatic rollback a second one only says so, and must not hide the first error.
      await direct.run('rollback').catch(() => undefined);
      throw error;
    }
  }

  const storage: Storage = {
    run: (sql, params) => inTurn(() => direct.run(sql, params)),
    get: (sql, params) => inTurn(() => direct.get(sql, params)),
    all: (sql, params) => inTurn(() => direct.all(sql, params)),
    transaction: (work) => inTurn(() => transact(work)),
    script: (sql) => inTurn(() => exec(db, sql)),
    close() {
      closed ??= tail.then(
        () => new Promise((resolve, reject) => db.close((error) => (error ? reject(error) : resolve()))),
      );
      return closed;
    },
  };
  try {
    await storage.run('pragma journal_mode = wal');
    await storage.run('pragma synchronous = full');
    await storage.run('pragma foreign_keys = on');
    await storage.run('pragma busy_timeout = 5000');
    return storage;
  } catch (error) {
    await storage.close().catch(() => undefined);
    throw error;
  }
}

/** sqlite3 kills the process when an error has no callback, so every call here has one. */
function statements(db: sqlite3.Database): Sql {
  return {
    run: (sql, params = []) =>
      new Promise((resolve, reject) => {
        db.run(sql, params, function (this: { changes: number }, error: Error | null) {
          if (error) reject(asAppError(error));
          else resolve({ changes: this.changes });
        });
      }),
    get: <Row>(sql: string, params: readonly SqlValue[] = []) =>
      new Promise<Row | undefined>((resolve, reject) => {
        db.get(sql, params, (error: Error | null, row: Row | undefined) =>
          error ? reject(asAppError(error)) : resolve(row),
        );
      }),
    all: <Row>(sql: string, params: readonly SqlValue[] = []) =>
      new Promise<Row[]>((resolve, reject) => {
        db.all(sql, params, (error: Error | null, rows: Row[]) => (error ? reject(asAppError(error)) : resolve(rows)));
      }),
  };
}

function open(path: string): Promise<sqlite3.Database> {
  return new Promise((resolve, reject) => {
    const db = new sqlite3.Database(path, (error) => {
      if (!error) return resolve(db);
      reject(
        new AppError('storage.cannot-open', 500, `The database ${path} cannot be opened: ${error.message}.`, {
          cause: error,
        }),
      );
    });
    db.on('error', () => undefined);
    // One statement after the other, in the order given, even where a transaction does not wait for each.
    db.serialize();
  });
}

function exec(db: sqlite3.Database, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    db.exec(sql, (error) => (error ? reject(asAppError(error)) : resolve()));
  });
}

function asAppError(error: Error & { code?: string }): Error {
  switch (error.code) {
    case 'SQLITE_FULL':
      return new AppError(
        'storage.full',
        507,
        'The disk is full: nothing was changed. Free some space and try again.',
        { cause: error },
      );
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return new AppError(
        'storage.corrupt',
        500,
        'The database file is damaged: restore the newest file of the backup folder.',
        { cause: error },
      );
    case 'SQLITE_IOERR':
    case 'SQLITE_READONLY':
    case 'SQLITE_NOMEM':
      return new AppError(
        'storage.failed',
        500,
        `The disk does not take what is written (${error.message}): nothing was changed. Look at the disk.`,
        { cause: error },
      );
    default:
      return error;
  }
}
