import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** The straight line of CONTRIBUTING.md: contract ← geometry ← view ← renderer; a file imports only from what stands before it. */
const forbid = patterns => ({
  'no-restricted-imports': ['error', { patterns }]
});
const host = {
  regex: '^(@jupyterlab|@lumino|react)',
  message: 'The contract and the geometry are pure: no host, no DOM, no React.'
};
const kinds = ['bytecode', 'layout', 'graph', 'check'];

/** The recommended rules of a plugin, warnings raised to errors. */
const atError = config => ({
  ...config,
  rules: Object.fromEntries(
    Object.entries(config.rules ?? {}).map(([rule, setting]) => [
      rule,
      Array.isArray(setting)
        ? ['error', ...setting.slice(1)]
        : setting === 'off'
          ? 'off'
          : 'error'
    ])
  )
});

export default tseslint.config(
  {
    ignores: [
      'lib',
      'node_modules',
      'dist',
      'artifacts',
      'gallery-dist',
      '.venv',
      '.pythons',
      'ui-tests/.run',
      'python_helpers',
      'src/contract/*.validate.ts',
      'src/**/*.generated.ts'
    ]
  },
  js.configs.recommended,
  tseslint.configs.recommended,
  { plugins: { jupyter } },
  ...[jupyter.configs.recommended].flat().map(atError),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: { project: 'tsconfig.test.json' }
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'interface',
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z]', match: true }
        }
      ],
      curly: 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 60, skipComments: true }],
      'prefer-arrow-callback': 'error'
    }
  },
  {
    files: ['src/contract/*.ts'],
    ignores: ['src/contract/decode.ts'],
    rules: { '@typescript-eslint/naming-convention': 'off', 'max-lines': 'off' }
  },
  {
    files: ['src/contract/**/*.ts'],
    ignores: ['**/__tests__/**'],
    rules: forbid([
      host,
      {
        regex: '\\.\\./',
        message: 'The contract stands above everything else.'
      }
    ])
  },
  {
    files: [
      'src/views/*/geometry*.ts',
      // of a kind with many panes, a folder each: what is no component is geometry
      'src/views/bytecode/{program,listing,source,tables,cards,cfg,film,comparison,stages}/*.ts'
    ],
    rules: forbid([
      host,
      {
        regex: '\\.\\./roadmap',
        message: 'A view knows nothing of the roadmap.'
      }
    ])
  },
  ...kinds.map(kind => ({
    files: [`src/views/${kind}/**/*.ts`, `src/views/${kind}/**/*.tsx`],
    ignores: [
      '**/geometry*.ts',
      'src/views/bytecode/*/*.ts',
      '**/__tests__/**'
    ],
    rules: forbid([
      {
        regex: '^(@jupyterlab/(?!translation)|@lumino)',
        allowTypeImports: true,
        message: 'A view takes props only: it knows no JupyterLab.'
      },
      {
        regex: `\\.\\./(${kinds.filter(other => other !== kind).join('|')})/`,
        message:
          'No kind imports another kind: what two need stands in views/shared.'
      },
      { regex: 'roadmap/', message: 'A view knows nothing of the roadmap.' }
    ])
  })),
  {
    files: ['src/roadmap/**/*.ts', 'src/roadmap/**/*.tsx'],
    rules: forbid([
      {
        regex: 'views/(bytecode|layout|graph|check)',
        message: 'The roadmap draws no views.'
      }
    ])
  },
  {
    files: ['**/__tests__/**', 'ui-tests/**'],
    languageOptions: { globals: { ...globals.node, ...globals.jest } },
    rules: {
      'max-lines-per-function': 'off',
      // a test's payload is data of the kernel, not text of ours
      'jupyter/no-untranslated-string': 'off'
    }
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: { globals: { ...globals.node, ...globals.commonjs } }
  },
  prettier
);
