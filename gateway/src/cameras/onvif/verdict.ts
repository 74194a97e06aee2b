import { AppError } from '../../core/errors.ts';

/** What came of talking to a camera when it was not what was asked for. */
export type CameraVerdict =
  | 'unreachable'
  | 'refused'
  | 'timed-out'
  | 'wrong-password'
  | 'locked'
  | 'clock-skew'
  | 'not-onvif'
  | 'broken-reply'
  | 'unsupported'
  | 'no-profiles';

/** What is known of one attempt. */
export type Evidence =
  | { readonly kind: 'no-connection'; readonly errno: string }
  | { readonly kind: 'late' }
  | { readonly kind: 'no-http' }
  | { readonly kind: 'broken-off' }
  | { readonly kind: 'too-long' }
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly contentType: string;
      /** The camera's clock minus ours by the reply's own Date, in ms; null: it named none. */
      readonly dateOffMs: number | null;
      readonly text: string;
      /** It was SOAP. */
      readonly envelope: boolean;
      readonly fault: { readonly codes: readonly string[]; readonly text: string } | null;
    };

export interface Circumstances {
  /** The token was dated by the camera's own clock, so that its age is no reason to refuse it. */
  readonly clockKnown: boolean;
}

/** From here a camera refuses tokens: makers allow between five seconds and five minutes. */
const skewMs = 60_000;
const lockWords = /\blocked\b|still have 0 attempt|<lockStatus>lock</i;
const staleWords = /processing the <wsse:Security>|timestamp|token.*expired|not within|MessageExpired/i;

/** Why an attempt failed; null: it did not. Pure. */
export function judge(evidence: Evidence, { clockKnown }: Circumstances): CameraVerdict | null {
  switch (evidence.kind) {
    case 'no-connection':
      return evidence.errno === 'ECONNREFUSED'
        ? 'refused'
        : evidence.errno === 'ETIMEDOUT'
          ? 'timed-out'
          : 'unreachable';
    case 'late':
      return 'timed-out';
    case 'no-http':
      return 'not-onvif';
    case 'broken-off':
    case 'too-long':
      return 'broken-reply';
    case 'reply':
      return judgeReply(evidence, clockKnown);
  }
}

function judgeReply(reply: Extract<Evidence, { kind: 'reply' }>, clockKnown: boolean): CameraVerdict | null {
  const { status, text, envelope, fault, dateOffMs } = reply;
  const said = fault ? `${fault.codes.join(' ')} ${fault.text}` : '';
  const refused =
    status === 401 || status === 423 || /NotAuthorized|FailedAuthentication|InvalidSecurity|not authorized/i.test(said);
  if (refused) {
    if (status === 423 || lockWords.test(fault ? fault.text : text)) return 'locked';
    if (fault?.codes.some((code) => code.endsWith('InvalidSecurity'))) return 'clock-skew';
    // The same words may mean either; a token that nobody could date rightly tells which.
    const off = dateOffMs !== null && Math.abs(dateOffMs) > skewMs;
    return !clockKnown && (off || staleWords.test(said)) ? 'clock-skew' : 'wrong-password';
  }
  if (fault) return 'unsupported';
  if (envelope) return null;
  if (/html/i.test(reply.contentType) || /^\s*<(!doctype )?html/i.test(text)) {
    return status >= 500 ? 'broken-reply' : 'not-onvif';
  }
  const meantXml = /xml/i.test(reply.contentType) || /<\?xml|Envelope/.test(text.slice(0, 1_000));
  return status >= 500 || meantXml ? 'broken-reply' : 'not-onvif';
}

const troubles = {
  unreachable: ['camera.unreachable', 504, 'is not on the network: check its power, its cable and the address.'],
  refused: [
    'camera.refused',
    502,
    'is there and nobody answers at this port: check the port, and that ONVIF is switched on.',
  ],
  'timed-out': ['camera.timed-out', 504, 'does not answer: it hangs or something else has its address; restart it.'],
  'wrong-password': ['camera.wrong-password', 422, 'refuses this name and password; it is not asked again with them.'],
  locked: ['camera.locked', 423, 'has locked the account after wrong passwords: wait half an hour, or restart it.'],
  'clock-skew': ['camera.clock-skew', 502, 'refuses because its clock is wrong: set its date and time.'],
  'not-onvif': [
    'camera.not-onvif',
    502,
    'answers, but does not speak ONVIF there: check address, port and that ONVIF is on.',
  ],
  'broken-reply': ['camera.broken-reply', 502, 'answers with something that breaks off or cannot be read; restart it.'],
  unsupported: ['camera.unsupported', 502, 'does not offer this.'],
  'no-profiles': ['camera.no-profiles', 502, 'offers no video stream: set up one in its own pages.'],
} as const satisfies Record<CameraVerdict, readonly [code: string, status: number, sentence: string]>;

/** `address`: host and port, never a login. */
export function cameraTrouble(verdict: CameraVerdict, address: string, cause?: unknown): AppError {
  const [code, status, sentence] = troubles[verdict];
  return new AppError(code, status, `The camera at ${address} ${sentence}`, { cause, params: { address } });
}

/** null: it is no trouble with a camera. */
export function verdictOf(error: unknown): CameraVerdict | null {
  if (!(error instanceof AppError)) return null;
  const verdicts = Object.keys(troubles) as CameraVerdict[];
  return verdicts.find((verdict) => troubles[verdict][0] === error.code) ?? null;
}

/** Only another login helps, or time. */
export type LoginRefusal = Extract<CameraVerdict, 'wrong-password' | 'locked'>;

/** null: it is about something else. */
export function refusalIn(error: unknown): LoginRefusal | null {
  const verdict = verdictOf(error);
  return verdict === 'wrong-password' || verdict === 'locked' ? verdict : null;
}

/**
 * It must not be asked again in the same way: each try may bring it nearer to locking the account. A wrong clock counts, because some
 * say the same of both and only seem to mean it.
 */
export function refusesLogin(error: unknown): boolean {
  return refusalIn(error) !== null || verdictOf(error) === 'clock-skew';
}
