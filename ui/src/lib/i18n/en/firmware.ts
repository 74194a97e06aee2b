import type { firmware as vi } from '../vi/firmware.ts';

export const firmware: Record<keyof typeof vi, string> = {
  'firmware.files': 'Files for the device',
  'firmware.download': 'Download',
  'firmware.file.console': 'To paste into the console',
  'firmware.file.console.how':
    'Open the device’s page → Tools (older: Consoles) → Console, paste the one long line (it begins with Backlog), Enter. Then it restarts by itself.',
  'firmware.file.console.how.lines':
    'Open the device’s page → Tools (older: Consoles) → Console, paste the {count} lines one after the other, Enter after each. The last one restarts it.',
  'firmware.file.interlock': 'Interlock: one line at a time',
  'firmware.file.interlock.how':
    'Only where the amplifier cannot feed several lines at once. Paste it after the above.',
  'firmware.file.tls': 'Encrypted connection (TLS)',
  'firmware.file.tls.how': 'Only for ESP32 with a Tasmota that has TLS. Paste it last; without it all works as before.',
  'firmware.file.esphome': 'Mains relay for an amplifier (ESP32)',
  'firmware.file.esphome.how':
    'Save it in ESPHome’s folder beside secrets.yaml, look at the pins at its top, then esphome run with this file.',
  'firmware.file.esphome-lines': 'Line selector, several at once (ESP32)',
  'firmware.file.esphome-lines.how':
    'Save it in ESPHome’s folder beside secrets.yaml, look at the pins, then esphome run.',
  'firmware.file.esphome-interlock': 'Line selector, one at a time (ESP32)',
  'firmware.file.esphome-interlock.how': 'Instead of the above where the amplifier cannot feed several lines at once.',
  'firmware.file.esphome-speaker-arduino': 'Relay with a network speaker, ESPHome 2024.11 to 2026.3',
  'firmware.file.esphome-speaker-arduino.how':
    'Instead of the first where the board also plays. Put the output’s HTTP address into the line stream. No TLS.',
  'firmware.file.esphome-speaker-idf': 'Relay with a network speaker, newer ESPHome',
  'firmware.file.esphome-speaker-idf.how':
    'Likewise, for ESPHome 2025.5 and later and a board with PSRAM. Put the HTTP address into the line stream.',
  'firmware.file.esphome-button': 'A button on an ESP32 (ESPHome)',
  'firmware.file.esphome-button.how':
    'Save it in ESPHome’s folder beside secrets.yaml, look at the pins, then esphome run.',
  'firmware.file.secrets': 'secrets.yaml of ESPHome',
  'firmware.file.secrets.how':
    'Put in name and password of the Wi-Fi. If there is one, add only the last two passwords.',
  'firmware.file.shelly-commands': 'Commands that set it up',
  'firmware.file.shelly-commands.how':
    'The Shelly must be in the village’s Wi-Fi first: join its own Wi-Fi with a laptop, open 192.168.33.1 → Settings → Wi-Fi. Then run line after line in a terminal (Windows: Git Bash; neither PowerShell nor cmd runs them). Only in_mode may answer with an error. Last, a password for its page: Settings → Authentication.',
  'firmware.file.shelly-script': 'Fail-safe script',
  'firmware.file.shelly-script.how':
    'The Shelly’s page → Scripts → Add script, paste, Save, Start, then switch on “Run on startup”.',
  'firmware.file.shelly-settings': 'Settings as JSON',
  'firmware.file.shelly-settings.how': 'The same calls, for who sends them with a program of their own.',
  'firmware.file.zigbee2mqtt': 'Part of configuration.yaml',
  'firmware.file.zigbee2mqtt.how':
    'Put it into Zigbee2MQTT’s configuration.yaml, restart, then name the plugs plug/channel-1, plug/channel-2… Try once with each kind of plug that it obeys on_time (how is told at the top of the file). One that stays ON must not switch an amplifier.',
  'firmware.file.topics': 'The topics',
  'firmware.file.topics.how': 'For whoever programs the board. How to read it stands at its top.',
  'firmware.file.authority': 'Authority of the MQTT server',
  'firmware.file.authority.how': 'So that the device knows the right server when it connects encrypted.',

  'credentials.tls': 'Encryption (TLS)',
  'credentials.tls.needed': 'Needed, authority “{authority}”',
  'firmware.wiring': 'Wiring',
  'firmware.wiring.which': 'Installation',
  'firmware.wiring.choose':
    'What is this relay for: the mains of amplifiers, or choosing lines behind one amplifier? They are wired quite differently. Choose above; until then the A4 sheet has both.',
  'firmware.wiring.mains-relay': 'Amplifier’s mains',
  'firmware.wiring.mains-relay.when': 'Each channel switches the mains of one amplifier: wire every channel like this.',
  'firmware.wiring.line-selector': 'Lines',
  'firmware.wiring.line-selector.when': 'One amplifier; each channel connects its 100 V output to one line of horns.',
  'firmware.wiring.network-speaker': 'Speaker on a pole',
  'firmware.wiring.network-speaker.when':
    'A board on the pole takes the sound from the network and powers its amplifier.',
  'firmware.wiring.open': 'See it large',
  'credentials.device-password': 'The device’s own page (admin)',
  'firmware.print': 'Print an A4 sheet for this device',
  'firmware.sheet.secret': 'This sheet holds a password: keep it where only those in charge can open.',
  'firmware.sheet.topic': 'Topic',
  'firmware.sheet.scan': 'This code is the text to paste into the device’s console.',
  'firmware.sheet.scan.address': 'Join the new Shelly’s Wi-Fi with a phone, scan and open it: it takes this account.',
  'firmware.sheet.steps': 'Set-up',
  'firmware.sheet.then': 'When the panel says “Connected”, press Try.',
};
