import { AppError } from '../core/errors.ts';

/** In the air log a button on a wall signs as `button:<name>`: a person so called would be taken for one. */
export function checkDisplayName(name: string): string {
  if (!/^\s*button:/i.test(name)) return name;
  throw new AppError('identity.name-of-a-button', 422, `Buttons sign as 'button:…': choose another name.`);
}
