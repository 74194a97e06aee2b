import type { Alert, Camera, Reason } from '../../contract/index.ts';

/** Something wrong with cameras that somebody is told of, whether or not it is an alert yet. */
export interface Trouble extends Pick<Alert, 'kind' | 'cabinet'> {
  /** One, or those that were lost together. */
  readonly about: readonly Pick<Camera, 'name' | 'cause'>[];
}

/** Lower is worse: many pictures are gone, one is, one is not so good. */
export const troubleRank: Record<Alert['kind'], number> = {
  'cameras-together': 0,
  'camera-offline': 1,
  'camera-locked': 2,
  'camera-degraded': 3,
};

/** "Camera “Cổng làng” mất kết nối. Không thấy nó trong mạng: …", as a code that the panel translates. Pure. */
export function reasonOfTrouble({ kind, cabinet, about }: Trouble): Reason {
  if (kind === 'cameras-together') {
    const count = about.length;
    return cabinet === null
      ? { code: 'village.cameras-lost', params: { count } }
      : { code: 'village.cabinet-lost', params: { count, cabinet } };
  }
  const [{ name: camera, cause } = { name: '', cause: null }] = about;
  return { code: `village.${kind}`, params: { camera, ...(cause && { cause: `camera-cause.${cause}` }) } };
}
