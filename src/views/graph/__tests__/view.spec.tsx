import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import type { GraphV1 } from '../../../contract/graph';
import GraphView from '../view';
import { recording } from '../../__tests__/recordings';
import { graph, list } from './payloads';

const SCRIPT_URL = 'javascript:alert(1)';
const trans = nullTranslator.load('pymastery');

function show(payload: GraphV1, text = 'the text twin') {
  return render(<GraphView payload={payload} text={text} trans={trans} />);
}

const card = (id: string) =>
  screen.queryByRole('group', { name: new RegExp(`^${id},`) });
const place = (node: HTMLElement | null) => [node?.style.left, node?.style.top];
const edges = () =>
  document.querySelectorAll('.jp-PyMastery-graph-edge').length;
const press = (key: string) =>
  fireEvent.keyDown(document.activeElement as Element, { key });

test('its name is one sentence', () => {
  show(recording('graph', 'two_node_cycle.cp313').payload);
  expect(
    screen.getByRole('group', {
      name: 'Memory graph: 2 names, 4 objects, 1 cycle.'
    })
  ).toBeTruthy();
  expect(screen.getByText('cycle: o0 → o1 → o0')).toBeTruthy();
});

test('Enter folds a card: what is behind goes, the rest stays where it is', () => {
  show(recording('graph', 'shared_rows.cp313').payload);
  const before = place(card('o2'));
  act(() => card('o1')?.focus());
  const drawn = edges();
  press('Enter');
  expect(card('o4')).toBeNull();
  expect(place(card('o2'))).toEqual(before);
  expect(edges()).toBe(drawn - 3);
  expect(card('o1')?.textContent).toContain('o1+3list3 items · 88 B');
  expect(card('o1')?.getAttribute('aria-label')).toMatch(
    /folded, 3 objects hidden$/
  );
  press('Enter');
  expect(card('o4')).toBeTruthy();
});

test('one stop has the tab stop, and the arrows move the focus along references', () => {
  show(recording('graph', 'shared_rows.cp313').payload);
  const tabbable = () => [
    ...document.querySelectorAll('.jp-PyMastery-graph-pane [tabindex="0"]')
  ];
  expect(tabbable()).toHaveLength(1);
  act(() => (tabbable()[0] as HTMLElement).focus());
  press('ArrowDown');
  press('ArrowRight');
  expect(document.activeElement).toBe(card('o1'));
  press('ArrowRight');
  expect(document.activeElement).toBe(card('o3'));
  press('ArrowLeft');
  expect(document.activeElement).toBe(card('o1'));
  expect(tabbable()).toEqual([card('o1')]);
});

test('Space pins and dims the rest, Esc clears', () => {
  show(recording('graph', 'shared_rows.cp313').payload);
  const dim = () =>
    document.querySelectorAll('.jp-PyMastery-graph-card-dim').length;
  act(() => card('o2')?.focus());
  press(' ');
  expect(dim()).toBe(4);
  press('Escape');
  expect(dim()).toBe(0);
  fireEvent.mouseEnter(card('o3') as HTMLElement);
  expect(dim()).toBe(4);
});

test('t shows the text twin, and again the picture', () => {
  show(recording('graph', 'aliasing.cp313').payload, 'a → o0');
  const view = screen.getByRole('group', { name: /^Memory graph/ });
  fireEvent.keyDown(view, { key: 't' });
  expect(screen.getByText('a → o0').tagName).toBe('PRE');
  expect(card('o0')).toBeNull();
  fireEvent.keyDown(view, { key: 't' });
  expect(card('o0')).toBeTruthy();
});

test('every object: numbers get cards of their own', () => {
  show(recording('graph', 'aliasing.cp313').payload);
  expect(screen.queryAllByRole('group', { name: /, int, / })).toHaveLength(0);
  fireEvent.click(screen.getByText('Every object'));
  expect(screen.queryAllByRole('group', { name: /, int, / })).toHaveLength(3);
});

test('a chip shows the rows that were left out', () => {
  show(recording('graph', 'long_list.cp313').payload);
  expect(card('o121')).toBeNull();
  fireEvent.click(screen.getByText('+ 588 more'));
  expect(card('o121')).toBeTruthy();
});

test('zoom changes the scale only', () => {
  show(recording('graph', 'aliasing.cp313').payload);
  const canvas = document.querySelector<HTMLElement>(
    '.jp-PyMastery-graph-canvas'
  );
  expect(canvas?.style.transform).toBe('scale(1)');
  fireEvent.keyDown(canvas as Element, { key: '+' });
  expect(canvas?.style.transform).toBe('scale(1.25)');
  fireEvent.keyDown(canvas as Element, { key: '0' });
  expect(canvas?.style.transform).toBe('scale(1)');
});

test('a payload is text and nothing else', () => {
  const hostile = list('o0', ['o0']);
  hostile.type = '<img src=x onerror=alert(1)>';
  hostile.repr = '</div><script>alert(1)</script>';
  hostile.slots = [{ kind: 'index', label: SCRIPT_URL, target: 'o0' }];
  const { container } = show(graph([hostile], [['o0']]));
  expect(container.querySelector('img, script, a')).toBeNull();
  expect(container.textContent).toContain('<img src=x onerror=alert(1)>');
});

test('a graph of nothing says so in a sentence', () => {
  show({ ...graph([]), roots: [] });
  expect(screen.getByText('No name leads to an object here.')).toBeTruthy();
});

test('what is pointed at is drawn once more, lit, above the rest', () => {
  const { container } = show(recording('graph', 'shared_rows.cp313').payload);
  const lit = () =>
    container.querySelectorAll(
      '.jp-PyMastery-graph-edges-lit .jp-PyMastery-graph-edge'
    ).length;
  const drawn = edges();
  expect(lit()).toBe(0);
  fireEvent.mouseEnter(card('o3') as HTMLElement);
  expect(lit()).toBeGreaterThan(0);
  expect(edges()).toBe(drawn + lit());
  fireEvent.mouseLeave(card('o3') as HTMLElement);
  expect(edges()).toBe(drawn);
});
