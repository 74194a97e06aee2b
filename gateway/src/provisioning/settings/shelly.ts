/** One call to a Shelly, said over MQTT instead of its page. */
export interface ShellyCall {
  readonly method: string;
  readonly params: object;
  /** Not every model knows it: an error does not matter. */
  readonly mayFail: boolean;
}

interface Written {
  readonly method: string;
  readonly params?: { readonly config?: Readonly<Record<string, unknown>> };
}

/** A plug has no input terminal, an older firmware no Bluetooth. */
const optional = (call: Written) =>
  (call.method === 'Switch.SetConfig' && call.params?.config?.['in_mode'] !== undefined) ||
  call.method === 'BLE.SetConfig' ||
  call.method === 'Cloud.SetConfig';

/**
 * The calls of `shelly-settings.json` in order, cut where the fail-safe script goes in: the settings that keep it safe come
 * first, the account and the restart last.
 */
export function callsOf(settings: string): { readonly safe: ShellyCall[]; readonly account: ShellyCall[] } {
  const calls = (JSON.parse(settings) as Written[]).map((call) => ({
    method: call.method,
    params: call.params ?? {},
    mayFail: optional(call),
  }));
  const account = calls.findIndex(({ method }) => method === 'MQTT.SetConfig');
  if (account < 0) throw new Error('the settings of a Shelly have no account');
  return { safe: calls.slice(0, account), account: calls.slice(account) };
}

/** A script goes in by pieces (Shelly's Gen2 API documentation, Script.PutCode). */
export function piecesOf(script: string): string[] {
  return script.match(/[^]{1,1024}/g) ?? [];
}
