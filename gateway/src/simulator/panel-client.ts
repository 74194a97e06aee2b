import type {
  ButtonInput,
  ButtonWithCredentials,
  Camera,
  CameraInput,
  Health,
  MqttCredentials,
  Output,
  OutputInput,
  Problem,
  Programme,
  ProgrammeInput,
  Relay,
  RelayInput,
  SavedProgramme,
  SetUp,
  Upstream,
  UpstreamInput,
  Zone,
  ZoneInput,
} from '../contract/index.ts';

/** What a person would do in the panel, done by the demo over the same HTTP. */
export interface PanelClient {
  setUp(input: SetUp): Promise<void>;
  addRelay(input: RelayInput): Promise<{ relay: Relay; credentials: MqttCredentials }>;
  addButton(input: ButtonInput): Promise<ButtonWithCredentials>;
  addOutput(input: OutputInput): Promise<Output>;
  addZone(input: ZoneInput): Promise<Zone>;
  putMapPicture(png: Buffer): Promise<void>;
  addUpstream(input: UpstreamInput): Promise<Upstream>;
  addCamera(input: CameraInput): Promise<Camera>;
  addProgramme(input: ProgrammeInput): Promise<Programme>;
  air(id: string, playlistId: string, zoneIds: string[]): Promise<void>;
  health(): Promise<Health>;
  /** Is everything in it prepared for airing? */
  playlistReady(id: string): Promise<boolean>;
}

export function createPanelClient(url: string): PanelClient {
  let cookie = '';

  async function ask<T>(method: string, path: string, body?: object): Promise<T> {
    const isFile = body instanceof Uint8Array;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { cookie, ...(body && { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }) },
      ...(body && { body: isFile ? Uint8Array.from(body) : JSON.stringify(body) }),
    });
    const given = response.headers.get('set-cookie');
    if (given) cookie = given.split(';', 1)[0] ?? '';
    const text = await response.text();
    const answer: unknown = text ? JSON.parse(text) : null;
    if (!response.ok) throw new Error(`${method} ${path}: ${(answer as Problem).detail}`);
    return answer as T;
  }

  return {
    setUp: (input) => ask('POST', '/api/set-up', input),
    addRelay: (input) => ask('POST', '/api/relays', input),
    addButton: (input) => ask('POST', '/api/buttons', input),
    addOutput: (input) => ask('POST', '/api/outputs', input),
    addZone: (input) => ask('POST', '/api/zones', input),
    putMapPicture: (png) => ask('POST', '/api/village-map/pictures', png),
    addUpstream: (input) => ask('POST', '/api/upstreams', input),
    addCamera: (input) => ask('POST', '/api/cameras', input),
    addProgramme: async (input) => (await ask<SavedProgramme>('POST', '/api/programmes', input)).programme,
    air: (id, playlistId, zoneIds) =>
      ask('POST', '/api/broadcasts', { id, content: { kind: 'playlist', playlistId }, zoneIds, priority: 'normal' }),
    health: () => ask('GET', '/api/health'),
    async playlistReady(id) {
      const { items } = await ask<{ items: { durationMs: number | null }[] }>('GET', `/api/playlists/${id}`);
      return items.length > 0 && items.every((item) => item.durationMs !== null);
    },
  };
}
