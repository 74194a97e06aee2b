import { escapeXml } from './envelope.ts';

/** The device service (ONVIF Core §8), as far as a gateway asks it. */
export interface DeviceFacts {
  readonly manufacturer: string;
  readonly model: string;
  readonly firmware: string;
  readonly serial: string;
  readonly hardware: string;
}

export function dateReply(cameraNow: number, byNtp: boolean): string {
  const date = new Date(cameraNow);
  const at = (hours: number) => new Date(date.getTime() + hours * 3_600_000);
  const fields = (when: Date) =>
    `<tt:Time><tt:Hour>${when.getUTCHours()}</tt:Hour><tt:Minute>${when.getUTCMinutes()}</tt:Minute><tt:Second>${when.getUTCSeconds()}</tt:Second></tt:Time>` +
    `<tt:Date><tt:Year>${when.getUTCFullYear()}</tt:Year><tt:Month>${when.getUTCMonth() + 1}</tt:Month><tt:Day>${when.getUTCDate()}</tt:Day></tt:Date>`;
  return (
    `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>${byNtp ? 'NTP' : 'Manual'}</tt:DateTimeType>` +
    `<tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>CST-7:00:00</tt:TZ></tt:TimeZone>` +
    `<tt:UTCDateTime>${fields(at(0))}</tt:UTCDateTime><tt:LocalDateTime>${fields(at(7))}</tt:LocalDateTime>` +
    `</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`
  );
}

export function deviceInformationReply(facts: DeviceFacts): string {
  return (
    `<tds:GetDeviceInformationResponse><tds:Manufacturer>${escapeXml(facts.manufacturer)}</tds:Manufacturer>` +
    `<tds:Model>${escapeXml(facts.model)}</tds:Model><tds:FirmwareVersion>${escapeXml(facts.firmware)}</tds:FirmwareVersion>` +
    `<tds:SerialNumber>${escapeXml(facts.serial)}</tds:SerialNumber><tds:HardwareId>${escapeXml(facts.hardware)}</tds:HardwareId>` +
    `</tds:GetDeviceInformationResponse>`
  );
}

export function hostnameReply({ serial }: DeviceFacts): string {
  const name = `<tt:FromDHCP>false</tt:FromDHCP><tt:Name>${escapeXml(serial)}</tt:Name>`;
  return `<tds:GetHostnameResponse><tds:HostnameInformation>${name}</tds:HostnameInformation></tds:GetHostnameResponse>`;
}

const servicePaths = [
  ['http://www.onvif.org/ver10/device/wsdl', '/onvif/device_service'],
  ['http://www.onvif.org/ver10/media/wsdl', '/onvif/media_service'],
  ['http://www.onvif.org/ver10/events/wsdl', '/onvif/event_service'],
  ['http://www.onvif.org/ver20/ptz/wsdl', '/onvif/ptz_service'],
] as const;
const media2Path = ['http://www.onvif.org/ver20/media/wsdl', '/onvif/media2_service'] as const;

/** `base`: `http://host:port` as the camera believes it. Makers add services of their own, which are none of ONVIF's. */
export function servicesReply(base: string, media2: boolean): string {
  const service = ([namespace, path]: readonly [string, string]) =>
    `<tds:Service><tds:Namespace>${namespace}</tds:Namespace><tds:XAddr>${base}${path}</tds:XAddr>` +
    `<tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>`;
  const own = ['http://www.hikvision.com/ver10/extension', '/onvif/extension'] as const;
  const services = [...servicePaths, ...(media2 ? [media2Path] : []), own];
  return `<tds:GetServicesResponse>${services.map(service).join('')}</tds:GetServicesResponse>`;
}

export function capabilitiesReply(base: string): string {
  return (
    `<tds:GetCapabilitiesResponse><tds:Capabilities>` +
    `<tt:Device><tt:XAddr>${base}/onvif/device_service</tt:XAddr></tt:Device>` +
    `<tt:Events><tt:XAddr>${base}/onvif/event_service</tt:XAddr><tt:WSSubscriptionPolicySupport>true</tt:WSSubscriptionPolicySupport>` +
    `<tt:WSPullPointSupport>true</tt:WSPullPointSupport></tt:Events>` +
    `<tt:Media><tt:XAddr>${base}/onvif/media_service</tt:XAddr><tt:StreamingCapabilities><tt:RTPMulticast>false</tt:RTPMulticast>` +
    `<tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP></tt:StreamingCapabilities></tt:Media>` +
    `<tt:PTZ><tt:XAddr>${base}/onvif/ptz_service</tt:XAddr></tt:PTZ></tds:Capabilities></tds:GetCapabilitiesResponse>`
  );
}

/** The instant of a SetSystemDateAndTime, epoch ms; null: it asks for NTP. */
export function instantSet(body: string): number | null {
  const of = (name: string) => Number(new RegExp(`<(?:\\w+:)?${name}>(\\d+)<`).exec(body)?.[1]);
  const instant = Date.UTC(of('Year'), of('Month') - 1, of('Day'), of('Hour'), of('Minute'), of('Second'));
  return Number.isNaN(instant) ? null : instant;
}
