import { beforeEach, describe, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import type { Camera, CameraInput, CameraTest, CameraTestResult } from '../../../gateway/src/contract/index.ts';
import type { KeptIntake } from '../../../ui/src/screens/camera/add/intake.svelte.ts';

const well: CameraTestResult = {
  ...{ problem: null, facts: null, profiles: [], chosen: { monitorProfile: null, viewProfile: null } },
  ...{ turns: false, driftMs: null, warnings: [], picture: null },
};
const refused: CameraTestResult = { ...well, problem: { code: 'camera.wrong-password', params: {} } };

/** A technician at the desk, cameras that take “dung”, and what the gateway was asked. */
async function desk() {
  const { Intake } = await import('../../../ui/src/screens/camera/add/intake.svelte.ts');
  const tests: CameraTest[] = [];
  const created: CameraInput[] = [];
  const fails = new Set<string>();
  /** Answers that are on their way for long, by the password that was tried. */
  const late = new Map<string, Promise<void>>();
  let kept: KeptIntake | null = null;
  let atOnce = 0;
  let most = 0;
  const open = () =>
    new Intake({
      test: async (input) => {
        tests.push(input);
        most = Math.max(most, ++atOnce);
        await late.get(input.password ?? '');
        atOnce--;
        if (fails.has(input.host)) throw new Error('away');
        return input.password === 'dung' ? well : refused;
      },
      create: (input) => {
        if (fails.has(input.host)) return Promise.reject(new Error('away'));
        created.push(input);
        return Promise.resolve({} as Camera);
      },
      sayProblem: () => 'Không được.',
      usualName: ({ host }) => `Camera ${host}`,
      draft: {
        read: () => kept,
        keep: (value) => (kept = JSON.parse(JSON.stringify(value)) as KeptIntake),
        drop: () => (kept = null),
      },
    });
  return { open, tests, created, fails, late, kept: () => kept, most: () => most };
}

const nine = Array.from({ length: 9 }, (_, n) => ({ host: `192.168.1.${64 + n}`, port: 80 }));

beforeEach(() => speakIn('vi', 'cameras'));

describe('nine cameras on their way in', () => {
  it('take one login, are tried a few at once, and are saved with a name each', async () => {
    const { open, tests, created, most, kept } = await desk();
    const intake = open();
    for (const one of [...nine, nine[0]!]) intake.add(one);
    intake.password = 'dung';
    await intake.testAll();
    expect(tests).toHaveLength(9);
    expect(most()).toBe(4);
    expect(intake.wanted).toHaveLength(9);
    for (const one of intake.wanted) one.cabinet = ' Tủ A ';
    expect(await intake.save()).toBe(true);
    expect(created).toHaveLength(9);
    expect(created[0]).toMatchObject({
      ...{ name: 'Camera 192.168.1.64', username: 'admin', password: 'dung', cabinet: 'Tủ A', place: null },
    });
    expect(kept()).toBeNull();
  });

  it('are not asked again with a login that was refused, until a person says so', async () => {
    const { open, tests } = await desk();
    const intake = open();
    intake.add(nine[0]!);
    intake.password = 'sai';
    await intake.testAll();
    await intake.testAll();
    expect(tests).toHaveLength(1);
    expect(intake.wanted).toEqual([]);
    intake.password = 'dung';
    await intake.testAll();
    expect(tests.map(({ password, again }) => [password, again])).toEqual([
      ['sai', undefined],
      ['dung', undefined],
    ]);
    await intake.test(intake.candidates[0]!, true);
    expect(tests.at(-1)?.again).toBe(true);
  });

  it('are each asked once, however often a person presses while they wait for their turn', async () => {
    const { open, tests } = await desk();
    const intake = open();
    for (const one of nine) intake.add(one);
    intake.password = 'sai';
    await Promise.all([intake.testAll(), intake.testAll()]);
    expect(tests).toHaveLength(9);
  });

  it('are judged by the login that was tried last, although an answer of before comes after it', async () => {
    const { open, late } = await desk();
    const intake = open();
    intake.add(nine[0]!);
    let arrive = () => {};
    late.set('sai', new Promise((resolve) => (arrive = resolve)));
    intake.password = 'sai';
    const first = intake.testAll();
    intake.password = 'dung';
    await intake.testAll();
    arrive();
    await first;
    expect(intake.candidates[0]?.works).toBe(true);
  });

  it('are corrected by a list that is pasted anew, and those alone are tried again whose login it changed', async () => {
    const { open, tests } = await desk();
    const intake = open();
    const list = (password: string) => [
      { ...nine[0]!, name: 'Cổng', username: 'admin', password, cabinet: 'Tủ A' },
      { ...nine[1]!, password: 'dung' },
    ];
    for (const row of list('sai')) intake.take(row);
    await intake.testAll();
    expect(intake.candidates.map(({ works }) => works)).toEqual([false, true]);
    for (const row of list('dung')) intake.take({ ...row, name: '', cabinet: '' });
    await intake.testAll();
    expect(tests.map(({ host, username, password }) => [host, username, password])).toEqual([
      ['192.168.1.64', 'admin', 'sai'],
      ['192.168.1.65', 'admin', 'dung'],
      ['192.168.1.64', 'admin', 'dung'],
    ]);
    expect(intake.candidates.map(({ name, cabinet, works }) => [name, cabinet, works])).toEqual([
      ['Cổng', 'Tủ A', true],
      ['Camera 192.168.1.65', '', true],
    ]);
    // A column that this list lacks takes nothing back.
    intake.take({ ...nine[0]!, cabinet: 'Tủ B' });
    intake.take({ ...nine[0]!, username: 'admin' });
    await intake.testAll();
    expect(tests).toHaveLength(3);
  });

  it('may each have a login of their own, or none', async () => {
    const { open, tests } = await desk();
    const intake = open();
    intake.add({ ...nine[0]!, username: 'user2', password: 'dung' });
    intake.add(nine[1]!);
    intake.username = '';
    intake.password = 'never sent';
    await intake.testAll();
    expect(tests.map(({ username, password }) => [username, password])).toEqual([
      ['user2', 'dung'],
      [null, null],
    ]);
  });

  it('stay with the reason when the gateway cannot be reached, and one is never saved twice', async () => {
    const { open, created, fails } = await desk();
    const intake = open();
    for (const one of nine.slice(0, 2)) intake.add(one);
    intake.password = 'dung';
    await intake.testAll();
    fails.add('192.168.1.65');
    expect(await intake.save()).toBe(false);
    expect(intake.wanted.map(({ host, trouble }) => [host, trouble])).toEqual([['192.168.1.65', 'Không được.']]);
    fails.clear();
    expect(await intake.save()).toBe(true);
    expect(created.map(({ host }) => host)).toEqual(['192.168.1.64', '192.168.1.65']);
  });

  it('that do not work yet are taken in only when a person wants them', async () => {
    const { open, created, fails } = await desk();
    const intake = open();
    intake.add(nine[0]!);
    fails.add('192.168.1.64');
    await intake.testAll();
    expect(intake.candidates[0]?.trouble).toBe('Không được.');
    expect(intake.wanted).toEqual([]);
    intake.candidates[0]!.anyway = true;
    fails.clear();
    await intake.save();
    expect(created).toHaveLength(1);
  });

  it('that are where no camera can be are not taken in at all', async () => {
    const { open, created } = await desk();
    const intake = open();
    intake.add({ host: '127.0.0.1', port: 80 });
    await intake.testAll();
    const [candidate] = intake.candidates;
    candidate!.heard({ ...candidate!.result!, problem: { code: 'camera.address-forbidden', params: {} } });
    candidate!.anyway = true;
    await intake.save();
    expect(created).toEqual([]);
  });

  it('are corrected where they were looked for in vain, and that one alone is asked again', async () => {
    const { open, tests, created, fails } = await desk();
    const intake = open();
    for (const one of nine.slice(0, 2)) intake.add({ ...one, path: '/onvif/device', model: 'DS-2CD' });
    intake.password = 'dung';
    fails.add('192.168.1.64');
    await intake.testAll();
    const [first] = intake.candidates;
    await intake.testAt(first!, nine[1]!);
    expect(first).toMatchObject({ key: '192.168.1.64', works: false });
    await intake.testAt(first!, { host: '192.168.1.46', port: 8000 });
    expect(tests.map(({ host }) => host)).toEqual(['192.168.1.64', '192.168.1.65', '192.168.1.46']);
    expect(first).toMatchObject({ works: true, name: 'Camera 192.168.1.46', trouble: null, model: '', path: null });
    await intake.save();
    expect(created.map(({ host, port }) => [host, port])).toEqual([
      ['192.168.1.46', 8000],
      ['192.168.1.65', 80],
    ]);
  });

  it('outlive a closed tab, all but their passwords', async () => {
    const { open, kept } = await desk();
    const intake = open();
    intake.add({ ...nine[0]!, name: 'Cổng', username: 'admin2', password: 'mat-khau-that' });
    intake.password = 'mat-khau-that';
    intake.keep();
    expect(JSON.stringify(kept())).not.toContain('mat-khau-that');
    const again = open();
    expect(again.restored).toBe(1);
    expect(again.candidates[0]).toMatchObject({ name: 'Cổng', own: true, username: 'admin2', password: '' });
    again.clear();
    expect(kept()).toBeNull();
  });

  it('are led to the step that makes sense, whatever the address says', async () => {
    const { open } = await desk();
    const intake = open();
    expect(intake.stepFor('name')).toBe('find');
    intake.add(nine[0]!);
    expect(intake.stepFor('name')).toBe('login');
    await intake.testAll();
    expect(intake.stepFor('name')).toBe('test');
    intake.password = 'dung';
    await intake.testAll();
    expect(intake.stepFor('name')).toBe('name');
  });
});
