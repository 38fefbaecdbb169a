/* global document, requestAnimationFrame -- what is measured runs in the page */
// How long a bytecode listing of 100 000 instructions takes to open, and how smoothly it scrolls, in a real
// Chromium, against one of 100 instructions drawn in the same page.
//
//     node benchmarks/bench_listing.mjs
//
// Open: from the payload to the first picture, the view's code already loaded. Scroll: the time from frame to
// frame while the listing moves by 3 rows, by a page and by a tenth of itself each frame; 60 frames a second
// are 16.7 ms. The browser paints without a GPU.
import { execFileSync } from 'node:child_process';
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const python = process.env.PYTHON ?? path.join(root, '.venv/bin/python');
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const folder = mkdtempSync(path.join(tmpdir(), 'pymastery-bench-'));
const SIZES = [100, 10_000, 100_000];

/** A recording of source text that makes about so many instructions: statements with jumps, calls and handlers. */
const RECORD = `
import json, sys
import pymastery as pm
size = int(sys.argv[1])
block = '''
for i{0} in range(n):
    try:
        total = total + f(i{0}, total) if i{0} % 3 else total * 2
    except ValueError as error:
        log.append((error, i{0}))
'''
per = len(pm.bytecode(block.format(0)).instructions)
view = pm.bytecode(''.join(block.format(k) for k in range(max(1, size // per + 1))))
print(json.dumps({"case": "bench", "idea": "", "payload": view.payload, "text": ""}))
`;

function build() {
  execFileSync(process.execPath, ['ui-tests/gallery/build.mjs'], {
    cwd: root,
    env: { ...process.env, GALLERY_OUT: path.relative(root, folder) }
  });
  const files = SIZES.map(size => {
    const file = `bytecode/bench${size}.cp000.json`;
    const text = execFileSync(python, ['-c', RECORD, String(size)], {
      env: { ...process.env, PYTHONPATH: path.join(root, 'python_helpers') },
      maxBuffer: 1 << 28
    });
    writeFileSync(path.join(folder, 'recorded', file), text);
    return file;
  });
  writeFileSync(path.join(folder, 'recorded.json'), JSON.stringify(files));
}

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css'
};

function serve() {
  const server = createServer((request, response) => {
    const name = new URL(request.url, 'http://bench').pathname;
    const file = path.join(folder, name === '/' ? 'index.html' : name);
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[path.extname(file)] ?? 'application/json'
    });
    createReadStream(file).pipe(response);
  });
  return new Promise(resolve =>
    server.listen(0, '127.0.0.1', () => resolve(server))
  );
}

/** Milliseconds between frames while the listing of a size is scrolled by `step` pixels a frame. */
function scroll(page, size, step) {
  return page.evaluate(
    async ([size, step]) => {
      const pane = document
        .querySelector(`[data-case*="bench${size}."] [role=treegrid]`)
        .closest('.jp-PyMastery-pane');
      pane.scrollTop = 0;
      const frames = [];
      let last = await new Promise(requestAnimationFrame);
      for (let at = 0; at < 120; at++) {
        pane.scrollTop = (at * step) % (pane.scrollHeight - pane.clientHeight);
        const now = await new Promise(requestAnimationFrame);
        frames.push(now - last);
        last = now;
      }
      return frames.sort((a, b) => a - b);
    },
    [size, step]
  );
}

build();
const server = await serve();
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu']
});
try {
  const page = await browser.newPage({
    viewport: { width: 1000, height: 900 }
  });
  const address = `http://127.0.0.1:${server.address().port}/`;
  const opened = Object.fromEntries(SIZES.map(size => [size, []]));
  for (let run = 0; run < 5; run++) {
    await page.goto(address);
    await page.waitForSelector('body[data-ready=true]', { timeout: 120_000 });
    const measured = await page.evaluate(() =>
      performance
        .getEntriesByType('measure')
        .map(({ name, duration }) => [name, duration])
    );
    for (const size of SIZES) {
      const [, ms] = measured.find(([name]) => name.includes(`bench${size}.`));
      opened[size].push(ms);
    }
  }
  const best = size => Math.min(...opened[size]);
  const [small, , large] = SIZES;
  // the first listing that is drawn loads the view's code too
  console.log(
    `listing: ${large} instructions open in ${best(large).toFixed(0)} ms (limit 200); ${SIZES[1]} in ${best(SIZES[1]).toFixed(0)} ms, ratio ${(best(large) / best(SIZES[1])).toFixed(1)}; the first one, of ${small}, with the view's code ${best(small).toFixed(0)} ms`
  );
  for (const [word, step] of [
    ['3 rows', 60],
    ['a page', 540],
    ['a tenth', 200_000]
  ]) {
    const frames = await scroll(page, large, step);
    const at = share =>
      frames[Math.floor(share * (frames.length - 1))].toFixed(1);
    console.log(
      `listing: scrolling by ${word} a frame, ms from frame to frame: median ${at(0.5)}, p95 ${at(0.95)}, worst ${at(1)} (60 a second: 16.7)`
    );
  }
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
