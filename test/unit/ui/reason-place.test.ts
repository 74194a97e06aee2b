import { expect, test } from 'vitest';
import { placeOf } from '../../../ui/src/shell/reason-place.ts';
import { button, output, relay, zone } from '../../support/fake-services.ts';
import { camera } from '../../support/fakes/cameras.ts';

const named = { zones: [zone], relays: [relay], outputs: [output], buttons: [button], cameras: [camera] };
const place = (params: Record<string, string | number>) => placeOf({ code: 'village.any', params }, named)?.href;

test('a reason of the light leads to the page of what it names', () => {
  expect(place({ relay: relay.name, cause: 'relay.unreachable' })).toBe(`/more/relays/${relay.id}`);
  expect(place({ zone: zone.name })).toBe(`/more/zones/${zone.id}`);
  expect(place({ output: output.name })).toBe(`/more/outputs/${output.id}`);
  expect(place({ button: button.name })).toBe(`/more/buttons/${button.id}`);
  expect(place({ camera: camera.name, cause: 'camera-cause.frozen' })).toBe(`/camera/${camera.id}`);
});

test('one that names nothing, or what is gone, leads nowhere', () => {
  expect(place({ count: 2 })).toBeUndefined();
  expect(place({ relay: 'Cột đã bỏ' })).toBeUndefined();
});
