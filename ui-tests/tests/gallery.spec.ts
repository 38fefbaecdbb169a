import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { artifact } from '../fixtures/artifact';

const checkout = path.resolve(__dirname, '../..');
const built = path.join(checkout, 'ui-tests/.run/gallery');
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json'
};

let server: Server;
let address = '';
let columns: string[] = [];

test.beforeAll(async () => {
  execFileSync(process.execPath, ['ui-tests/gallery/build.mjs'], {
    cwd: checkout,
    env: { ...process.env, GALLERY_OUT: 'ui-tests/.run/gallery' }
  });
  const files = JSON.parse(
    readFileSync(path.join(built, 'recorded.json'), 'utf8')
  ) as string[];
  columns = [...new Set(files.map(file => file.split('.')[1] ?? ''))];
  server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://gallery').pathname;
    const file = path.join(built, name === '/' ? 'index.html' : name);
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[path.extname(file)] ?? 'text/plain'
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

test.afterAll(() => {
  server.close();
});

test('every recording of every interpreter is drawn', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.message));
  expect(columns.length).toBeGreaterThanOrEqual(6);
  for (const column of columns) {
    await page.goto(`${address}?column=${column}`);
    await expect(page.locator('body')).toHaveAttribute('data-ready', 'true', {
      timeout: 60_000
    });
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
  expect(errors).toEqual([]);
});

for (const theme of ['light', 'dark']) {
  for (const width of [900, 420]) {
    test(`is accessible and stays in its column, ${theme}, ${width} px`, async ({
      page
    }) => {
      // axe looks at every view of an interpreter at once
      test.setTimeout(360_000);
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${address}?column=cp313&theme=${theme}`);
      await expect(page.locator('body')).toHaveAttribute('data-ready', 'true', {
        timeout: 60_000
      });
      await page.screenshot({
        path: artifact(`gallery-${theme}-${width}.png`),
        fullPage: true
      });
      const overflow = await page.evaluate(
        () =>
          document.documentElement.scrollWidth -
          document.documentElement.clientWidth
      );
      expect(overflow).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page })
        .include('.jp-PyMastery')
        .analyze();
      expect(
        violations.map(
          ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`
        )
      ).toEqual([]);
    });
  }
}
