import type { https as vi } from '../vi/https.ts';

export const https: Record<keyof typeof vi, string> = {
  'https.title': 'Secure connection (HTTPS)',
  'https.intro':
    'Browsers give microphone and notifications to secure connections only. To speak live with this device, take these steps once.',
  'https.inside-app':
    'This page is open inside Zalo or Facebook, where nothing can be installed. Use the three dots to open it in Chrome (Android) or Safari (iPhone).',
  'https.off': 'The village has no secure connection. Ask the technician to switch it on.',
  'https.plain-works': 'Plain http does everything but live voice and notifications on phones.',
  'https.open': 'Open the secure panel',
  'https.open-plain': 'Open the plain panel',
  'https.trusted': 'This device can use the secure connection.',
  'https.asking': 'Looking whether this device trusts the village’s certificate…',
  'https.not-yet': 'This device does not trust the village’s certificate yet.',
  'https.look-again': 'I have done it, look again',
  'https.download': 'Download the village’s certificate',
  'https.device': 'Your device',
  'https.device.android': 'Android',
  'https.device.iphone': 'iPhone, iPad',
  'https.device.computer': 'Computer',
  'https.android.download': 'Open this page in Chrome. Download “loa-thon.crt”; if asked, choose Keep or Download.',
  'https.android.settings':
    'Open Settings → Security & privacy → More security settings → Encryption & credentials → Install a certificate → CA certificate. Samsung: Install from phone storage → CA certificate. If you do not find it, search the settings for “CA”.',
  'https.android.choose':
    'Tap Install anyway, give your screen lock, then choose “loa-thon.crt” under Downloads. A phone without a screen lock needs one first.',
  'https.android.back': 'Come back to this page. A green mark says that it is done.',
  'https.iphone.download':
    'Open this page in Safari (Chrome on an iPhone cannot install it). Download the certificate, choose Allow.',
  'https.iphone.install':
    'Open Settings → Profile Downloaded (or General → VPN & Device Management) → Install, and give the device’s passcode.',
  'https.iphone.trust':
    'Often forgotten: Settings → General → About → Certificate Trust Settings → switch on “Loa Thon…”.',
  'https.iphone.back': 'Come back to this page. A green mark says that it is done.',
  'https.computer.download': 'Download “loa-thon.crt”. If the browser asks, choose Keep.',
  'https.computer.windows':
    'Windows: double-click the file → Install Certificate → Current User → Place all certificates in the following store → Browse → Trusted Root Certification Authorities → Finish → Yes.',
  'https.computer.chrome':
    'Other computers with Chrome: open chrome://certificate-manager → Local certificates → Installed by you → Import → the file.',
  'https.computer.back': 'Start the browser anew and come back to this page. A green mark says that it is done.',
  'https.what': 'What is this certificate, and is it safe?',
  'https.what.text':
    'The village’s gateway made it, so that your device knows the gateway. It limits itself: it holds only for addresses in private networks and for those that the gateway’s own computer had when it was made, so even a thief could not pass for a bank or any other site of the internet with it. When you need it no more, remove it in the settings.',
  'https.fingerprint.text':
    'Its name on the device: {name}. To be sure, compare this fingerprint with the sheet in the culture house:',

  'https.panel.intro': 'So that phones in the village can speak live and get notifications. Once for each device.',
  'https.closed': 'No secure connection',
  'https.answers': 'Answers at {address}',
  'https.qr': 'QR code to {address}',
  'https.scan': 'Scan this with a phone in the village’s network, or type the address:',
  'https.print': 'Print the sheet for the culture house',
  'https.this-device': 'Set up this device',
  'https.authority': 'The village’s certificate',
  'https.authority.name': 'Name on devices',
  'https.authority.until': 'Holds until',
  'https.fingerprint': 'Fingerprint (SHA-256)',
  'https.limits':
    'It holds only for private addresses and names, and for public IPv4 addresses that the gateway’s computer had when it was made, if any. The gateway replaces the server’s own certificate before it ends and when its address changes.',
  'https.given': 'A certificate that the village brought is in use; it holds until {until}.',
  'https.renew': 'Renew the village’s certificate',
  'https.renew.title': 'Renew the village’s certificate?',
  'https.renew.text':
    'Every phone that installed it has to install the new one, and the sheet has to be printed again. Do it only if the gateway’s computer was lost or broken into, or the certificate ends soon.',
  'https.renew.keep': 'Keep the old one',
  'https.renewed': 'Renewed. Install it on each device and print the sheet again.',

  'https.poster.title': 'Speak on the loudspeakers with your phone',
  'https.poster.why': 'Once for each phone, so that its browser gives the microphone and the village’s notifications.',
  'https.poster.wifi': 'Join the culture house’s Wi-Fi.',
  'https.poster.scan': 'Scan the code with the phone’s camera, or type the address above into Chrome or Safari.',
  'https.poster.follow': 'Follow the steps on the page until you see the green mark.',
  'https.poster.compare': 'Certificate “{name}”, its SHA-256 fingerprint to compare:',
};
