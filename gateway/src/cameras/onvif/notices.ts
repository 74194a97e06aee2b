import { attributeOf, childOf, childrenOf, textOf, type Element } from './soap.ts';

/** Something that a camera says it noticed. */
export interface CameraNotice {
  readonly what: 'motion' | 'tamper' | 'line-crossed';
  /** It began, or is over. What is crossed has no end. */
  readonly on: boolean;
  /** How things stand, told to whoever begins to listen: nothing happened just now. */
  readonly known: boolean;
  /** By the camera's clock, as it wrote it. */
  readonly cameraTime: string;
  readonly topic: string;
}

/** Topics as makers name them, and where each says whether it is so (HA's and onvif2mqtt's tables of recorded events). */
const meanings: readonly (readonly [topic: RegExp, what: CameraNotice['what'], items: readonly string[]])[] = [
  [/RuleEngine\/(CellMotionDetector|MotionRegionDetector)\/Motion$/, 'motion', ['IsMotion', 'State']],
  [/VideoSource\/MotionAlarm$/, 'motion', ['State']],
  [/RuleEngine\/FieldDetector\/ObjectsInside$/, 'motion', ['IsInside']],
  [/RuleEngine\/MyRuleDetector\/(People|Vehicle|DogCat|Face)Detect$/, 'motion', ['State']],
  [/RuleEngine\/TamperDetector\/Tamper$/, 'tamper', ['IsTamper']],
  [/VideoSource\/(GlobalSceneChange|ImageTooDark|ImageTooBlurry|ImageTooBright|SignalLoss)\//, 'tamper', ['State']],
  [/RuleEngine\/(LineDetector|LineCounter)\/Cross(ed|ing)$/, 'line-crossed', []],
];

/** Of a PullMessagesResponse; what means nothing to the village is left out. */
export function readNotices(response: Element): CameraNotice[] {
  return childrenOf(response, 'notificationMessage').flatMap((message) => {
    const topic = textOf(message, 'topic') ?? '';
    const meaning = meanings.find(([pattern]) => pattern.test(topic));
    const inner = childOf(message, 'message', 'message');
    if (!meaning || inner === null) return [];
    const [, what, items] = meaning;
    const said = childrenOf(childOf(inner, 'data') ?? '', 'simpleItem');
    const item = said.find((each) => items.includes(attributeOf(each, 'Name') ?? ''));
    const state = attributeOf(item ?? null, 'Value');
    if (items.length > 0 && state === null) return [];
    const operation = attributeOf(inner, 'PropertyOperation');
    const known = operation === 'Initialized';
    const on = state === null ? true : /^(true|1)$/i.test(state);
    return [{ what, on, known, cameraTime: attributeOf(inner, 'UtcTime') ?? '', topic }];
  });
}
