import type { Storage } from '../../storage/storage.ts';
import type { Heard } from './coverage.ts';

/** When each camera was heard, in the database. */
export function createCoverageStore(storage: Storage) {
  return {
    begin: (cameraId: string, at: number) =>
      storage.run('insert into camera_coverage (camera_id, heard_from, heard_to, open) values (?, ?, ?, 1)', [
        cameraId,
        at,
        at,
      ]),
    end: (cameraId: string, at: number, why: string) =>
      storage.run(
        `update camera_coverage set open = 0, why = ?, heard_to = max(heard_from, ?) where camera_id = ? and open = 1`,
        [why, at, cameraId],
      ),
    /** It was not heard, and this is why from now on: a stretch of no length. */
    explain: (cameraId: string, at: number, why: string) =>
      storage.run('insert into camera_coverage (camera_id, heard_from, heard_to, open, why) values (?, ?, ?, 0, ?)', [
        ...[cameraId, at, at, why],
      ]),
    /** All that is heard is still heard. */
    reach: (at: number) => storage.run('update camera_coverage set heard_to = max(heard_to, ?) where open = 1', [at]),
    /** Of a gateway that went off: nothing was heard since. */
    closeAll: () => storage.run('update camera_coverage set open = 0 where open = 1'),
    /** What is older than any event may be says nothing any more, but why a camera has not been heard since. */
    forget: (before: number) =>
      storage.run(
        `delete from camera_coverage where heard_to < ? and open = 0 and heard_from < (
           select max(heard_from) from camera_coverage as later where later.camera_id = camera_coverage.camera_id)`,
        [before],
      ),

    /** All that touches the time, and of each camera the last before it, in order. */
    async between(from: number, to: number): Promise<Heard[]> {
      const rows = await storage.all<Omit<Heard, 'open'> & { open: number }>(
        `select camera_id as cameraId, heard_from as "from", heard_to as "to", open, why from camera_coverage as heard
         where heard_from < ? and (heard_to >= ? or open = 1 or heard_from = (
           select max(heard_from) from camera_coverage where camera_id = heard.camera_id and heard_from < ?))
         order by heard_from, id`,
        [to, from, from],
      );
      return rows.map((row) => ({ ...row, open: row.open === 1 }));
    },
  };
}

export type CoverageStore = ReturnType<typeof createCoverageStore>;
