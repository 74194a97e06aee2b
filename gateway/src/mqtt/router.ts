import { createTopicTree } from './topic-tree.ts';

/** A message on its way through aedes, as far as routing goes. */
interface Routed {
  readonly topic: string;
  brokerCounter: number;
}

type Deliver = (packet: Routed, done: () => void) => void;

/** What aedes asks of its message emitter (its `mq` option). */
export interface Router {
  on(filter: string, deliver: Deliver, done?: () => void): void;
  removeListener(filter: string, deliver: Deliver, done?: () => void): void;
  /** Hands the message to every subscriber that matches; `done` when the last has taken it. */
  emit(packet: Routed, done?: (error?: Error) => void): void;
  close(done: () => void): void;
}

/**
 * Takes the place of aedes' own emitter, which loses messages: aedes numbers a message when it arrives, and each
 * subscriber drops what comes with a lower number than the last. A retained or QoS 1 message is stored first, so any
 * QoS 0 message may overtake it, and then it is gone (aedes issues 955 and 994). Here a message is numbered when it leaves.
 * It also has no common queue of 100, in which one slow subscriber holds up everybody's messages.
 */
export function createRouter(): Router {
  const subscribers = createTopicTree<Deliver>();
  let counter = 0;
  let closed = false;
  return {
    on(filter, deliver, done) {
      subscribers.add(filter, deliver);
      if (done) setImmediate(done);
    },
    removeListener(filter, deliver, done) {
      subscribers.remove(filter, deliver);
      if (done) setImmediate(done);
    },
    emit(packet, done = () => undefined) {
      if (closed) return done(new Error('the broker is closed'));
      packet.brokerCounter = ++counter;
      const matching = subscribers.match(packet.topic);
      let left = matching.length;
      if (left === 0) return done();
      for (const deliver of matching) {
        deliver(packet, () => {
          if (--left === 0) done();
        });
      }
    },
    close(done) {
      closed = true;
      setImmediate(done);
    },
  };
}
