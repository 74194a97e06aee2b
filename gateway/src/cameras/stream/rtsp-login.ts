import type { Clock } from '../../core/clock/clock.ts';
import type { CameraLogin } from '../onvif/login.ts';
import { createWords } from '../onvif/words.ts';
import type { ConversationParts } from './rtsp-conversation.ts';

/**
 * Answers a camera's challenges: digest (RFC 7616) where it offers one, else basic (RFC 7617). `maySign`: false once that login
 * was refused, over whatever line.
 */
export function createSigner(
  clock: Clock,
  login: CameraLogin | null,
  maySign: () => boolean = () => true,
): ConversationParts['sign'] {
  if (!login) return () => null;
  const words = createWords({ clock, login, devicePath: '/' });
  return (challenges, { method, uri }) => {
    if (!maySign()) return null;
    const digests = challenges
      .filter((challenge) => /^digest /i.test(challenge))
      .map((challenge) => `Digest ${challenge.slice('digest '.length)}`);
    if (digests.length > 0) return words.sign(digests, { method, path: uri });
    if (!challenges.some((challenge) => /^basic\b/i.test(challenge))) return null;
    return `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  };
}
