// Puts the course beside the built labextension: JupyterLab serves that folder as it is, so the course
// needs no server extension. Run after the labextension's build, which empties the folder.
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'python_helpers/pymastery/course/roadmap.json');
const notebooks = join(root, 'notebooks');
const target = join(root, 'python_helpers/pymastery/labextension/course');

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await cp(source, join(target, 'roadmap.json'));

const files = (await readdir(notebooks, { recursive: true })).filter(
  file => file.endsWith('.ipynb') && !file.includes('.ipynb_checkpoints')
);
for (const file of files) {
  await cp(join(notebooks, file), join(target, 'notebooks', file));
}
process.stdout.write(`course: roadmap.json and ${files.length} notebooks\n`);
