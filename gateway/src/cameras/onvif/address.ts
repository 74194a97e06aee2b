/** Where a camera's ONVIF services are. */
export interface CameraAddress {
  readonly host: string;
  readonly port: number;
  /** Of its device service. */
  readonly path: string;
}

export const usualPath = '/onvif/device_service';

/** The path of an address that the camera names; its host is not asked: we know where the camera is. */
export function pathNamed(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.pathname + url.search : null;
}

/**
 * A stream's or a picture's address as it is reached from here. Cameras name a host of their other network or of the far
 * side of a NAT; the port too, where it is the one that they name for their services. Null: not an address that is followed;
 * a login within it is taken out.
 */
export function asSeenFromHere(uri: string, from: CameraAddress, itself: string | null): string | null {
  if (!/^(rtsp|rtsps|http|https):\/\//i.test(uri) || !URL.canParse(uri)) return null;
  const url = new URL(uri);
  const self = itself !== null && URL.canParse(itself) ? new URL(itself) : null;
  const path = url.pathname + url.search;
  const alike = self !== null && self.protocol === url.protocol && self.host === url.host;
  const port = alike ? String(from.port) : url.port;
  const host = from.host.includes(':') ? `[${from.host}]` : from.host;
  return `${url.protocol}//${host}${port ? `:${port}` : ''}${path}`;
}
