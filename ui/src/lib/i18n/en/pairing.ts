/** Devices that are no relays yet. */
export const pairing = {
  'pairing.title': 'Pair a device',
  'pairing.lead': 'A new Tasmota or Shelly relay? Pair it',
  'pairing.lead.text': 'It shows up by itself, and the gateway gives it its account and its fail-safe.',
  'pairing.intro':
    'Plug the new device in and bring it into the village’s Wi-Fi. Open pairing, and four fields appear here to be typed into its page; then it shows up to be added.',
  'pairing.open': 'Open pairing for 10 minutes',
  'pairing.opened': 'Pairing is open, {left} left',
  'pairing.opened-by': 'Opened by {name}',
  'pairing.extend': '10 more minutes',
  'pairing.close': 'Close pairing',
  'pairing.closed-text': 'Closed: no unknown device gets in.',
  'pairing.once':
    'This password is for pairing only and worthless afterwards. Each device gets one of its own that nobody types.',
  'pairing.elsewhere':
    'The pairing password is shown only where pairing was opened. Make a new one if you need it; devices that are in stay in.',
  'pairing.renew': 'Make a new pairing password',
  'pairing.host': 'Host',
  'pairing.port': 'Port',
  'pairing.user': 'User',
  'pairing.password': 'Password',
  'pairing.server': 'Server',
  'pairing.tasmota': 'Tasmota: where to type',
  'pairing.tasmota.wifi':
    'Not in the village’s Wi-Fi yet? Join its own Wi-Fi, tasmota-…, with a phone, open http://192.168.4.1, choose the village’s Wi-Fi and press Save.',
  'pairing.tasmota.1':
    'Open the device’s page: type its address into a browser. If you do not know it, look for tasmota-… on the list of devices on the page of the Wi-Fi router.',
  'pairing.tasmota.2': 'Go to Configuration → Configure MQTT.',
  'pairing.tasmota.3': 'Fill in Host, Port, User, Password. Leave Client, Topic and Full Topic as they are.',
  'pairing.tasmota.4': 'Press Save. The device restarts and shows up here some 20 seconds later.',
  'pairing.shelly': 'Shelly (Plus, Pro, Gen3, Gen4): where to type',
  'pairing.shelly.wifi':
    'Not in the village’s Wi-Fi yet? Join its own Wi-Fi, Shelly…, with a phone, open http://192.168.33.1, go to Settings → Wi-Fi and choose the village’s.',
  'pairing.shelly.1':
    'Open the device’s page: type its address into a browser. If you do not know it, look for shelly… on the list of devices on the page of the Wi-Fi router.',
  'pairing.shelly.2': 'Go to Settings → MQTT and switch Enable on.',
  'pairing.shelly.3': 'Fill in Server, Username, Password. Leave Client ID and MQTT prefix as they are.',
  'pairing.shelly.4': 'Press Save settings and let it restart.',
  'pairing.others': 'ESPHome, Zigbee2MQTT: where to type',
  'pairing.others.text':
    'These two cannot be set up over the network. Write the pairing account into their configuration and they show up here; add them to get the right file, and install that.',
  'pairing.external':
    'The village uses an MQTT broker of its own, so the gateway cannot let unknown devices in. While pairing is open it listens for 10 minutes: devices on that broker that announce themselves show up.',
  'pairing.external.account':
    'Adding one gives you its account and files. Enter that account at the MQTT broker (mosquitto_passwd, acl) first, then put the files into the device by hand.',
  'pairing.external.open': 'Listen for 10 minutes',
  'pairing.external.deaf': 'The broker does not let us hear: {topics}. Let the gateway’s account read those topics.',
  'pairing.found': 'Devices found',
  'pairing.found.none': 'No device yet',
  'pairing.found.none.text':
    'A Tasmota shows up after some 20 seconds, a Shelly after a few. If it takes longer, look at “Turned away” below.',
  'pairing.unknown': 'Just came in, has not said yet what it is…',
  'pairing.unknown.long':
    'It has not said what it is for long. Tasmota: type SetOption19 0 into its Console. Shelly: switch RPC on under Settings → MQTT. Add other kinds by hand.',
  'pairing.for-relay': 'A new device for this relay? Pair it',
  'pairing.for-relay.text': 'When you add it choose “The device of …”: name, zones and schedule stay.',
  'pairing.left': 'Has left',
  'pairing.ready': 'Can be added',
  'pairing.by-file': 'Can be added, set up by file',
  'pairing.cannot': 'Cannot be added',
  'pairing.mac': 'MAC {mac}',
  'pairing.firmware': 'firmware {version}',
  'pairing.channels': 'channels: {count}',
  'pairing.seen': 'Last seen: {ago}',
  'pairing.seen-now': 'Devices found: {count}, see below',
  'pairing.add': 'Add',
  'pairing.add.of': 'Add {name}',
  'pairing.add.title': 'Add this device',
  'pairing.add.for': 'This device is',
  'pairing.add.new': 'A new relay',
  'pairing.add.new.text': 'Name it, then give it to a zone.',
  'pairing.add.instead': 'The device of “{relay}”',
  'pairing.add.instead.never': 'No device of this relay has connected yet.',
  'pairing.add.instead.lost': 'In place of the old one that is gone; zones and schedule stay.',
  'pairing.add.do-instead': 'Send the settings of {relay}',
  'pairing.add.text':
    'The gateway makes an account of its own and sends it to the device, with the fail-safe of 90 seconds. The device restarts; its relay is off meanwhile.',
  'pairing.add.file': 'The gateway makes an account of its own and a configuration file; install that on the device.',
  'pairing.add.do': 'Make the relay and send its settings',
  'pairing.add.do-file': 'Make the relay and get its file',
  'pairing.step.sending': 'Settings sent',
  'pairing.step.restarting': 'Restarts',
  'pairing.step.arrived': 'In by its own account',
  'pairing.step.answered': 'Relay answers',
  'pairing.step.done': 'done',
  'pairing.step.now': 'under way',
  'pairing.step.later': 'to come',
  'pairing.steps': 'Progress of {name}',
  'pairing.device-password': 'The device’s own page: user admin, password',
  'pairing.device-password.once':
    'Shown here only, until the page is loaded again. Write it down and keep it with the device: its page asks for it from now on.',
  'pairing.again': 'Send again',
  'pairing.again.text': 'Sent again, the device gets a new password and the last one is void.',
  'pairing.relay': 'Open the relay',
  'pairing.try': 'Open the relay to try it',
  'pairing.done': '{name} is a relay of the village now.',
  'pairing.knocks': 'Turned away',
  'pairing.knocks.text': 'Devices that found the gateway but were not let in, the latest first.',
  'pairing.knock.no-name': 'Gave no name or no password. Fill in User and Password on its page.',
  'pairing.knock.unknown-account': 'There is no account “{username}” here. Look at its User field.',
  'pairing.knock.wrong-password':
    'The name “{username}” is right, the password is not. Type it again, or give that relay a new one.',
  'pairing.knock.pairing-password': 'Wrong pairing password. Type the one that is shown to whoever opened pairing.',
  'pairing.knock.pairing-password.closed':
    'Wrong pairing password, and pairing is closed now. Open it again and type the new password into its page.',
  'pairing.knock.client-id':
    'Name and password are right, its Client ID is another. On its page write “{username}” into Client (Client ID), and save.',
  'pairing.knock.pairing-client-id':
    'Its Client ID is the name of an account that is here already. Empty the Client field on its page and save.',
  'pairing.knock.crowded': 'Too many devices are being paired. Add some, then try again.',
  'pairing.knock.pairing-over':
    'Came after pairing was closed. Open it again; the password is another then: type that.',
  'pairing.knock.tls-distrusts':
    'Does not believe the gateway’s certificate. Change that relay’s password to get new files (authority, fingerprint), then load them.',
  'pairing.knock.tls-old':
    'Speaks an old TLS; the gateway takes 1.2 and later. Update its firmware, or let it use the port without encryption.',
  'pairing.knock.tls-none': 'Came to the encrypted port without encryption. Mend its Port, or switch TLS on in it.',
  'pairing.knock.unnamed': 'A device at {address}',
  'pairing.knock.times': '{count} times, last {ago}',
  'pairing.knock.many': 'Many times, last {ago}',
  'pairing.knock.once': '{ago}',
  'pairing.knock.who': '{client} at {address}',
} as const;
