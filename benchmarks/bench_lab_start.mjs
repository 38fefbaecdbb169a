// From the navigation to a usable left sidebar, JupyterLab with the extension against the same without it.
// Paired runs in turn, a cold browser each time; the median of the pairs' ratios is what counts.
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';

const PAIRS = Number(process.env.PAIRS ?? 5);
const python = path.resolve('.venv/bin/python');
const folder = mkdtempSync(path.join(tmpdir(), 'pymastery-bench-'));
const empty = path.join(folder, 'no-extensions');
mkdirSync(empty);

function start(name, port, extra) {
  const home = path.join(folder, name);
  mkdirSync(home);
  const child = spawn(
    python,
    [
      '-m',
      'jupyterlab',
      '--no-browser',
      '--allow-root',
      `--port=${port}`,
      '--IdentityProvider.token=t',
      ...extra
    ],
    {
      cwd: home,
      stdio: 'ignore',
      env: {
        ...process.env,
        HOME: home,
        JUPYTER_CONFIG_DIR: home,
        JUPYTER_RUNTIME_DIR: home
      }
    }
  );
  return child;
}

async function up(port) {
  for (let tries = 0; tries < 300; tries += 1) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/api`)).ok) {
        return;
      }
    } catch {
      // not yet
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error('JupyterLab did not start');
}

async function seconds(port, tab) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking'
    ]
  });
  const page = await browser.newPage();
  const begin = performance.now();
  await page.goto(`http://127.0.0.1:${port}/lab?reset&token=t`);
  await page.locator(`.jp-SideBar.jp-mod-left [data-id="${tab}"]`).waitFor();
  const spent = (performance.now() - begin) / 1000;
  await browser.close();
  return spent;
}

const median = values => [...values].sort((a, b) => a - b)[values.length >> 1];

const servers = [
  start('with', 8971, []),
  start('without', 8972, [`--LabApp.labextensions_path=["${empty}"]`])
];
try {
  await Promise.all([up(8971), up(8972)]);
  await seconds(8971, 'pymastery-roadmap');
  await seconds(8972, 'filebrowser');
  const pairs = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    pairs.push([
      await seconds(8971, 'pymastery-roadmap'),
      await seconds(8972, 'filebrowser')
    ]);
  }
  const ratios = pairs.map(([ours, bare]) => ours / bare);
  process.stdout.write(
    `JupyterLab's start to its sidebar: ${median(pairs.map(p => p[0])).toFixed(2)} s with, ` +
      `${median(pairs.map(p => p[1])).toFixed(2)} s without the extension; ratio ${median(ratios).toFixed(2)} ` +
      `(median of ${PAIRS} pairs, ${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})\n`
  );
} finally {
  servers.forEach(server => server.kill());
  rmSync(folder, { recursive: true, force: true });
}
