/** Everything that can be wrong with a camera, each by a word. Facts: what cameras of villages were seen to do. */
export interface CameraFaults {
  /**
   * Its web server: `mute` accepts and never answers, `dripping` sends a byte every two seconds, `refusing` has nobody at the
   * port, `page` and `bare-401` answer with HTML and with a 401 that says no way to sign in, `truncated` breaks off in the
   * middle, `huge` never ends, `bomb` is entities within entities, `deep` a million elements within one another, `garbage` is
   * no HTTP, `resetting` hangs up, `mangled` answers with a few letters lost, doubled or changed.
   */
  web:
    | 'well'
    | 'mute'
    | 'dripping'
    | 'refusing'
    | 'page'
    | 'bare-401'
    | 'truncated'
    | 'huge'
    | 'bomb'
    | 'deep'
    | 'garbage'
    | 'resetting'
    | 'mangled';
  /** Each answer comes so much later. */
  slowMs: number;
  /** Its clock against ours. */
  clockOffsetMs: number;
  /** Panasonic and others: even its date is told only to whom has signed in. */
  dateNeedsLogin: boolean;
  /** `none`: an empty list; `unknown-source`: of a video source that it does not have. */
  profiles: 'well' | 'none' | 'unknown-source';
  /** The host that its addresses name (its other network, the far side of a NAT); null: the one it was asked at. */
  namesHost: string | null;
  /**
   * `refuses-pull` and `refuses-create` answer with a fault, `mute` not at all; `stuck` never says that motion is over, `hasty`
   * does not hold a pull until something happens.
   */
  events: 'well' | 'hasty' | 'refuses-create' | 'refuses-pull' | 'refuses-renew' | 'mute' | 'stuck';
  picture: 'live' | 'frozen' | 'black';
  /** `dead`: nobody at the port; `mute`: accepts and never answers; `stalled`: the picture stops and the line stays open. */
  rtsp: 'well' | 'dead' | 'mute' | 'stalled' | 'slow';
  /** So many can look at once. */
  rtspSessions: number;
  /** What it answers to a search: itself, nothing, or packets that nobody can read. */
  discovery: 'well' | 'silent' | 'odd';
  /** `page`: HTML where a JPEG should be. */
  snapshot: 'well' | 'page';
}

export function noFaults(): CameraFaults {
  return {
    web: 'well',
    slowMs: 0,
    clockOffsetMs: 0,
    dateNeedsLogin: false,
    profiles: 'well',
    namesHost: null,
    events: 'well',
    picture: 'live',
    rtsp: 'well',
    rtspSessions: 4,
    discovery: 'well',
    snapshot: 'well',
  };
}
