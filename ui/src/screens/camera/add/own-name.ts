import type { FoundCamera } from '#contract';

/** Whether what a camera says that it is called is what somebody named it. Pure. */

/** Makers, and what they call any of their cameras, without marks and capitals. */
const anybodys = new Set(
  [
    'hikvision hik hilook ezviz dahua imou kbvision kbone uniview unv tiandy vantech questek tp link tplink tapo vigi',
    'xiaomi imilab axis bosch hanwha samsung wisenet panasonic sony vivotek reolink foscam xm xiongmai ipcam jovision jvt',
    'onvif ip net network video transmitter nvt ipc ipcamera camera cam cctv dome bullet ptz device hd h264 h265 default',
  ].flatMap((words) => words.split(' ')),
);

type Named = Pick<FoundCamera, 'name' | 'model'>;

/** The name to propose for it: its own, unless that is a brand or a model, or that of several. Empty: none. */
export function ownName(camera: Named, all: readonly Named[]): string {
  const name = tidy(camera.name);
  const isOfSeveral = all.filter((each) => tidy(each.name) === name).length > 1;
  const said = (word: string) => partsOf(camera.model).includes(word) || anybodys.has(word) || !/\p{L}/u.test(word);
  const isAnybodys = (word: string) => partsOf(word).some(isModel) || partsOf(word).every(said);
  return isOfSeveral || name.split(' ').every(isAnybodys) ? '' : name;
}

/** Letters among many digits, as in `DS-2CD1023G0E` or `C320WS`. */
const isModel = (part: string) => /\p{L}/u.test(part) && part.replace(/\D/g, '').length >= 3;

/** As it fits a name of ours. */
const tidy = (name: string) =>
  name
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 80)
    .trim();

const partsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{M}\d]+/u)
    .filter(Boolean);
