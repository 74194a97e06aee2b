import { request } from 'node:http';
import { messageOf } from '../../core/errors.ts';
import { authorization, type IcecastServer } from './server.ts';

const answerMs = 5_000;

/** Tells the server what is on air: its listeners see it. Only a nicety, so trouble is told and nothing waits. */
export function tellTitle(server: IcecastServer, title: string, onTrouble: (detail: string) => void): void {
  const facts = { mode: 'updinfo', charset: 'UTF-8', mount: server.mount, song: title };
  const query = Object.entries(facts).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const asking = request(
    {
      host: server.host,
      port: server.port,
      path: `/admin/metadata?${query.join('&')}`,
      headers: { authorization: authorization(server) },
      agent: false,
      timeout: answerMs,
    },
    (answer) => {
      answer.resume();
      if (answer.statusCode !== 200) onTrouble(`it answered ${answer.statusCode}`);
    },
  );
  asking.on('timeout', () => asking.destroy(new Error('no answer')));
  asking.on('error', (error) => onTrouble(messageOf(error)));
  asking.end();
}
