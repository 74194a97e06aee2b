import type { alertsMore as vi } from '../vi/alerts-more.ts';

/** What the place “More” says of alerts. */
export const alertsMore: Record<keyof typeof vi, string> = {
  'action.acknowledgeAlert': 'answer an alert',
  'action.unacknowledgeAlert': 'take back an answer to an alert',
  'action.changeAlertWebhook': 'change where alerts are posted',
  'action.renewAlertWebhookSecret': 'make a new secret for alerts',
  'action.testAlertWebhook': 'post a test alert',
  'action.changeWallSound': 'change the tone of the wall',
  'action.takeOverShift': 'take over the shift',
  'action.handOverShift': 'hand the shift over',
  'action.noteInShiftLog': 'write into the shift log',
  'action.readHandOver': 'read what was handed over',
};
