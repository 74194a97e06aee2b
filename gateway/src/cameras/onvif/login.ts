import { AppError } from '../../core/errors.ts';

export interface CameraLogin {
  readonly username: string;
  readonly password: string;
}

/**
 * The package hashes a password as ASCII, which silently makes another one of every other letter; a name goes into a quoted
 * header. So what cannot be said rightly is refused before a camera hears it. An empty password can be: some cheap cameras have
 * no other (home-assistant/core#35904).
 */
export function checkLogin({ username, password }: CameraLogin): void {
  if (!/^[\x20-\x7e]*$/.test(password)) throw unusable('password');
  if (!/^[\x20-\x7e]+$/.test(username) || /["\\]/.test(username)) throw unusable('name');
}

function unusable(what: 'password' | 'name'): AppError {
  const code = what === 'password' ? 'camera.password-letters' : 'camera.name-letters';
  const message = `The ${what} has letters that cameras do not take: use English letters, digits and signs, and set it in the camera first.`;
  return new AppError(code, 422, message);
}
