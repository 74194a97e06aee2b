// Loa Thôn: what makes an amplifier silent when the gateway is gone. The timers of the switch itself (auto_off and
// toggle_after) are the first net; this is the second, for a switch that somebody turned on by its button, its page or an
// app, or whose auto_off somebody took out. Only what every Shelly script engine has: no arrows, no templates, no classes.
//
// Paste it into the device's page: Scripts → Add script, Save, Start, "Run on startup".
let CHANNELS = <<channelCount>>;
// So long may a switch stay ON that the gateway has not renewed, and so long MQTT may be gone.
let LEASE_S = <<leaseSeconds>>;
let LOST_S = <<lostSeconds>>;
let TICK_S = 5;

let lostFor = 0;
// For each switch: since when it is ON without a renewal, and the timer that its last renewal started.
let onFor = [];
let timerOf = [];
for (let n = 0; n < CHANNELS; n++) {
  onFor.push(0);
  timerOf.push(null);
}

function turnOff(channel, why) {
  print("fail-safe: switch", channel, "OFF:", why);
  Shelly.call("Switch.Set", { id: channel, on: false });
}

// Each ON of the gateway starts the timer of the switch anew; counted in ticks, because the clock may be wrong.
function watch(channel) {
  let status = Shelly.getComponentStatus("switch", channel);
  if (!status || !status.output) {
    onFor[channel] = 0;
    timerOf[channel] = null;
    return;
  }
  if (lostFor >= LOST_S) {
    turnOff(channel, "MQTT is gone");
    return;
  }
  let timer = status.timer_started_at;
  if (timer !== undefined && timer !== timerOf[channel]) {
    timerOf[channel] = timer;
    onFor[channel] = 0;
    return;
  }
  onFor[channel] += TICK_S;
  if (onFor[channel] >= LEASE_S) turnOff(channel, "the gateway has not renewed it");
}

function tick() {
  lostFor = MQTT.isConnected() ? 0 : lostFor + TICK_S;
  for (let n = 0; n < CHANNELS; n++) watch(n);
}

Timer.set(TICK_S * 1000, true, tick);
