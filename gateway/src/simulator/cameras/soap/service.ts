import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../../core/clock/clock.ts';
import type { Account, LoginVerdict } from '../account.ts';
import type { CameraFaults } from '../faults.ts';
import type { WebReply } from '../web.ts';
import {
  capabilitiesReply,
  dateReply,
  deviceInformationReply,
  hostnameReply,
  instantSet,
  servicesReply,
  type DeviceFacts,
} from './device-replies.ts';
import {
  envelope,
  faultBody,
  lockedOut,
  notAuthorised,
  staleToken,
  unsupported,
  type Make,
  type SoapFault,
} from './envelope.ts';
import {
  profiles2Reply,
  profileReply,
  profilesReply,
  uriReply,
  videoSourcesReply,
  type OfferedProfile,
} from './media-replies.ts';
import type { Head } from './ptz-replies.ts';
import { readRequest, textOf, type SoapRequest } from './request.ts';
import type { Subscriptions } from './subscriptions.ts';

/** What was asked, and how whoever asked had signed in. */
export interface Asked {
  readonly action: string;
  readonly login: LoginVerdict;
}

export interface SoapServiceParts {
  readonly clock: Clock;
  readonly make: Make;
  readonly faults: CameraFaults;
  readonly account: Account;
  /** How people sign in: with a token in the envelope, or as HTTP does it. */
  readonly signIn: 'ws-security' | 'http-digest';
  readonly facts: DeviceFacts;
  readonly media2: boolean;
  readonly profiles: readonly OfferedProfile[];
  readonly subscriptions: Subscriptions;
  readonly head: Head | null;
  /** The camera's own addresses, as it believes them. */
  readonly addresses: { readonly web: () => string; readonly stream: (path: string) => string };
  readonly onAsked: (asked: Asked) => void;
}

/** Told to everybody (ONVIF Core §5.9.4.3, access class PRE_AUTH). */
const openToAll = new Set(['GetSystemDateAndTime', 'GetServices', 'GetCapabilities', 'GetHostname']);
const longAgo = Date.UTC(2000, 0, 1);
const noSuchProfile: SoapFault = {
  ...{ status: 400, code: 'Sender', subcode: 'ter:NoProfile' },
  text: 'The requested profile token does not exist',
};

export interface SoapService {
  answer(request: IncomingMessage, xml: string, signal: AbortSignal): Promise<WebReply>;
  /** The camera's clock, epoch ms. */
  now(): number;
  /** The power was cut: the clock begins in the year 2000, as without a battery. */
  reboot(): void;
}

export function createSoapService(parts: SoapServiceParts): SoapService {
  const { clock, make, faults, account, signIn, facts, media2, subscriptions, head, addresses } = parts;
  const now = () => clock.now() + faults.clockOffsetMs;
  const fault = (why: SoapFault): WebReply => ({ status: why.status, body: envelope(make, faultBody(make, why)) });

  function judge(request: IncomingMessage, soap: SoapRequest): LoginVerdict {
    if (signIn === 'http-digest') return account.judgeDigest(request.headers.authorization, 'POST');
    return account.judgeToken(soap.header, now());
  }

  function refuse(login: LoginVerdict): WebReply {
    if (login === 'locked') return fault(lockedOut);
    if (signIn === 'http-digest') {
      return {
        status: 401,
        headers: { 'WWW-Authenticate': account.challenge(), 'Content-Type': 'text/html' },
        body: '<html><body>Unauthorized</body></html>',
      };
    }
    return fault(login === 'stale' ? staleToken : notAuthorised(make, account.attemptsLeft));
  }

  function profileOf(soap: SoapRequest): OfferedProfile | undefined {
    const token = textOf(soap.body, 'ProfileToken');
    return parts.profiles.find((profile) => profile.token === token);
  }

  async function reply(soap: SoapRequest, path: string, signal: AbortSignal): Promise<string | SoapFault> {
    const ver20 = soap.namespace.includes('/ver20/media/');
    switch (soap.action) {
      case 'GetSystemDateAndTime':
        return dateReply(now(), false);
      case 'SetSystemDateAndTime': {
        const instant = instantSet(soap.body);
        faults.clockOffsetMs = instant === null ? 0 : instant - clock.now();
        return '<tds:SetSystemDateAndTimeResponse/>';
      }
      case 'GetServices':
        return servicesReply(addresses.web(), media2);
      case 'GetCapabilities':
        return capabilitiesReply(addresses.web());
      case 'GetHostname':
        return hostnameReply(facts);
      case 'GetDeviceInformation':
        return deviceInformationReply(facts);
      case 'GetProfiles': {
        const offered = faults.profiles === 'none' ? [] : parts.profiles;
        const source = faults.profiles === 'unknown-source' ? 'VideoSource_9' : undefined;
        return ver20 ? profiles2Reply(offered, source) : profilesReply(offered, source);
      }
      case 'GetProfile': {
        const profile = profileOf(soap);
        return profile ? profileReply(profile) : noSuchProfile;
      }
      case 'GetVideoSources':
        return videoSourcesReply();
      case 'GetStreamUri': {
        const profile = profileOf(soap);
        return profile ? uriReply('GetStreamUri', addresses.stream(profile.streamPath), ver20) : noSuchProfile;
      }
      case 'GetSnapshotUri': {
        const profile = profileOf(soap);
        if (!profile) return noSuchProfile;
        return uriReply('GetSnapshotUri', `${addresses.web()}/onvifsnapshot?channel=1&subtype=${profile.token}`, ver20);
      }
      case 'CreatePullPointSubscription':
        if (faults.events === 'refuses-create') return unsupported;
        return subscriptions.create(addresses.web(), now());
      case 'Renew':
      case 'Unsubscribe':
      case 'PullMessages':
        if (faults.events === 'mute') await clock.sleep(3_600_000, signal);
        if (faults.events === 'refuses-pull' && soap.action === 'PullMessages') return unsupported;
        if (faults.events === 'refuses-renew' && soap.action === 'Renew') return unsupported;
        return subscriptions.answer(soap, path, now, signal);
      default:
        return head?.answer(soap) ?? unsupported;
    }
  }

  return {
    now,
    async answer(request, xml, signal) {
      const soap = readRequest(xml);
      if (!soap) return fault({ ...unsupported, status: 400, subcode: 'ter:WellFormed', text: 'Well-formed Error' });
      const login = judge(request, soap);
      parts.onAsked({ action: soap.action, login });
      const open = openToAll.has(soap.action) && !(faults.dateNeedsLogin && soap.action === 'GetSystemDateAndTime');
      // Who shows a wrong key at an open door is turned away all the same.
      if (login !== 'good' && !(login === 'none' && open)) return refuse(login);
      const said = await reply(soap, request.url ?? '', signal);
      return typeof said === 'string' ? { status: 200, body: envelope(make, said) } : fault(said);
    },
    reboot() {
      faults.clockOffsetMs = longAgo - clock.now();
      account.forget();
      subscriptions.forget();
    },
  };
}
