import { statfs } from 'node:fs/promises';

/** What may still be written on the disk of this folder, by somebody who is not root. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
