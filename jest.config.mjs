export default {
  testEnvironment: 'jsdom',
  testMatch: ['<rootDir>/src/**/__tests__/**/*.spec.ts?(x)'],
  modulePathIgnorePatterns: [
    '<rootDir>/python_helpers/.*/labextension',
    '<rootDir>/lib',
    '<rootDir>/.pythons',
    '<rootDir>/.venv'
  ],
  transform: {
    '^.+\\.(tsx?|m?js)$': [
      'ts-jest',
      {
        tsconfig: {
          allowJs: true,
          module: 'commonjs',
          moduleResolution: 'node10',
          target: 'ES2022',
          jsx: 'react-jsx',
          esModuleInterop: true,
          isolatedModules: true
        },
        diagnostics: false
      }
    ]
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(@jupyter|@jupyterlab|@microsoft|@lumino|@marijn|lib0|y-|yjs|exenv-es6|color|marked|delayed-stream|strip-ansi|vscode-|vscode-ws-jsonrpc|uuid)/?)'
  ],
  moduleNameMapper: {
    '\\.(css|svg|raw\\.css)$': '<rootDir>/devtools/empty.mjs'
  },
  cacheDirectory: '.jest-cache'
};
