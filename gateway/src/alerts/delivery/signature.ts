import { createHmac } from 'node:crypto';

/**
 * What a message is posted with, so that its receiver knows that it is from this village and of now: it computes the same from
 * `loa-thon-timestamp`, a full stop and the body as it came, and refuses what is minutes old. Pure.
 */
export function signedHeaders(secret: string, body: string, id: string, nowMs: number): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  return {
    'content-type': 'application/json',
    'user-agent': 'LoaThon',
    'loa-thon-delivery': id,
    'loa-thon-timestamp': timestamp,
    'loa-thon-signature': `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`,
  };
}
