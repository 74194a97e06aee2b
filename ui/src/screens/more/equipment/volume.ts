export type VolumeWord = 'full' | 'loud' | 'middle' | 'soft' | 'faint';

/** How loud a zone is set, as people say it: 10 dB less sounds half as loud. */
export function volumeWord(db: number): VolumeWord {
  if (db >= -1) return 'full';
  if (db >= -6) return 'loud';
  if (db >= -14) return 'middle';
  return db >= -24 ? 'soft' : 'faint';
}
