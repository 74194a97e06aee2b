import type { RelayDriver, RelayTemplate } from '../contract/index.ts';
import { templateTrouble } from '../core/relays/template-rules.ts';
import { AppError } from '../core/errors.ts';

/** Throws `relay.template-…` for a template by which this relay could not be switched for certain. */
export function refuseTemplate(
  { driver, channels }: { readonly driver: RelayDriver; readonly channels: number },
  template: RelayTemplate | null,
): void {
  if (template === null) return;
  if (driver !== 'generic') {
    throw new AppError('relay.template-kind', 422, 'Only a generic relay has a template of its own.');
  }
  const trouble = templateTrouble(template, channels);
  if (!trouble) return;
  const { code, params } = trouble;
  throw new AppError(code, 422, `The template of topics and payloads does not work: ${code}.`, { params });
}
