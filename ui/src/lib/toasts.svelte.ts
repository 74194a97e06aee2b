export interface ToastMessage {
  readonly id: number;
  readonly tone: 'well' | 'trouble';
  readonly text: string;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

const shownMs = 6_000;
/** One with an undo stays long enough to be read and reached. */
const shownWithActionMs = 12_000;

/** Short words about what was just done. The newest replaces the one before. */
export class Toasts {
  current = $state.raw<ToastMessage | null>(null);
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  well(text: string, action: ToastMessage['action'] = null): void {
    this.#show({ id: ++this.#count, tone: 'well', text, action });
  }

  trouble(text: string): void {
    this.#show({ id: ++this.#count, tone: 'trouble', text, action: null });
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = null;
  }

  #show(message: ToastMessage): void {
    this.dismiss();
    this.current = message;
    this.#timer = setTimeout(() => this.dismiss(), message.action ? shownWithActionMs : shownMs);
  }
}
