import { describe, expect, it } from 'vitest';
import { readNotices } from '../../../../gateway/src/cameras/onvif/notices.ts';
import { childOf, readSoap } from '../../../../gateway/src/cameras/onvif/soap.ts';

const message = (topic: string, data: string, operation = 'Changed') =>
  `<n:NotificationMessage><n:Topic Dialect="c">${topic}</n:Topic><n:Message><t:Message UtcTime="2026-11-26T10:00:00Z" PropertyOperation="${operation}">` +
  `<t:Source><t:SimpleItem Name="Source" Value="V_SRC_000"/></t:Source><t:Data>${data}</t:Data></t:Message></n:Message></n:NotificationMessage>`;
const item = (name: string, value: string) => `<t:SimpleItem Name="${name}" Value="${value}"/>`;
const noticesIn = (messages: string) => {
  const xml = `<s:Envelope xmlns:s="x"><s:Body><e:PullMessagesResponse>${messages}</e:PullMessagesResponse></s:Body></s:Envelope>`;
  return readNotices(childOf(readSoap(xml)?.body ?? null, 'pullMessagesResponse') ?? '');
};

describe('what a camera says it noticed', () => {
  it.each([
    ['tns1:RuleEngine/CellMotionDetector/Motion', item('IsMotion', 'true'), 'motion', true],
    ['tns1:RuleEngine/CellMotionDetector/Motion', item('IsMotion', 'false'), 'motion', false],
    ['tns1:VideoSource/MotionAlarm', item('State', '1'), 'motion', true],
    ['tns1:RuleEngine/MyRuleDetector/PeopleDetect', item('State', 'true'), 'motion', true],
    ['tns1:RuleEngine/TamperDetector/Tamper', item('IsTamper', 'true'), 'tamper', true],
    ['tns1:VideoSource/GlobalSceneChange/ImagingService', item('State', 'true'), 'tamper', true],
    ['tns1:RuleEngine/LineDetector/Crossed', item('ObjectId', '7'), 'line-crossed', true],
  ])('%s %s', (topic, data, what, on) => {
    expect(noticesIn(message(topic, data))).toEqual([
      { what, on, known: false, cameraTime: '2026-11-26T10:00:00Z', topic },
    ]);
  });

  it('is told apart from how things stood when somebody began to listen', () => {
    const stood = message('tns1:VideoSource/MotionAlarm', item('State', 'true'), 'Initialized');
    expect(noticesIn(stood)).toMatchObject([{ what: 'motion', known: true }]);
  });

  it('is left aside where it means nothing to the village, or says nothing', () => {
    const others =
      message('tns1:Device/Trigger/DigitalInput', item('LogicalState', 'true')) +
      message('tns1:VideoSource/MotionAlarm', '') +
      '<n:NotificationMessage/>';
    expect(noticesIn(others)).toEqual([]);
    expect(noticesIn('')).toEqual([]);
  });
});
