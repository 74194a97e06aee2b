import type { HomeAssistantInput, HomeAssistantState } from '#contract';

/** What a person is writing down about the Home Assistant beside us. */
export class HomeDraft {
  on = $state(true);
  host = $state('');
  port = $state('1883');
  username = $state('');
  password = $state('');
  tls = $state(false);
  authority = $state('');
  prefix = $state('');
  language = $state<HomeAssistantState['language']>('vi');
  readonly #before: HomeAssistantState;

  constructor(before: HomeAssistantState) {
    this.#before = before;
    const { on, broker, prefix, language } = before;
    this.prefix = prefix;
    this.language = language;
    // Whoever opens this for the first time comes to turn it on.
    if (!broker) return;
    this.on = on;
    this.host = broker.host;
    this.port = String(broker.port);
    this.username = broker.username;
    this.tls = broker.tls;
    this.authority = broker.authority ?? '';
  }

  /** The old password goes on only to where it was meant for. */
  get passwordKept(): boolean {
    const before = this.#before.broker;
    const { host, port, username, tls, authority } = this.#broker;
    return (
      before?.host === host &&
      before.port === port &&
      before.username === username &&
      before.tls === tls &&
      before.authority === authority
    );
  }

  get input(): HomeAssistantInput {
    const { on, password, prefix, language } = this;
    return { on, prefix: prefix.trim(), language, broker: this.#broker, ...(password !== '' && { password }) };
  }

  get #broker() {
    const { host, port, username, tls } = this;
    const authority = tls && this.authority.trim() !== '' ? this.authority.trim() : null;
    return { host: host.trim(), port: Number(port), username: username.trim(), tls, authority };
  }
}
