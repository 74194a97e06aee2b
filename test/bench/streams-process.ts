import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { createCameraStreams } from '../../gateway/src/cameras/stream/streams.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createMedia } from '../../gateway/src/media/media.ts';
import { quietLog } from '../support/quiet-log.ts';

/**
 * The streams with nothing beside them: watches the cameras at the ports it is given and says what happens, a line of JSON each.
 * `look <port>`: one more viewer of all of them, over a socket to that port; `still`: a picture of each.
 */
const ports = JSON.parse(process.argv[2] ?? '[]') as number[];
const clock = createSystemClock();
const streams = createCameraStreams({ clock, log: quietLog, media: createMedia({ clock, log: quietLog }) });
const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);
const login = { username: 'admin', password: 'thon-ngot-2026' };

ports.forEach((port, n) => {
  let came = false;
  const source = {
    uri: `rtsp://127.0.0.1:${port}/Streaming/Channels/102`,
    ...{ login, promised: { fps: 15, kbps: 512 } },
  };
  const listener = {
    onFinding: () => undefined,
    onReading(reading: object | null) {
      if (reading) return;
      came = false;
      say({ gone: n });
    },
    onPicture() {
      if (!came) say({ came: n });
      came = true;
    },
    onRefused: () => undefined,
  };
  void streams.watch(`c${n}`, source, listener, new AbortController().signal);
});

createInterface(process.stdin).on('line', (line) => {
  const [word, argument] = line.split(' ');
  ports.forEach((_port, n) => {
    const askedAt = clock.monotonic();
    if (word === 'still') {
      void streams.still(`c${n}`).then(({ jpeg }) => say({ stillMs: clock.monotonic() - askedAt, bytes: jpeg.length }));
    } else {
      const socket = connect(Number(argument), '127.0.0.1');
      let shown = 0;
      streams.look(`c${n}`, {
        say: (text) => void socket.write(text),
        show(bytes) {
          socket.write(bytes);
          // The second is the group of pictures that was there.
          if (++shown === 2) say({ warmMs: clock.monotonic() - askedAt });
        },
        waiting: () => socket.writableLength,
        close: () => socket.destroy(),
      });
    }
  });
});
