import { createSocket, type Socket } from 'node:dgram';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { CameraFaults } from './faults.ts';
import { escapeXml } from './soap/envelope.ts';
import { textOf } from './soap/request.ts';

/** Answers to searches (WS-Discovery 1.0 §5) and greets when it comes up (§4.1), on one network of this machine. */
export interface DiscoveryResponder {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface DiscoveryParts {
  /** An address of the network that it hears. */
  readonly host: string;
  /** 3702, but where a test wants to be alone. */
  readonly port: number;
  readonly uuid: string;
  readonly name: string;
  readonly model: string;
  readonly faults: CameraFaults;
  readonly xaddrs: () => string;
}

export const discoveryGroup = '239.255.255.250';
export const discoveryPort = 3702;

/** What a search hears of printers, media players and broken firmware. */
const oddPackets: readonly (string | Buffer)[] = [
  '',
  'HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n\r\n',
  Buffer.from([0xff, 0xfe, 0x00, 0x3c]),
  '<',
  '<a/>',
  '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body/></s:Envelope>',
  '<s:Envelope xmlns:s="x"><s:Body><d:ProbeMatches xmlns:d="y"/></s:Body></s:Envelope>',
  '<s:Envelope xmlns:s="x"><s:Body><d:ProbeMatches xmlns:d="y"><d:ProbeMatch/></d:ProbeMatches></s:Body></s:Envelope>',
  '<s:Envelope xmlns:s="x"><s:Body><d:ProbeMatches xmlns:d="y"><d:ProbeMatch><d:XAddrs>not an address</d:XAddrs></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>',
  'xmlns'.repeat(10_000),
];

export function createDiscoveryResponder(parts: DiscoveryParts): DiscoveryResponder {
  const { host, port, uuid, faults } = parts;
  let ear: Socket | null = null;
  /** Of its own: what hears everybody would answer from whichever address the system likes. */
  let mouth: Socket | null = null;

  function match(relatesTo: string): string {
    const scopes = [
      'onvif://www.onvif.org/Profile/Streaming',
      'onvif://www.onvif.org/type/video_encoder',
      `onvif://www.onvif.org/hardware/${encodeURIComponent(parts.model)}`,
      `onvif://www.onvif.org/name/${encodeURIComponent(parts.name)}`,
      'onvif://www.onvif.org/location/country/vietnam',
    ].join(' ');
    return message(
      'ProbeMatches',
      `<wsa:RelatesTo>${escapeXml(relatesTo)}</wsa:RelatesTo>`,
      `<wsdd:ProbeMatches><wsdd:ProbeMatch>${self(scopes)}</wsdd:ProbeMatch></wsdd:ProbeMatches>`,
    );
  }

  function self(scopes: string): string {
    return (
      `<wsa:EndpointReference><wsa:Address>urn:uuid:${uuid}</wsa:Address></wsa:EndpointReference>` +
      `<wsdd:Types>dn:NetworkVideoTransmitter tds:Device</wsdd:Types><wsdd:Scopes>${scopes}</wsdd:Scopes>` +
      `<wsdd:XAddrs>${escapeXml(parts.xaddrs())}</wsdd:XAddrs><wsdd:MetadataVersion>1</wsdd:MetadataVersion>`
    );
  }

  function hear(packet: Buffer, from: { address: string; port: number }): void {
    const text = packet.toString();
    const searched = textOf(text, 'Types') ?? '';
    if (!text.includes('/discovery/Probe<') || !/NetworkVideoTransmitter|Device|^$/.test(searched)) return;
    if (faults.discovery === 'silent') return;
    const replies = faults.discovery === 'odd' ? oddPackets : [match(textOf(text, 'MessageID') ?? '')];
    for (const reply of replies) mouth?.send(reply, from.port, from.address);
  }

  return {
    async start() {
      const [hearing, speaking] = [open(), open()];
      [ear, mouth] = [hearing, speaking];
      hearing.on('message', hear);
      hearing.bind(port);
      speaking.bind(0, host);
      await Promise.all([once(hearing, 'listening'), once(speaking, 'listening')]);
      hearing.addMembership(discoveryGroup, host);
      speaking.setMulticastInterface(host);
      speaking.send(message('Hello', '', `<wsdd:Hello>${self('')}</wsdd:Hello>`), port, discoveryGroup);
    },
    async stop() {
      const closing = [ear, mouth].filter((each) => each !== null);
      [ear, mouth] = [null, null];
      await Promise.all(closing.map((each) => new Promise<void>((resolve) => each.close(resolve))));
    },
  };
}

function open(): Socket {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.on('error', () => undefined);
  return socket;
}

function message(action: string, header: string, body: string): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope" ` +
    `xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:wsdd="http://schemas.xmlsoap.org/ws/2005/04/discovery" ` +
    `xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"><SOAP-ENV:Header>` +
    `<wsa:MessageID>uuid:${randomUUID()}</wsa:MessageID>${header}` +
    `<wsa:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:To>` +
    `<wsa:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/${action}</wsa:Action></SOAP-ENV:Header>` +
    `<SOAP-ENV:Body>${body}</SOAP-ENV:Body></SOAP-ENV:Envelope>`
  );
}
