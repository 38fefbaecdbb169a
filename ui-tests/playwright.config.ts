import { defineConfig } from '@playwright/test';

/** Debian's Chromium, as devtools/browser.sh finds it; a browser of Playwright's own is never downloaded. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: 'tests',
  outputDir: '.run/results',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [
    ['list'],
    ['junit', { outputFile: '../artifacts/playwright.xml' }]
  ],
  use: {
    viewport: { width: 1280, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  },
  projects: [
    { name: 'lab', testIgnore: ['**/isolated.spec.ts', '**/binder.spec.ts'] },
    // The wheel in a clean environment, started by devtools/isolated.sh.
    { name: 'isolated', testMatch: '**/isolated.spec.ts' },
    // The environment that Binder would build, started by devtools/binder.sh.
    { name: 'binder', testMatch: '**/binder.spec.ts' }
  ].filter(({ name }) => name === (process.env.PYMASTERY_PROJECT ?? 'lab'))
});
