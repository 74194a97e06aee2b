import { AppError } from '../../core/errors.ts';
import { cameraTrouble, type LoginRefusal } from '../onvif/verdict.ts';
import type { Finding } from '../status.ts';

/**
 * Why a connection brought nothing, or nothing more. `silent`: accepted, and no picture came; `stalled`: none came any more;
 * `gone`: the line broke; `elsewhere`: it names another place, which is not followed; `denied`: it answers with an error.
 */
export type StreamTrouble =
  | 'refused'
  | 'busy'
  | 'silent'
  | 'stalled'
  | 'gone'
  | 'elsewhere'
  | 'denied'
  | 'wrong-password'
  | 'locked'
  | 'unreadable'
  | 'too-large'
  | 'unsupported-codec';

/** Ends a connection; what exactly was wrong is for the log. */
export class StreamFailure extends Error {
  override readonly name = 'StreamFailure';
  readonly trouble: StreamTrouble;

  constructor(trouble: StreamTrouble, detail: string, cause?: unknown) {
    super(`${trouble}: ${detail}`, { cause });
    this.trouble = trouble;
  }
}

/** What the ladder makes of an attempt that brought nothing; a login is not its business. */
export function findingOf(trouble: StreamTrouble): Extract<Finding, { kind: 'no-stream' }> {
  const why = trouble === 'refused' ? 'stream-refused' : trouble === 'busy' ? 'stream-busy' : 'stream-silent';
  return { kind: 'no-stream', why };
}

/** The login was refused: it is not tried again. */
export function isAboutLogin(trouble: StreamTrouble): trouble is LoginRefusal {
  return trouble === 'wrong-password' || trouble === 'locked';
}

/** `address`: host and port, never a login. */
export function streamError(trouble: StreamTrouble, address: string): AppError {
  const params = { address };
  switch (trouble) {
    case 'wrong-password':
    case 'locked':
      return cameraTrouble(trouble, address);
    case 'busy':
      return new AppError('camera.stream-busy', 503, `The camera at ${address} serves as many as it can.`, { params });
    case 'unsupported-codec':
      return new AppError('camera.codec-unsupported', 415, 'Browsers cannot show this video: set the camera to H.264.');
    case 'too-large':
      return new AppError(
        'camera.picture-too-large',
        422,
        'The picture is too large: choose a smaller one in the camera.',
      );
    case 'unreadable':
      return new AppError('camera.stream-unreadable', 502, `The stream of the camera at ${address} cannot be read.`, {
        params,
      });
    case 'refused':
    case 'silent':
    case 'stalled':
    case 'gone':
    case 'elsewhere':
    case 'denied':
      return noPicture();
  }
}

export function noPicture(): AppError {
  return new AppError('camera.no-picture', 404, 'No picture came from this camera yet.');
}
