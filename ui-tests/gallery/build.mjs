// Builds the gallery, one page with every recording, into gallery-dist (or $GALLERY_OUT); `--serve` watches and serves it.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { context } from 'esbuild';

const root = new URL('../../', import.meta.url);
const from = path => new URL(path, root);
const recorded = from('python_helpers/tests/recorded/');
const folder = process.env.GALLERY_OUT ?? 'gallery-dist';
const out = from(`${folder}/`);

function copyRecordings() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  cpSync(from('ui-tests/gallery/index.html'), new URL('index.html', out));
  cpSync(recorded, new URL('recorded/', out), { recursive: true });
  const files = readdirSync(recorded, { recursive: true })
    .filter(name => name.endsWith('.json'))
    .map(name => name.replaceAll('\\', '/'))
    .sort();
  writeFileSync(new URL('recorded.json', out), JSON.stringify(files));
}

copyRecordings();
const build = await context({
  entryPoints: {
    gallery: 'ui-tests/gallery/gallery.tsx',
    style: 'style/index.css',
    light: 'node_modules/@jupyterlab/theme-light-extension/style/variables.css',
    dark: 'node_modules/@jupyterlab/theme-dark-extension/style/variables.css',
    page: 'ui-tests/gallery/gallery.css'
  },
  absWorkingDir: decodeURIComponent(root.pathname),
  bundle: true,
  splitting: true,
  format: 'esm',
  jsx: 'automatic',
  sourcemap: true,
  loader: {
    '.svg': 'dataurl',
    '.woff2': 'dataurl',
    '.woff': 'dataurl',
    '.ttf': 'dataurl'
  },
  define: { 'process.env.NODE_ENV': '"development"' },
  outdir: folder
});
if (process.argv.includes('--serve')) {
  await build.watch();
  const port = Number(process.env.PORT ?? 8765);
  const server = await build.serve({
    servedir: folder,
    host: '127.0.0.1',
    port
  });
  process.stdout.write(
    `The gallery is at http://127.0.0.1:${server.port}/ (Ctrl+C stops it)\n`
  );
} else {
  await build.rebuild();
  await build.dispose();
}
