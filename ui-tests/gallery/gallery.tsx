import { nullTranslator } from './translator';
import { Drawing } from '../../src/views/draw';
import type { ViewKind } from '../../src/views/view';

interface IRecording {
  case: string;
  idea: string;
  payload: { kind: ViewKind };
  text: string;
}

/** ?kind=graph&case=cycle&column=cp313&theme=dark picks; without them the newest column of everything is shown. */
const query = new URLSearchParams(location.search);

function choice(
  label: string,
  key: string,
  options: string[],
  value: string
): HTMLElement {
  const select = document.createElement('select');
  for (const option of options) {
    select.append(new Option(option, option, false, option === value));
  }
  select.onchange = () => {
    query.set(key, select.value);
    location.search = query.toString();
  };
  const node = document.createElement('label');
  node.append(`${label} `, select);
  return node;
}

function setTheme(theme: string): void {
  document.body.dataset.jpThemeLight = String(theme === 'light');
  document
    .querySelector<HTMLLinkElement>('#theme')
    ?.setAttribute('href', `${theme}.css`);
}

async function show(file: string): Promise<Drawing<ViewKind>> {
  const response = await fetch(`recorded/${file}`);
  const recording = (await response.json()) as IRecording;
  const article = document.createElement('article');
  article.className = 'jp-Gallery-case';
  article.dataset.case = file;
  const heading = document.createElement('h2');
  heading.textContent = file;
  const idea = document.createElement('p');
  idea.textContent = recording.idea;
  const host = document.createElement('div');
  const kind = recording.payload.kind;
  host.className = `jp-PyMastery jp-PyMastery-${kind}`;
  article.append(heading, idea, host);
  document.body.append(article);
  const drawing = new Drawing(host, kind, nullTranslator);
  const start = performance.now();
  await drawing.show(recording.payload, recording.text);
  // the benchmarks read how long it took
  performance.measure(file, { start });
  return drawing;
}

const files = (await (await fetch('recorded.json')).json()) as string[];
const columns = [...new Set(files.map(file => file.split('.')[1] ?? ''))];
const column = query.get('column') ?? columns.at(-1) ?? '';
const kind = query.get('kind') ?? 'all';
const name = query.get('case') ?? 'all';
const theme = query.get('theme') ?? 'light';
setTheme(theme);
const kinds = [...new Set(files.map(file => file.split('/')[0] ?? ''))];
const cases = [
  ...new Set(files.map(file => file.split('/')[1]?.split('.')[0] ?? ''))
];
const bar = document.createElement('nav');
bar.className = 'jp-Gallery-bar';
bar.append(
  choice('kind', 'kind', ['all', ...kinds], kind),
  choice('case', 'case', ['all', ...cases], name),
  choice('interpreter', 'column', columns, column),
  choice('theme', 'theme', ['light', 'dark'], theme)
);
document.body.append(bar);
for (const file of files) {
  const [folder, rest = ''] = file.split('/');
  const [caseName, cp] = rest.split('.');
  if (
    cp === column &&
    (kind === 'all' || folder === kind) &&
    (name === 'all' || caseName === name)
  ) {
    await show(file);
  }
}
document.body.dataset.ready = 'true';
if (location.hostname === '127.0.0.1') {
  new EventSource('/esbuild').addEventListener('change', () =>
    location.reload()
  );
}
