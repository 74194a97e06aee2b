import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The outside judge of certificates: what it says, whether it agrees or not. */
export async function openssl(...args: string[]): Promise<{ ok: boolean; said: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)('openssl', args);
    return { ok: true, said: stdout + stderr };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { ok: false, said: stdout + stderr };
  }
}
