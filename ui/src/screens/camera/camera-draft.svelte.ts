import type { Camera, CameraChange, CameraTest, MapPlace } from '#contract';

/** What a person is writing down about a camera, before it is saved. */
export class CameraDraft {
  name = $state('');
  host = $state('');
  /** As it is typed. */
  port = $state('80');
  path = $state('');
  username = $state('');
  /** Empty: the one that is kept stays. */
  password = $state('');
  monitorProfile = $state<string | null>(null);
  viewProfile = $state<string | null>(null);
  cabinet = $state('');
  zoneIds = $state.raw<readonly string[]>([]);
  place = $state.raw<MapPlace | null>(null);

  constructor(camera: Camera) {
    this.name = camera.name;
    this.host = camera.host;
    this.port = String(camera.port);
    this.path = camera.path ?? '';
    this.username = camera.username ?? '';
    this.monitorProfile = camera.monitorProfile;
    this.viewProfile = camera.viewProfile;
    this.cabinet = camera.cabinet ?? '';
    this.zoneIds = camera.zoneIds;
    this.place = camera.place;
  }

  get change(): CameraChange {
    return {
      ...this.#where,
      ...{ name: this.name.trim(), cabinet: this.cabinet.trim() || null },
      ...{ monitorProfile: this.monitorProfile, viewProfile: this.viewProfile },
      ...{ zoneIds: [...this.zoneIds], place: this.place },
    };
  }

  /** What would be asked; the password that is kept is the gateway's to add. */
  testOf(cameraId: string): CameraTest {
    return { ...this.#where, cameraId, ...(this.password !== '' && { again: true }) };
  }

  get #where() {
    const username = this.username.trim() || null;
    const password = username === null ? null : this.password;
    return {
      ...{ host: this.host.trim(), port: Number(this.port), path: this.path.trim() || null, username },
      ...(password === '' ? {} : { password }),
    };
  }
}
