import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Time comes from the Clock port, so that a test can live a week in a millisecond. */
const timeOnlyFromTheClock = {
  'no-restricted-globals': [
    'error',
    { name: 'setTimeout', message: 'Timers come from the Clock: clock.sleep().' },
    { name: 'setInterval', message: 'Timers come from the Clock: clock.every().' },
  ],
  'no-restricted-imports': [
    'error',
    { name: 'node:timers', message: 'Timers come from the Clock.' },
    { name: 'node:timers/promises', message: 'Timers come from the Clock.' },
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Now comes from the Clock: clock.now().' },
    { object: 'performance', property: 'now', message: 'Now comes from the Clock: clock.monotonic().' },
    { object: 'AbortSignal', property: 'timeout', message: 'Deadlines come from the Clock.' },
  ],
};

const noEnum = { selector: 'TSEnumDeclaration', message: 'A union of strings says the same and needs no code.' };
const noNewDate = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
  message: 'Now comes from the Clock.',
};
const noVietnamese = {
  selector: 'Literal[value=/[À-ÖØ-öø-ỹ]\\S* \\S/]',
  message: 'Sentences for people live in ui/src/lib/i18n; the gateway speaks in stable codes.',
};
const noForgottenListener = {
  selector: 'CallExpression[callee.property.name="addEventListener"] > ObjectExpression > Property[key.name="signal"]',
  message: 'Node loses track of these, and the listener stays: see core/on-abort.ts.',
};

export default ts.config(
  { ignores: ['node_modules', 'gateway/dist*', 'ui/dist*', 'state', 'firmware-config'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-empty': 'error',
      'no-fallthrough': 'error',
      'no-self-assign': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-assignment': 'error',
      'object-shorthand': 'error',
      'preserve-caught-error': 'error',
      'prefer-const': 'error',
    },
  },

  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['vitest.config.ts', 'ui/vite.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      'no-restricted-syntax': ['error', noEnum],
      '@typescript-eslint/no-confusing-void-expression': 'off', // `return stop();` reads well
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off', // does not know that a signal aborts during an await
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      '@typescript-eslint/require-await': 'off', // a fake or an adapter answers in the port's shape
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/unbound-method': 'off', // factories close over their state and have no `this`
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },

  {
    files: ['gateway/src/**/*.ts'],
    rules: {
      ...timeOnlyFromTheClock,
      'no-console': 'error',
      'no-restricted-syntax': ['error', noEnum, noForgottenListener, noNewDate, noVietnamese],
    },
  },
  // The clock itself.
  {
    files: ['gateway/src/core/clock/**/*.ts'],
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-imports': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-syntax': ['error', noEnum, noVietnamese],
    },
  },
  // The words that numbers and abbreviations are read as.
  { files: ['gateway/src/speech/reading/**/*.ts'], rules: { 'no-restricted-syntax': ['error', noEnum, noNewDate] } },
  // What people read in a Home Assistant, which has no dictionary of the panel's.
  {
    files: ['gateway/src/home-assistant/words/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noEnum, noNewDate] },
  },
  // The simulated village has people and places with names.
  { files: ['gateway/src/simulator/**/*.ts'], rules: { 'no-restricted-syntax': ['error', noEnum, noNewDate] } },

  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-properties': ['error', { object: 'vi', property: 'mock', message: 'Fakes, not mocks.' }],
    },
  },

  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser },
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      'prefer-const': 'off', // a prop or a rune is written `let` by those who know Svelte …
      'svelte/prefer-const': ['error', { destructuring: 'all' }], // … and this one knows them too
      'no-useless-assignment': 'off', // `bind:` reads it
      '@typescript-eslint/no-meaningless-void-operator': 'off', // `void x` makes an effect depend on x
    },
  },
  {
    // What comes out of a .svelte file has no type here; svelte-check knows it and is the judge.
    files: ['ui/src/**'],
    rules: {
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },

  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
  },
);
