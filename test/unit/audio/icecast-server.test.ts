import { expect, test } from 'vitest';
import { readAnswer, sourceHead } from '../../../gateway/src/audio/icecast/server.ts';

const server = { host: '10.0.0.9', port: 8_000, mount: '/loa.mp3', username: 'source', password: 'kín: đáo' };
const answer = (head: string, words = '') => readAnswer(`${head}\r\nServer: Icecast 2.4.4\r\n\r\n${words}`, server);

test.each([
  ['HTTP/1.1 100 Continue', '', 'taken'],
  ['HTTP/1.0 200 OK', '', 'taken'],
  ['HTTP/1.0 401 Authentication Required', 'You need to authenticate', 'icecast.password'],
  ['HTTP/1.0 403 Forbidden', 'Mountpoint in use', 'icecast.mount-in-use'],
  ['HTTP/1.0 403 Forbidden', 'too many sources connected', 'icecast.full'],
  ['HTTP/1.1 404 Not Found', '', 'icecast.no-mount'],
  ['HTTP/1.0 403 Forbidden', 'Content-type not supported', 'icecast.refused'],
  ['SSH-2.0-OpenSSH_9.2', '', 'icecast.refused'],
])('the answer "%s %s" is %s', (head, words, meaning) => {
  const heard = answer(head, words);
  expect(typeof heard === 'string' ? heard : heard?.code).toBe(meaning);
});

test('half an answer is none yet', () => {
  expect(readAnswer('HTTP/1.0 200 OK\r\nServer:', server)).toBeNull();
});

test('a name cannot begin another line of what the server is told', () => {
  const lines = sourceHead(server, 'Loa\r\nIce-Public: 1').split('\r\n');
  expect(lines).toContain('Ice-Name: Loa Ice-Public: 1');
  expect(lines).toContain('Ice-Public: 0');
  expect(lines.at(-1)).toBe('');
});
