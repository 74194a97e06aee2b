import type {
  AcknowledgeInput,
  Alert,
  CameraMonths,
  PageOf,
  PageQuery,
  Shift,
  ShiftEntry,
  ShiftReview,
  WallSound,
  WebhookInput,
  WebhookSecret,
  WebhookState,
  WebhookTry,
} from '../../contract/index.ts';
import type { Actor } from './people.ts';

/** What is wrong with cameras: who is called, who sees to it, and how a month was. */
export interface AlertsServices {
  readonly alerts: {
    /** Those that are open. */
    open(): Alert[];
    /** Those that are over, newest first. */
    history(query: PageQuery): Promise<PageOf<Alert>>;
    acknowledge(id: string, input: AcknowledgeInput, actor: Actor): Promise<Alert>;
    unacknowledge(id: string): Promise<Alert>;
  };
  readonly alertDelivery: {
    readonly webhook: {
      state(): Promise<WebhookState>;
      change(input: WebhookInput): Promise<WebhookSecret>;
      renewSecret(): Promise<WebhookSecret>;
      /** Posts now; what came of it is in the answer. */
      test(): Promise<WebhookTry>;
    };
    readonly wallSound: {
      get(): WallSound;
      change(wanted: WallSound): Promise<WallSound>;
    };
  };
  readonly shifts: {
    review(): Promise<ShiftReview>;
    log(query: PageQuery): Promise<PageOf<ShiftEntry>>;
    takeOver(note: string, actor: Actor): Promise<Shift>;
    handOver(note: string, actor: Actor): Promise<Shift>;
    note(note: string, actor: Actor): Promise<Shift>;
    /** What was handed over has been read. */
    read(actor: Actor): Promise<Shift>;
  };
  readonly cameraMonths: {
    month(month: string): Promise<CameraMonths>;
    /** The same as CSV, for a spreadsheet. */
    csv(month: string): Promise<string>;
  };
}
