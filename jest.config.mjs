export default {
  testEnvironment: 'jsdom',
  setupFiles: ['<rootDir>/devtools/jest.setup.cjs'],
  testMatch: ['<rootDir>/src/**/__tests__/**/*.spec.ts?(x)'],
  modulePathIgnorePatterns: [
    '<rootDir>/python_helpers/.*/labextension',
    '<rootDir>/lib',
    '<rootDir>/.pythons',
    '<rootDir>/.venv'
  ],
  transform: {
    '\\.svg$': '<rootDir>/devtools/svg.mjs',
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
    '\\.css$': '<rootDir>/devtools/empty.cjs'
  },
  cacheDirectory: '.jest-cache'
};
