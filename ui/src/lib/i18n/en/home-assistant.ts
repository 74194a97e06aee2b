import type { homeAssistant as vi } from '../vi/home-assistant.ts';

export const homeAssistant: Record<keyof typeof vi, string> = {
  'more.home-assistant': 'Home Assistant',
  'more.home-assistant.text': 'See the village’s horns in a smart home; look only',
  'action.changeHomeAssistant': 'changed the connection to Home Assistant',

  'home.intro':
    'Zones, what is on air, the next slot, relays and alerts appear in Home Assistant. There one can only look: nothing can be aired or switched.',
  'home.how': 'First, in Home Assistant',
  'home.how.broker':
    'Install Mosquitto broker and add the MQTT integration. Where Zigbee2MQTT or Tasmota are in use it is usually there.',
  'home.how.user': 'Make a login for Loa Thôn alone: Settings → People → Users.',
  'home.how.here': 'Enter the address of Home Assistant and that login below.',
  'home.line.off': 'Off',
  'home.line.connecting': 'Connecting to {host}',
  'home.line.failed': 'Not connected to {host}',
  'home.line.sending': '{kept} of {wanted} devices are there',
  'home.line.sending.hint':
    'Should this number stand still, the account may not read and write {prefix}/device/… Allow it, then save again.',
  'home.line.well': 'All {count} devices are there',
  'home.line.well.where': 'In Home Assistant: Settings → Devices & services → MQTT.',
  'home.on': 'Let Home Assistant look',
  'home.on.hint': 'Turned off, all devices of the village disappear from Home Assistant.',
  'home.begin': 'Save and let Home Assistant look',
  'home.host': 'Home Assistant’s MQTT broker',
  'home.host.hint': 'Usually Home Assistant’s own computer. For example: 192.168.1.20',
  'home.port': 'Port',
  'home.username': 'User name',
  'home.password': 'Password',
  'home.password.hint': 'The gateway keeps it to itself and never shows it again.',
  'home.password.kept': 'Leave it empty to keep the old password.',
  'home.password.again': 'To connect elsewhere, type it again.',
  'home.fine': 'Details',
  'home.tls': 'Encrypted (TLS)',
  'home.tls.hint': 'The port is usually 8883.',
  'home.authority': 'CA certificate of the broker (PEM)',
  'home.authority.hint': 'Leave it empty if this computer trusts the certificate already.',
  'home.prefix': 'Discovery prefix',
  'home.prefix.hint': 'Leave it, unless it was changed in Home Assistant.',
  'home.language': 'Names in Home Assistant',
  'home.saved': 'Saved.',
};
