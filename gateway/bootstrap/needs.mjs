/** What each command needs from Debian, and how it may be had. Pure rules; `system.mjs` acts on them. */

/** @typedef {'start' | 'demo' | 'firmware' | 'build' | 'test' | 'check' | 'bench'} Command */
/**
 * @typedef {object} Tool
 * @property {string} package its Debian package
 * @property {readonly string[]} executables all of them on PATH: it is there. With a slash: a file within a folder of /usr/lib
 * @property {readonly Command[]} neededBy
 * @property {readonly string[]} [libraries] packages it is of no use without, and that have no program of their own
 * @property {string} [service] the package starts this service, which nobody asked for (mosquitto: on the gateway's own port)
 */
/**
 * @typedef {object} Machine
 * @property {boolean} root
 * @property {boolean} aptGet
 * @property {boolean} sudo sudo works without asking for a password
 */
/** @typedef {'apt-get' | 'sudo apt-get' | 'ask'} Way */

/** @type {readonly Tool[]} */
export const tools = [
  { package: 'ffmpeg', executables: ['ffmpeg', 'ffprobe'], neededBy: ['start', 'build', 'demo', 'test', 'bench'] },
  { package: 'alsa-utils', executables: ['aplay'], neededBy: ['start', 'build', 'test'] },
  { package: 'pulseaudio-utils', executables: ['pacat', 'pactl'], neededBy: ['start', 'build', 'test', 'bench'] },
  // The library is ALSA's own way into it.
  {
    package: 'pulseaudio',
    executables: ['pulseaudio'],
    neededBy: ['test', 'bench'],
    libraries: ['libasound2-plugins'],
  },
  // A Pulse server of another make, as later Debians have it; its manager wants a bus.
  {
    package: 'pipewire-pulse',
    executables: ['pipewire', 'pipewire-pulse', 'wireplumber', 'dbus-run-session'],
    neededBy: ['test', 'bench'],
    libraries: ['pipewire', 'wireplumber', 'dbus-daemon'],
  },
  { package: 'chromium', executables: ['chromium'], neededBy: ['test'] },
  { package: 'espeak-ng', executables: ['espeak-ng'], neededBy: ['start', 'build', 'demo', 'test', 'bench'] },
  { package: 'mosquitto', executables: ['mosquitto'], neededBy: ['test', 'bench'], service: 'mosquitto' },
  { package: 'mosquitto-clients', executables: ['mosquitto_sub', 'mosquitto_pub'], neededBy: ['test', 'bench'] },
  // Networks of their own, to be cut off; who may not make any has a proxy instead.
  { package: 'iproute2', executables: ['ip'], neededBy: ['test'] },
  // A real server for the output that is a source of one.
  { package: 'icecast2', executables: ['icecast2'], neededBy: ['test'], service: 'icecast2' },
  // What people listen with, beside ffmpeg: what it hears is compared with what was played.
  {
    package: 'gstreamer1.0-tools',
    executables: ['gst-launch-1.0'],
    neededBy: ['test'],
    libraries: ['gstreamer1.0-plugins-base', 'gstreamer1.0-plugins-good'],
  },
  // VLC without its windows.
  {
    package: 'vlc-bin',
    executables: ['cvlc'],
    neededBy: ['test'],
    libraries: ['vlc-plugin-base'],
  },
  // A server of video, of another make than ours: it has no program, a page of Python runs it.
  {
    package: 'gir1.2-gst-rtsp-server-1.0',
    executables: [
      'girepository-1.0/GstRtspServer-1.0.typelib',
      'dist-packages/gi/__init__.py',
      'gstreamer-1.0/libgstrtpmanager.so',
      'gstreamer-1.0/libgstx264.so',
      'gstreamer-1.0/libgstx265.so',
    ],
    neededBy: ['test'],
    libraries: [
      'python3-gi',
      'gstreamer1.0-plugins-base',
      'gstreamer1.0-plugins-good',
      'gstreamer1.0-plugins-bad',
      'gstreamer1.0-plugins-ugly',
    ],
  },
  // A client of cameras, of another make than ours: it keeps the simulated ones honest.
  { package: 'onvif-tools', executables: ['onvif-util'], neededBy: ['test'] },
  // Outside judges of certificates; certutil makes a browser trust one.
  { package: 'openssl', executables: ['openssl'], neededBy: ['test'] },
  { package: 'libnss3-tools', executables: ['certutil'], neededBy: ['test'] },
  // Preloaded by name (test/support/settable-clock.ts): the program shows that its library is there.
  { package: 'faketime', executables: ['faketime'], neededBy: ['test'] },
  { package: 'mpv', executables: ['mpv'], neededBy: ['bench'] },
  { package: 'liquidsoap', executables: ['liquidsoap'], neededBy: ['bench'] },
  { package: 'mpd', executables: ['mpd'], neededBy: ['bench'], service: 'mpd' },
];

/** What sqlite3 is compiled with where no prebuilt binary can be had. */
/** @type {readonly Tool[]} */
export const compilers = [
  { package: 'python3', executables: ['python3'], neededBy: [] },
  { package: 'make', executables: ['make'], neededBy: [] },
  { package: 'g++', executables: ['g++'], neededBy: [] },
];

/**
 * @param {Command} command
 * @returns {readonly Tool[]}
 */
export function toolsFor(command) {
  return tools.filter((tool) => tool.neededBy.includes(command));
}

/**
 * @param {readonly Tool[]} wanted
 * @param {(executable: string) => boolean} isThere
 */
export function missing(wanted, isThere) {
  return wanted.filter((tool) => !tool.executables.every(isThere));
}

/**
 * apt when it may be used without asking anybody; else a person is told the line.
 * @param {Machine} machine
 * @returns {Way}
 */
export function wayToInstall({ root, aptGet, sudo }) {
  if (!aptGet) return 'ask';
  if (root) return 'apt-get';
  return sudo ? 'sudo apt-get' : 'ask';
}

/** @param {readonly Tool[]} lacking */
function packagesOf(lacking) {
  return lacking.flatMap((tool) => [tool.package, ...(tool.libraries ?? [])]);
}

/** @param {readonly Tool[]} lacking */
export function aptArguments(lacking) {
  return [
    'install',
    '--yes',
    '--no-install-recommends',
    '-o',
    'DPkg::Lock::Timeout=120', // a machine that has just booted may be updating itself
    ...packagesOf(lacking),
  ];
}

/**
 * What a person is told when we may not, or could not, install it ourselves: one line to run.
 * @param {readonly Tool[]} lacking
 * @param {readonly string[]} troubles what apt said, if it was tried
 */
export function adviceOn(lacking, troubles = []) {
  const packages = packagesOf(lacking);
  return [
    `Missing: ${packages.join(', ')}.`,
    ...troubles,
    'Run this line once, then try again:',
    '',
    `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`,
    '',
  ].join('\n');
}

/**
 * Tests prove something only when they all run; everything else does what it can without.
 * @param {Command} command
 */
export function mayGoOnWithout(command) {
  return command !== 'test';
}

/**
 * @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, link?: boolean }> }} PackageLock
 * npm's own record of what it installed (`node_modules/.package-lock.json`) against what the lock file wants.
 * @param {PackageLock} wanted
 * @param {PackageLock | null} installed
 */
export function packagesFit(wanted, installed) {
  if (!installed?.packages) return false;
  const have = installed.packages;
  return Object.entries(wanted.packages ?? {}).every(
    ([path, entry]) => path === '' || entry.optional || have[path]?.version === entry.version,
  );
}
