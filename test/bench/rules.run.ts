import 'temporal-polyfill/global';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Cron } from 'croner';
import schedule from 'node-schedule';
import { expect, it } from 'vitest';
import type { Rule } from '../../gateway/src/contract/index.ts';
import { dayMs } from '../../gateway/src/core/village-time.ts';
import { fromRrule, toRrule } from '../../gateway/src/schedule/rrule.ts';
import { checkRule } from '../../gateway/src/schedule/rule.ts';
import {
  croner,
  cronPattern,
  mixedRule,
  nodeSchedule,
  now,
  ours,
  recurrenceRule,
  rruleTemporal,
  village,
  type Contender,
} from './rules-peers.ts';

/**
 * When a rule comes next: ours beside croner, rrule-temporal and node-schedule's own next date, on the same rules in the
 * same run, each peer on the rules it knows. A peer that would take minutes does fewer and is told per occurrence.
 */

const rules = Array.from({ length: 500 }, (_, n) => mixedRule(n));

/** The rules that a contender knows, opened; making them ready is not timed. */
function openAll(contender: Contender, among: readonly Rule[]) {
  return among.flatMap((rule) => {
    const asked = contender.open(rule);
    return asked ? [{ rule, asked }] : [];
  });
}

function medianMs(times: number, run: () => void): number {
  run();
  const took = Array.from({ length: times }, () => {
    const startedAt = performance.now();
    run();
    return performance.now() - startedAt;
  });
  return took.sort((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN;
}

const round = (value: number) => Number(value.toPrecision(3));

/** Of one program and of ours, on the rules that it knows. */
function sideBySide(contender: Contender, among: readonly Rule[]) {
  const theirs = openAll(contender, among);
  const own = openAll(
    ours,
    theirs.map(({ rule }) => rule),
  );
  const time = (run: (all: typeof theirs) => void) => {
    const ms = medianMs(contender.rounds, () => run(theirs));
    const oursMs = contender === ours ? ms : medianMs(ours.rounds, () => run(own));
    return { ms, oursMs };
  };
  return { theirs, own, time };
}

it('the next slots of 500 mixed rules', () => {
  const rows: Record<string, Record<string, number>> = {};
  for (const contender of [ours, croner, rruleTemporal, nodeSchedule]) {
    const { theirs, own, time } = sideBySide(contender, rules);
    const slots = theirs.length * contender.slots;
    const slot = time((all) => all.forEach(({ asked }) => asked.first(contender.slots)));
    const next = time((all) => all.forEach(({ asked }) => asked.next()));
    rows[contender.name] = {
      'rules it knows': theirs.length,
      slots,
      'µs a slot': round((slot.ms * 1_000) / slots),
      'ours on these': round((slot.oursMs * 1_000) / slots),
      'ours ÷ it': round(slot.oursMs / slot.ms),
      'µs one “next?”': round((next.ms * 1_000) / theirs.length),
      'ours on these ': round((next.oursMs * 1_000) / theirs.length),
      'ours ÷ it ': round(next.oursMs / next.ms),
    };
    const different = theirs.filter(
      ({ asked }, n) => String(asked.first(contender.slots)) !== String(own[n]?.asked.first(contender.slots)),
    );
    expect([contender.name, different.map(({ rule }) => rule)]).toEqual([contender.name, []]);
  }
  console.log('\nnext slots of 500 mixed rules, each program on those it knows; 20 of each rule, node-schedule 2');
  console.table(rows);
});

it('the year’s plan of 100 programmes', () => {
  const rows: Record<string, Record<string, number>> = {};
  for (const contender of [ours, croner, rruleTemporal]) {
    const { theirs, time } = sideBySide(contender, rules.slice(0, 100));
    let slots = 0;
    const { ms, oursMs } = time((all) => {
      slots = all.flatMap(({ asked }) => asked.between(now, now + 365 * dayMs)).length;
    });
    rows[contender.name] = {
      programmes: theirs.length,
      slots,
      ms: round(ms),
      'ours on these': round(oursMs),
      'ours ÷ it': round(oursMs / ms),
    };
  }
  console.log('\na year’s plan of 100 programmes');
  console.table(rows);
});

it('10,000 rules: what they weigh, and how long until they are there', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const weigh = <T>(make: () => T[]): { bytes: number; ms: number; count: number } => {
    collect();
    const before = process.memoryUsage().heapUsed;
    const startedAt = performance.now();
    const made = make();
    const ms = performance.now() - startedAt;
    collect();
    const bytes = (process.memoryUsage().heapUsed - before) / made.length;
    return { bytes, ms, count: made.length };
  };
  const all = Array.from({ length: 10_000 }, (_, n) => mixedRule(n));
  const stored = all.map((rule) => toRrule(rule, village));
  const patterns = all.flatMap((rule) => cronPattern(rule) ?? []);
  const specs = all.flatMap((rule) => recurrenceRule(rule) ?? []).slice(0, 2_000);

  const own = weigh(() =>
    stored.map((row) => {
      const rule = fromRrule(row, village);
      checkRule(rule);
      return rule;
    }),
  );
  const cron = weigh(() => patterns.map((pattern) => new Cron(pattern, { timezone: village, paused: true })));
  const jobs: schedule.Job[] = [];
  const theirs = weigh(() => {
    for (const spec of specs) jobs.push(schedule.scheduleJob(spec, () => undefined));
    return jobs;
  });
  for (const job of jobs) job.cancel();

  const row = ({ bytes, ms, count }: typeof own) => ({
    rules: count,
    'bytes a rule': Math.round(bytes),
    'ours ÷ it': round(own.bytes / bytes),
    'µs to make one': round((ms * 1_000) / count),
    '10,000 in s': round((ms / count) * 10),
    'ours ÷ it ': round(own.ms / own.count / (ms / count)),
  });
  console.log(
    '\n10,000 rules from their stored rows, checked (node-schedule: 2,000 jobs, which take longer the more there are)',
  );
  console.table({
    ours: row(own),
    'limit of ours': {
      'bytes a rule': 1_024,
      'ours ÷ it': round(own.bytes / 1_024),
      '10,000 in s': 0.5,
      'ours ÷ it ': round(own.ms / 500),
    },
    [croner.name]: row(cron),
    [nodeSchedule.name]: row(theirs),
  });
  expect(own.bytes).toBeGreaterThan(0);
});
