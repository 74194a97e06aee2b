import type {
  Alert,
  CameraMonths,
  Shift,
  ShiftEntry,
  ShiftReview,
  WallSound,
  WebhookInput,
  WebhookSecret,
  WebhookState,
  WebhookTry,
} from '#contract';
import type { Line } from './line.ts';

/** What is wrong with cameras: who is called, who sees to it, and how a month was. */
export const alertsApi = ({ ask, at, page, send }: Line) => ({
  alerts: {
    history: page<Alert>('alerts/history'),
    acknowledge: (id: string, note: string) => send<Alert>('PUT', `${at('alerts', id)}/acknowledgement`, { note }),
    unacknowledge: (id: string) => send<Alert>('DELETE', `${at('alerts', id)}/acknowledgement`),
  },
  alertDelivery: {
    webhook: () => send<WebhookState>('GET', 'alert-delivery/webhook'),
    changeWebhook: (input: WebhookInput) => send<WebhookSecret>('PUT', 'alert-delivery/webhook', input),
    renewSecret: () => send<WebhookSecret>('POST', 'alert-delivery/webhook/secret'),
    /** Posts a test; what came of it is in the answer. */
    test: () => send<WebhookTry>('POST', 'alert-delivery/webhook/test'),
    changeWallSound: (input: WallSound) => send<WallSound>('PUT', 'alert-delivery/wall-sound', input),
  },
  shifts: {
    review: () => send<ShiftReview>('GET', 'shift'),
    log: page<ShiftEntry>('shift/log'),
    takeOver: (note: string) => send<Shift>('POST', 'shift/take-over', { note }),
    handOver: (note: string) => send<Shift>('POST', 'shift/hand-over', { note }),
    note: (note: string) => send<Shift>('POST', 'shift/notes', { note }),
    read: () => send<Shift>('POST', 'shift/read'),
  },
  cameraMonths: {
    month: (month: string) => send<CameraMonths>('GET', `camera-months/${month}`),
    csv: (month: string) => ask('GET', `camera-months/${month}/csv`),
  },
});
