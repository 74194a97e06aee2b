import type { Output, OutputInput, Sink } from '#contract';

type Kind = Sink['kind'];
type SoundSystem = Extract<Sink, { kind: 'sound-card' }>['system'];
type Codec = Extract<Sink, { kind: 'rtp' }>['codec'];

const untimed = { latencyMs: 0, delayMs: 0 };

/** What a person is writing down about an output: each kind keeps its own words while another is looked at. */
export class OutputDraft {
  name = $state('');
  kind = $state<Kind>('sound-card');
  system = $state<SoundSystem>('auto');
  device = $state('');
  host = $state('');
  port = $state('5004');
  codec = $state<Codec>('L16');
  ttl = $state('4');
  icecastPort = $state('8000');
  mount = $state('/');
  username = $state('source');
  password = $state('');
  latencyMs = $state('0');
  delayMs = $state('0');

  constructor(output: Output | undefined) {
    if (!output) return;
    const { name, sink, latencyMs, delayMs } = output;
    this.name = name;
    this.kind = sink.kind;
    this.latencyMs = String(latencyMs);
    this.delayMs = String(delayMs);
    if (sink.kind === 'http-stream') return;
    if (sink.kind === 'sound-card') {
      this.system = sink.system;
      this.device = sink.device;
      return;
    }
    this.host = sink.host;
    if (sink.kind === 'icecast') {
      this.icecastPort = String(sink.port);
      this.mount = sink.mount;
      this.username = sink.username;
      return;
    }
    this.port = String(sink.port);
    if (sink.kind === 'rtp') {
      this.codec = sink.codec;
      this.ttl = String(sink.ttl);
    }
  }

  /** False: whoever listens is seconds late, each by a buffer of their own; there is nothing to set to the millisecond. */
  get timed(): boolean {
    return this.kind !== 'http-stream' && this.kind !== 'icecast';
  }

  get input(): OutputInput {
    const { password } = this;
    const secret = this.kind === 'icecast' && password !== '' ? { password } : {};
    const timing = this.timed ? { latencyMs: Number(this.latencyMs), delayMs: Number(this.delayMs) } : untimed;
    return { name: this.name.trim(), sink: this.#sink, ...timing, ...secret };
  }

  get #sink(): Sink {
    const { kind, system, codec } = this;
    if (kind === 'sound-card') return { kind, system, device: this.device.trim() };
    if (kind === 'http-stream') return { kind };
    if (kind === 'icecast') {
      const { mount, username } = this;
      return {
        kind,
        host: this.host.trim(),
        port: Number(this.icecastPort),
        mount: mount.trim(),
        username: username.trim(),
      };
    }
    const place = { host: this.host.trim(), port: Number(this.port) };
    return kind === 'rtp' ? { kind, ...place, codec, ttl: Number(this.ttl) } : { kind, ...place };
  }
}
