import type { signIn as vi } from '../vi/sign-in.ts';

export const signIn: Record<keyof typeof vi, string> = {
  'sign-in.title': 'Come to the radio desk',
  'sign-in.login': 'Login name',
  'sign-in.password': 'Password',
  'sign-in.show-password': 'Show the password',
  'sign-in.hide-password': 'Hide the password',
  'sign-in.submit': 'Sign in',
  'sign-in.forgotten': 'Forgot the password? The village head can set a new one.',
  'sign-in.unreachable': 'The gateway cannot be reached',
  'sign-in.unreachable.text':
    'Check that this device is on the network of the culture house and that the gateway has power. This page tries again by itself.',

  'set-up.title': 'Welcome to Loa Thôn',
  'set-up.intro': 'Only this once: name the village and make the first account.',
  'set-up.code': 'Set-up code',
  'set-up.code.hint': 'The gateway shows it when it starts.',
  'set-up.village': 'Name of the village',
  'set-up.village.example': 'Thôn Ngọt',
  'set-up.name': 'Your name',
  'set-up.login.hint': 'Small letters without accents, digits; no spaces. For example: bac.hai',
  'set-up.password.hint': 'At least 8 characters. A sentence you remember is best.',
  'set-up.submit': 'Begin',
  'set-up.role': 'This account is the village head and technician.',
};
