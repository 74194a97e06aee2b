import { createSocket } from 'node:dgram';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import type { Clock } from '../../core/clock/clock.ts';
import { usualPath, type CameraAddress } from './address.ts';
import { childOf, childrenOf, readSoap, textOf, type Element } from './soap.ts';

/** A camera that answered a search. Only where its packet came from is believed: no login goes to an address that it names. */
export interface FoundCamera extends CameraAddress {
  /** The same for the same camera, whichever network it answers on. */
  readonly id: string;
  readonly name: string;
  readonly model: string;
  /** It names other addresses than the one that it answered from, as behind a NAT or on two networks. */
  readonly namesElsewhere: boolean;
}

export interface Search {
  readonly clock: Clock;
  readonly waitMs: number;
  /** Of this computer, an IPv4 address a network; left out: all that it has. */
  readonly from?: readonly string[];
  /** 3702, but where a test wants to be alone. */
  readonly port?: number;
}

const group = '239.255.255.250';
const wellKnownPort = 3702;
/** UDP loses some; each camera answers each. */
const rounds = 2;
const roundMs = 500;
const longestPacket = 16_384;
const mostPackets = 2_000;

/**
 * Looks for cameras on every network of this computer at once (WS-Discovery 1.0 §5.2; the kernel sends a search to one
 * network only). Whatever is answered, also by what is no camera, is read or left aside.
 */
export async function discoverCameras(search: Search, signal: AbortSignal): Promise<FoundCamera[]> {
  const { clock, waitMs, from = ownNetworks(), port = wellKnownPort } = search;
  const found = new Map<string, FoundCamera>();
  let packets = 0;
  const hear = (packet: Buffer, sender: string) => {
    if (++packets > mostPackets || packet.length > longestPacket) return;
    for (const camera of readAnswer(packet.toString(), sender)) {
      if (!found.has(camera.id)) found.set(camera.id, camera);
    }
  };
  const searches = from.map((address) => searchFrom(address, port, hear).catch(() => null));
  const open = (await Promise.all(searches)).filter((each) => each !== null);
  try {
    for (let round = 0; round < rounds; round++) {
      for (const each of open) each.ask();
      await clock.sleep(Math.min(roundMs, waitMs / rounds), signal);
    }
    await clock.sleep(Math.max(0, waitMs - rounds * roundMs), signal);
  } finally {
    for (const each of open) each.close();
  }
  return [...found.values()];
}

function ownNetworks(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.filter(({ family }) => family === 'IPv4').map(({ address }) => address);
}

async function searchFrom(address: string, port: number, hear: (packet: Buffer, sender: string) => void) {
  const socket = createSocket('udp4');
  // A network that went away meanwhile: the others go on.
  socket.on('error', () => undefined);
  socket.on('message', (packet, { address: sender }) => hear(packet, sender));
  try {
    socket.bind(0, address);
    await once(socket, 'listening');
    socket.setMulticastInterface(address);
  } catch (error) {
    socket.close();
    throw error;
  }
  return {
    ask: () => {
      for (const packet of probes()) socket.send(packet, port, group, () => undefined);
    },
    close: () => socket.close(),
  };
}

/** Two wordings: cameras of TP-Link answer to the second only, in which the prefix is declared where it is used (openHAB#9022). */
function probes(): string[] {
  const types = [
    '<d:Types>dn:NetworkVideoTransmitter</d:Types>',
    '<d:Types xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dp0="http://www.onvif.org/ver10/network/wsdl">dp0:NetworkVideoTransmitter</d:Types>',
  ];
  return types.map(
    (wanted) =>
      '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" ' +
      'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" ' +
      'xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><s:Header>' +
      '<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action>' +
      `<a:MessageID>uuid:${randomUUID()}</a:MessageID><a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To></s:Header>` +
      `<s:Body><d:Probe>${wanted}</d:Probe></s:Body></s:Envelope>`,
  );
}

/** What a packet says; anything that is not an answer to a search says nothing. A recorder may name several cameras in one. */
export function readAnswer(packet: string, sender: string): FoundCamera[] {
  const body = readSoap(packet)?.body ?? null;
  return childrenOf(childOf(body, 'probeMatches') ?? '', 'probeMatch').flatMap((match) => readMatch(match, sender));
}

function readMatch(match: Element, sender: string): FoundCamera[] {
  const named = (textOf(match, 'XAddrs') ?? '')
    .split(/\s+/)
    .filter((each) => /^http:/.test(each) && URL.canParse(each));
  const urls = named.map((each) => new URL(each));
  const here = urls.find(({ hostname }) => hostname === sender) ?? urls[0];
  if (!here) return [];
  const scopes = (textOf(match, 'scopes') ?? '').split(/\s+/);
  const scope = (kind: string) => {
    const uri = scopes.find((each) => each.startsWith(`onvif://www.onvif.org/${kind}/`)) ?? '';
    return plainText(uri.slice(`onvif://www.onvif.org/${kind}/`.length));
  };
  return [
    {
      id: (textOf(match, 'endpointReference', 'address') ?? sender).slice(0, 128),
      host: sender,
      port: Number(here.port || 80),
      path: here.pathname === '/' ? usualPath : here.pathname,
      name: scope('name'),
      model: scope('hardware'),
      namesElsewhere: here.hostname !== sender,
    },
  ];
}

/** What a stranger calls itself, as one short line. */
function plainText(encoded: string): string {
  let text = encoded;
  try {
    text = decodeURIComponent(encoded);
  } catch {
    // Not encoded at all, then.
  }
  return text
    .replace(/[\p{C}\s_]+/gu, ' ')
    .trim()
    .slice(0, 64);
}
