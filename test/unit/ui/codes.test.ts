import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codes as en } from '../../../ui/src/lib/i18n/en/codes.ts';
import { codes as vi } from '../../../ui/src/lib/i18n/vi/codes.ts';

const gateway = join(import.meta.dirname, '../../../gateway/src');

/** These end the process with a line on its console; no panel is open to show them. */
const neverOnThePanel =
  /^(config\.|firmware\.(cannot-say|order)$|http\.port-|mqtt\.(port-in-use|listen)$|storage\.(migration|newer|cannot-open)$)/;
/** Events and settings have names of the same form. */
const otherName =
  /\.(changed|removed|added|raised|cleared|acknowledged|unacknowledged|name|last|token|days|gigabytes|role|longest-minutes|idle-seconds|settings|picture)$/;
const families =
  'air-log|aired-sound|alert|audio|broadcast|button|calendar|camera|camera-event|camera-warning|emergency|firmware|home-assistant|http|https|icecast|identity|live|media|map-picture|mqtt|mqtt-account|newcomer|notice|output|overlay|pairing|playlist|preflight|programme|rebroadcast|recording|relay|report|request|schedule|shift|slot|speech|storage|stream|upstream|user|village|webhook|why|zone';

/** Every string of the gateway's source that has the form of a code. */
function codesOfTheGateway(): string[] {
  const literal = new RegExp(`'((?:${families})\\.[a-z][a-z-]*)'`, 'g');
  const found = new Set<string>();
  for (const file of readdirSync(gateway, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.startsWith('simulator') || file.startsWith('contract')) continue;
    const source = readFileSync(join(gateway, file), 'utf8');
    for (const [, code] of source.matchAll(literal)) found.add(code!);
    for (const [, kind] of source.matchAll(/notFound\('([a-z-]+)'/g)) found.add(`${kind!}.not-found`);
  }
  return [...found].filter((code) => !neverOnThePanel.test(code) && !otherName.test(code)).sort();
}

describe('the gateway’s codes', () => {
  it('each have a sentence a villager can read', () => {
    expect(codesOfTheGateway().filter((code) => !(code in vi))).toEqual([]);
  });

  it('ask for the same facts in both languages', () => {
    const factsOf = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, fact]) => fact))].sort();
    const differing = Object.entries(vi).filter(
      ([code, text]) => factsOf(text).join() !== factsOf(en[code as keyof typeof en]).join(),
    );
    expect(differing).toEqual([]);
  });
});
