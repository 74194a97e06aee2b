import { expect, test } from 'vitest';
import { camera, openAlerts } from './village.ts';

const ongTu = { id: 'tu', login: 'tu', name: 'Ông Tư', roles: ['security' as const] };
const coHoa = { id: 'hoa', login: 'hoa', name: 'Cô Hoa', roles: ['security' as const] };

test('one takes over, notes, hands over; the next reads what was left', async () => {
  const village = await openAlerts([camera('dinh')]);
  const { shifts } = village;
  await shifts.takeOver('', ongTu);
  await village.pass(600);
  village.lose('dinh');
  await village.pass(31);
  await shifts.note('xe lạ đậu ở cổng', ongTu);
  expect(await shifts.review()).toMatchObject({
    shift: { onDuty: { by: 'Ông Tư' }, handOver: null },
    raised: [{ kind: 'camera-offline' }],
    notes: [{ note: 'xe lạ đậu ở cổng' }],
  });
  await expect(shifts.handOver('', coHoa)).rejects.toMatchObject({ code: 'shift.not-yours' });
  await shifts.handOver('camera Đình mất hình, thợ hẹn 7 giờ', ongTu);
  await shifts.takeOver('', coHoa);
  expect((await shifts.review()).shift).toMatchObject({
    onDuty: { by: 'Cô Hoa' },
    handOver: { by: 'Ông Tư', note: 'camera Đình mất hình, thợ hẹn 7 giờ', open: [{ cameras: ['Camera dinh'] }] },
  });
  expect((await shifts.read(coHoa)).handOver).toBeNull();
  expect((await shifts.log({})).items.map(({ kind, by }) => `${by} ${kind}`)).toEqual([
    'Cô Hoa read',
    'Cô Hoa took-over',
    'Ông Tư handed-over',
    'Ông Tư note',
    'Ông Tư took-over',
  ]);
});

test('whoever comes may take over from one who went home without a word; a restart changes nothing', async () => {
  const village = await openAlerts([]);
  await village.shifts.takeOver('', ongTu);
  await expect(village.shifts.takeOver('', ongTu)).rejects.toMatchObject({ code: 'shift.yours' });
  await village.shifts.takeOver('ông Tư ốm', coHoa);
  await village.stop();
  const again = await openAlerts([], { ground: village.ground, start: village.clock.now() });
  expect((await again.shifts.review()).shift.onDuty?.by).toBe('Cô Hoa');
});

test('nobody changes what was written', async () => {
  const village = await openAlerts([]);
  await village.shifts.note('đã khóa cổng', ongTu);
  const { storage } = village.ground;
  await expect(storage.run("update shift_log set note = 'khác'")).rejects.toThrow('append-only');
  await expect(storage.run('delete from shift_log')).rejects.toThrow('append-only');
});
