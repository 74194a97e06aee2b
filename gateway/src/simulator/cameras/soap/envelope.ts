/**
 * How a make of camera words its envelopes and refusals. Shapes after recorded replies: Hikvision and Vivotek `env:`
 * (agsh/onvif#301, home-assistant.io#28662), Dahua and IMOU `s:` (go2rtc's onvif_test.go, OnvifDeviceManager#19), cameras
 * built with gSOAP `SOAP-ENV:` (agsh/onvif's serverMockup, easy_onvif_workspace#54).
 */
export type Make = 'hikvision' | 'dahua' | 'gsoap';

const prefixes: Readonly<Record<Make, string>> = { hikvision: 'env', dahua: 's', gsoap: 'SOAP-ENV' };

const namespaces = [
  ['tds', 'http://www.onvif.org/ver10/device/wsdl'],
  ['trt', 'http://www.onvif.org/ver10/media/wsdl'],
  ['tr2', 'http://www.onvif.org/ver20/media/wsdl'],
  ['tev', 'http://www.onvif.org/ver10/events/wsdl'],
  ['tptz', 'http://www.onvif.org/ver20/ptz/wsdl'],
  ['tt', 'http://www.onvif.org/ver10/schema'],
  ['ter', 'http://www.onvif.org/ver10/error'],
  ['tns1', 'http://www.onvif.org/ver10/topics'],
  ['wsnt', 'http://docs.oasis-open.org/wsn/b-2'],
  ['wsa5', 'http://www.w3.org/2005/08/addressing'],
  ['wsse', 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'],
]
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  .join(' ');

export function envelope(make: Make, body: string): string {
  const p = prefixes[make];
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<${p}:Envelope xmlns:${p}="http://www.w3.org/2003/05/soap-envelope" ${namespaces}>` +
    `<${p}:Header/><${p}:Body>${body}</${p}:Body></${p}:Envelope>`
  );
}

export interface SoapFault {
  readonly status: number;
  readonly code: 'Sender' | 'Receiver';
  readonly subcode: string;
  readonly text: string;
}

export function faultBody(make: Make, { code, subcode, text }: SoapFault): string {
  const p = prefixes[make];
  return (
    `<${p}:Fault><${p}:Code><${p}:Value>${p}:${code}</${p}:Value><${p}:Subcode><${p}:Value>${subcode}</${p}:Value>` +
    `</${p}:Subcode></${p}:Code><${p}:Reason><${p}:Text xml:lang="en">${escapeXml(text)}</${p}:Text></${p}:Reason></${p}:Fault>`
  );
}

export const unsupported: SoapFault = {
  status: 500,
  code: 'Receiver',
  subcode: 'ter:ActionNotSupported',
  text: 'Optional Action Not Implemented',
};

/** Refusals to sign in, as each make words them. `attemptsLeft`: Dahua and IMOU say it. */
export function notAuthorised(make: Make, attemptsLeft: number): SoapFault {
  const texts: Readonly<Record<Make, string>> = {
    hikvision: 'The action requested requires authorization and the sender is not authorized',
    dahua: `Sender not Authorized. Invalid username or password! You still have ${attemptsLeft} attempt(s).`,
    gsoap: 'The security token could not be authenticated or authorized',
  };
  return { status: 400, code: 'Sender', subcode: 'ter:NotAuthorized', text: texts[make] };
}

/** A token whose `Created` is too far from the camera's clock, or whose nonce was seen (WS-Security UsernameToken 1.0 §3.1). */
export const staleToken: SoapFault = {
  status: 400,
  code: 'Sender',
  subcode: 'wsse:InvalidSecurity',
  text: 'An error was discovered processing the <wsse:Security> header',
};

export const lockedOut: SoapFault = {
  status: 400,
  code: 'Sender',
  subcode: 'ter:NotAuthorized',
  text: 'Account is locked',
};

export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
