// Rules that find slips; how the code looks is nobody's business here.
import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['build/', '**/node_modules/'] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 'latest', sourceType: 'module' },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'array-callback-return': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-constructor-return': 'error',
      'no-promise-executor-return': 'off', // (done) => (letGo = done) is how tests wait
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unmodified-loop-condition': 'error',
      'no-unreachable-loop': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true }],
      'no-use-before-define': ['error', { functions: false, classes: false, variables: false }],
      'no-var': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      'require-atomic-updates': 'off',
    },
  },
  { files: ['web/site/**'], languageOptions: { globals: globals.browser } },
  { files: ['web/site/sw.js'], languageOptions: { globals: globals.serviceworker } },
  { files: ['web/engine/*.js'], languageOptions: { sourceType: 'script', globals: { Module: 'readonly', MessageChannel: 'readonly' } } },
  { files: ['tools/**', '*.mjs'], languageOptions: { globals: globals.node } },
  // Functions given to a page run in it.
  { files: ['tests/**'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
];
