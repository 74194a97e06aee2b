import type { Reason } from '../../contract/index.ts';
import { objectIn, parseObject } from '../../core/json-text.ts';
import { ourName } from '../announcements/shelly.ts';
import type { Conversation } from '../conversation.ts';
import { callsOf, piecesOf, type ShellyCall } from './shelly.ts';
import { backlogsOf, commandsIn } from './tasmota.ts';

/** A command each 200 ms (SetOption34), and a slow network. */
const perCommandMs = 1_000;
const callMs = 10_000;
const scriptName = 'loa-thon';

/** Sends a Tasmota its settings; it begins anew by itself. `speak` is where its commands are heard. */
export async function sendToTasmota(conversation: Conversation, speak: string, paste: string): Promise<null> {
  const backlogs = backlogsOf(paste);
  for (const [index, backlog] of backlogs.entries()) {
    let left = commandsIn(backlog);
    const answered = conversation.hear(
      (topic) => (topic.endsWith('/RESULT') && --left === 0 ? true : null),
      left * perCommandMs,
    );
    conversation.tell(`${speak}Backlog`, backlog);
    // A list that is not worked through yet would have no room for the next.
    if (index < backlogs.length - 1) await answered;
  }
  return null;
}

/** Sends a Shelly its settings, the fail-safe script and its account, each answered; null, or what it refused. */
export async function sendToShelly(
  conversation: Conversation,
  prefix: string,
  files: { readonly settings: string; readonly script: string },
): Promise<Reason | null> {
  const { safe, account } = callsOf(files.settings);
  let id = 100;

  async function call({ method, params, mayFail }: ShellyCall): Promise<Answer> {
    const mine = ++id;
    const answer = conversation.hear((topic, payload) => readAnswer(topic, payload, mine), callMs);
    conversation.tell(`${prefix}/rpc`, JSON.stringify({ id: mine, src: ourName, method, params }));
    // Whoever begins anew may be gone before it has answered.
    if (method === 'Shelly.Reboot') return {};
    const heard = await answer;
    if (heard?.refusal && !mayFail) return { ...heard, refusal: { ...heard.refusal, params: { method } } };
    if (heard?.refusal) return {};
    return heard ?? { refusal: { code: 'pairing.no-answer', params: {} } };
  }

  for (const each of safe) {
    const { refusal } = await call(each);
    if (refusal) return refusal;
  }
  await putScript(call, files.script);
  for (const each of account) {
    const { refusal } = await call(each);
    if (refusal) return refusal;
  }
  return null;
}

interface Answer {
  readonly result?: Readonly<Record<string, unknown>>;
  readonly refusal?: Reason;
}

/** The second net under `auto_off`: where the device takes no script, it does without. */
async function putScript(call: (call: ShellyCall) => Promise<Answer>, script: string): Promise<void> {
  const ask = (method: string, params: object) => call({ method, params, mayFail: true });
  const { scripts } = (await ask('Script.List', {})).result ?? {};
  const known = Array.isArray(scripts)
    ? scripts.map((one: unknown) => idOf(one, scriptName)).find(isNumber)
    : undefined;
  const id = known ?? idOf((await ask('Script.Create', { name: scriptName })).result);
  if (!isNumber(id)) return;
  for (const [index, code] of piecesOf(script).entries()) await ask('Script.PutCode', { id, code, append: index > 0 });
  await ask('Script.SetConfig', { id, config: { enable: true } });
}

function readAnswer(topic: string, payload: string, id: number): Answer | null {
  if (topic !== `${ourName}/rpc`) return null;
  const said = parseObject(payload);
  if (said?.['id'] !== id) return null;
  const error = objectIn(said, 'error');
  if (!error) return { result: objectIn(said, 'result') ?? {} };
  // 401: its page has a password, which whoever wants to change it must say (RPC Protocol, Authentication).
  return { refusal: { code: error['code'] === 401 ? 'pairing.locked' : 'pairing.refused', params: {} } };
}

function idOf(script: unknown, name?: string): number | undefined {
  const { id, name: its } = (script ?? {}) as { id?: unknown; name?: unknown };
  return isNumber(id) && (name === undefined || its === name) ? id : undefined;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
