import type { AuthenticateError } from 'aedes';

/** CONNACK return codes, MQTT 3.1.1 §3.2.2.3. */
export const refuse = {
  identifier: (): AuthenticateError => connack(2, 'the client id is not the username'),
  password: (): AuthenticateError => connack(4, 'unknown username or wrong password'),
  anonymous: (): AuthenticateError => connack(5, 'no username or no password'),
  crowded: (): AuthenticateError => connack(3, 'too many devices are being paired'),
};

/** aedes declares its codes as a `const enum`, which is nothing at run time. */
function connack(returnCode: number, message: string): AuthenticateError {
  const error: Error = Object.assign(new Error(message), { returnCode });
  return error as AuthenticateError;
}
