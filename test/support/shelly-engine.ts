import { parse, type Node } from 'acorn';
import { createContext, runInContext } from 'node:vm';

/**
 * What every script engine of Shelly's has had (Gen2 documentation, "Language features"): no arrows, templates, classes,
 * generators, destructuring, promises, no `for … of`, no hoisting of a function below its use at the top.
 */
const spoken = new Set([
  'Program',
  'VariableDeclaration',
  'VariableDeclarator',
  'FunctionDeclaration',
  'BlockStatement',
  'ExpressionStatement',
  'ReturnStatement',
  'IfStatement',
  'ForStatement',
  'Identifier',
  'Literal',
  'ArrayExpression',
  'ObjectExpression',
  'Property',
  'CallExpression',
  'MemberExpression',
  'BinaryExpression',
  'LogicalExpression',
  'UnaryExpression',
  'UpdateExpression',
  'ConditionalExpression',
  'AssignmentExpression',
]);

/** Kinds of syntax in a script that a Shelly may not know; a script that does not parse throws. */
export function unknownSyntax(script: string): string[] {
  const unknown = new Set<string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const { type } = value as Node;
    if (typeof type === 'string' && !spoken.has(type)) unknown.add(type);
    Object.values(value).forEach(look);
  };
  look(parse(script, { ecmaVersion: 2015 }));
  return [...unknown];
}

interface Switch {
  output: boolean;
  timer_started_at?: number;
  timer_duration?: number;
}

/** A Shelly as far as a script sees it: its switches, its MQTT, one timer. Time passes only as it is told. */
export function createShelly(script: string, channels: number) {
  const switches: Switch[] = Array.from({ length: channels }, () => ({ output: false }));
  const device = { connected: true, seconds: 0 };
  const timers: { everyMs: number; act: () => void; dueMs: number }[] = [];
  const called: string[] = [];
  let nowMs = 0;

  const scope = createContext({
    print: () => undefined,
    MQTT: { isConnected: () => device.connected },
    Timer: {
      set(everyMs: number, repeat: boolean, act: () => void) {
        if (!repeat) throw new Error('only a timer that repeats');
        timers.push({ everyMs, act, dueMs: nowMs + everyMs });
      },
    },
    Shelly: {
      getComponentStatus(kind: string, id: number) {
        if (kind !== 'switch' || !switches[id]) return null;
        return { id, ...switches[id] };
      },
      call(method: string, params: { id: number; on: boolean }) {
        called.push(`${method} ${JSON.stringify(params)}`);
        if (method === 'Switch.Set') switches[params.id] = { output: params.on };
      },
    },
  });
  runInContext(script, scope);

  return {
    device,
    called,
    isOn: (channel: number) => switches[channel]?.output,
    /** By its button, an app, or `T/command`: without a lease. */
    press: (channel: number) => void (switches[channel] = { output: true }),
    /** The gateway's ON; the timer of the switch itself is left out, as if somebody had broken it. */
    renew: (channel: number) =>
      void (switches[channel] = { output: true, timer_started_at: nowMs / 1000, timer_duration: 90 }),
    pass(seconds: number) {
      const until = nowMs + 1000 * seconds;
      for (;;) {
        const next = timers.filter(({ dueMs }) => dueMs <= until).sort((a, b) => a.dueMs - b.dueMs)[0];
        if (!next) break;
        nowMs = next.dueMs;
        next.dueMs += next.everyMs;
        next.act();
      }
      nowMs = until;
    },
  };
}
