/** Pure: the words ffmpeg is started with where it deals with pictures. */

/**
 * The pictures of a stream on this machine to MP4 on stdout, each as soon as the next one is there. Enough of it is looked at to know
 * what it is: 1.3 s until the first, instead of 3.9 s. A server that stands still is left after 10 s; who watches the bytes
 * leaves before.
 */
export function copyingArguments(uri: string): string[] {
  return [
    ...['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'error', '-threads', '1'],
    ...['-protocol_whitelist', 'rtsp,tcp', '-rtsp_transport', 'tcp', '-allowed_media_types', 'video'],
    ...['-timeout', '10000000', '-analyzeduration', '500000', '-probesize', '50000', '-fpsprobesize', '0'],
    ...['-i', uri, '-an', '-c', 'copy', '-f', 'mp4', '-movflags', 'frag_every_frame+empty_moov+default_base_moof'],
    'pipe:1',
  ];
}

/** An MP4 of few pictures on stdin, of which nothing is looked up. */
const reading = [
  ...['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'level+error', '-threads', '1'],
  ...['-protocol_whitelist', 'pipe', '-format_whitelist', 'mov', '-analyzeduration', '0', '-i', 'pipe:0', '-an'],
];

export function jpegArguments(widest: number): string[] {
  const scale = `scale=w='min(${widest},iw)':h=-2`;
  return [...reading, '-frames:v', '1', '-vf', scale, '-q:v', '5', '-f', 'mjpeg', 'pipe:1'];
}

export function lumaArguments({ width, height }: { width: number; height: number }): string[] {
  const points = `scale=${width}:${height}:flags=neighbor,format=gray`;
  return [...reading, '-fps_mode', 'passthrough', '-vf', points, '-f', 'rawvideo', 'pipe:1'];
}
