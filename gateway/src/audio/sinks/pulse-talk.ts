import { connect } from 'node:net';
import { messageOf } from '../../core/errors.ts';
import { command, none, readMessages, request, samplesAt, type ServerMessage, type Value } from './pulse-wire.ts';

/** A line to a Pulse server: questions, each with its answer, and samples. */
export interface PulseTalk {
  /** `onAnswer` gets the values of the answer. */
  ask(code: number, values: readonly Buffer[], onAnswer: (values: readonly Value[]) => void): void;
  send(channel: number, byte: number, samples: readonly Buffer[]): void;
  /** Safe twice; nothing is told after it. */
  close(): void;
}

export interface PulseTalkEvents {
  connected(): void;
  /** What it says unasked. */
  said(message: ServerMessage): void;
  /** The line is over. `strange`: it was not the server's own word that ended it, but that we did not understand each other. */
  ended(detail: string, strange: boolean): void;
}

export function openPulseTalk(path: string, events: PulseTalkEvents): PulseTalk {
  const answers = new Map<number, (values: readonly Value[]) => void>();
  const socket = connect({ path });
  let rest: Buffer = Buffer.alloc(0);
  let asked = 0;
  let connected = false;
  let closed = false;

  socket.on('connect', () => {
    connected = true;
    events.connected();
  });
  socket.on('data', (data: Buffer) => {
    try {
      const heard = readMessages(Buffer.concat([rest, data]));
      rest = heard.rest;
      for (const message of heard.messages) if (!closed) understand(message);
    } catch (error) {
      end(messageOf(error), true);
    }
  });
  socket.on('error', (error) => end(messageOf(error), connected));
  // A server that was stopped and one that we annoyed look alike.
  socket.on('close', () => end('it hung up', connected));

  function understand(message: ServerMessage): void {
    if (message.code !== command.reply && message.code !== command.error) return events.said(message);
    const onAnswer = answers.get(message.tag);
    if (!onAnswer) throw new Error(`an answer to nothing (${message.tag})`);
    answers.delete(message.tag);
    if (message.code === command.error) end(`the server refused: error ${message.values[0]}`, false);
    else onAnswer(message.values);
  }

  function end(detail: string, strange: boolean): void {
    if (closed) return;
    close();
    events.ended(detail, strange);
  }

  function close(): void {
    closed = true;
    socket.destroy();
  }

  return {
    ask(code, values, onAnswer) {
      if (closed) return;
      const tag = asked++ % none;
      answers.set(tag, onAnswer);
      socket.write(request(code, tag, values));
    },
    send(channel, byte, samples) {
      if (!closed) socket.write(samplesAt(channel, byte, samples));
    },
    close,
  };
}
