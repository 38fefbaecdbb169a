import './browser';
import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import type { IRoadmapState } from '../tokens';
import type { IRoadmapActions } from '../tokens';
import RoadmapView from '../view';
import { course, progress } from './fixture';

const trans = nullTranslator.load('pymastery');

function state(change: Partial<IRoadmapState> = {}): IRoadmapState {
  return {
    course,
    failure: null,
    progress: progress([]),
    notice: null,
    expanded: new Set([
      'one',
      'one/topics',
      'memory',
      'one/resources',
      '/tips'
    ]),
    ...change
  };
}

let actions: jest.Mocked<IRoadmapActions>;

beforeEach(() => {
  actions = {
    open: jest.fn(),
    openUrl: jest.fn(),
    mark: jest.fn(),
    toggle: jest.fn(),
    dismiss: jest.fn(),
    retry: jest.fn(),
    openSettings: jest.fn()
  };
});

const show = (change?: Partial<IRoadmapState>) =>
  render(<RoadmapView state={state(change)} actions={actions} trans={trans} />);
const item = (name: RegExp) => screen.getByRole('treeitem', { name });
const press = (key: string) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key });
const focus = (name: RegExp) => act(() => item(name).focus());
const focused = () => (document.activeElement as HTMLElement).dataset['id'];

describe('the tree', () => {
  it.each([true, false])(
    'takes the focus when it arrives in a sidebar that has it: %s',
    waits => {
      const panel = document.body.appendChild(document.createElement('div'));
      panel.tabIndex = -1;
      const view = (change: Partial<IRoadmapState>) => (
        <RoadmapView state={state(change)} actions={actions} trans={trans} />
      );
      const { rerender } = render(view({ course: null }), { container: panel });
      if (waits) {
        panel.focus();
      }
      rerender(view({}));
      expect(focused()).toBe(waits ? 'one' : undefined);
    }
  );

  it('says level, place and state to a screen reader', () => {
    show({ progress: progress(['model'], 'counting') });
    expect(screen.getByRole('tree', { name: 'A course' })).toBeTruthy();
    const attributes = (name: RegExp) =>
      ['level', 'posinset', 'setsize', 'expanded', 'checked', 'disabled'].map(
        one => item(name).getAttribute(`aria-${one}`)
      );
    expect(attributes(/^Phase 1/)).toEqual(['1', '1', '3', 'true', null, null]);
    expect(attributes(/^Phase 2/)).toEqual([
      '1',
      '2',
      '3',
      'false',
      null,
      null
    ]);
    expect(attributes(/^Execution/)).toEqual([
      '3',
      '1',
      '2',
      null,
      'true',
      null
    ]);
    expect(attributes(/^Counting/)).toEqual([
      '4',
      '1',
      '2',
      null,
      'false',
      null
    ]);
    expect(attributes(/^Garbage/)).toEqual(['4', '2', '2', null, null, 'true']);
    expect(item(/^Counting opened/)).toBeTruthy();
    expect(item(/^Garbage collection not written yet/)).toBeTruthy();
    expect(item(/^Phase 1 1 of 3/)).toBeTruthy();
    expect(screen.getByText('1 of 4 topics done')).toBeTruthy();
  });

  it('has one tab stop, which goes where the focus goes', () => {
    show();
    const stops = () =>
      screen
        .getAllByRole('treeitem')
        .filter(one => one.tabIndex === 0)
        .map(one => one.dataset['id']);
    expect(stops()).toEqual(['one']);
    focus(/^Phase 1/);
    press('ArrowDown');
    press('ArrowDown');
    expect(stops()).toEqual(['model']);
    expect(focused()).toBe('model');
  });

  it('is walked with the arrow keys, Home and End', () => {
    show();
    focus(/^Execution/);
    const walk = [
      'ArrowDown',
      'ArrowRight',
      'ArrowLeft',
      'End',
      'ArrowUp',
      'Home'
    ];
    expect(walk.map(key => (press(key), focused()))).toEqual([
      'memory',
      'counting',
      'memory',
      'read',
      '/tips',
      'one'
    ]);
    press('ArrowLeft');
    expect(actions.toggle).toHaveBeenCalledWith(['one']);
  });

  it('finds a line by its first letters', () => {
    show();
    focus(/^Phase 1/);
    press('g');
    press('a');
    expect(focused()).toBe('garbage');
  });

  it('keeps its tab stop on what is left when the line is folded away', () => {
    const { rerender } = show();
    focus(/^Counting/);
    const folded = state({ expanded: new Set(['one', 'one/topics']) });
    rerender(<RoadmapView state={folded} actions={actions} trans={trans} />);
    expect(item(/^Memory/).tabIndex).toBe(0);
  });

  it('leaves keys with a modifier to JupyterLab', () => {
    show();
    focus(/^Phase 1/);
    const untouched = fireEvent.keyDown(item(/^Phase 1/), {
      key: 's',
      ctrlKey: true
    });
    expect(untouched).toBe(true);
  });
});

describe('Enter, Space and clicks', () => {
  it('open a topic, fold a phase, mark a topic', () => {
    show({ progress: progress(['counting']) });
    focus(/^Execution/);
    press('Enter');
    press(' ');
    fireEvent.click(item(/^Counting/));
    focus(/^Counting/);
    press(' ');
    fireEvent.click(item(/^Phase 2/));
    expect(actions.open.mock.calls).toEqual([['model'], ['counting']]);
    expect(actions.mark.mock.calls).toEqual([
      ['model', true],
      ['counting', false]
    ]);
    expect(actions.toggle.mock.calls).toEqual([[['two']]]);
  });

  it('the circle marks and does not open', () => {
    show();
    fireEvent.click(screen.getAllByTitle('Mark as done')[0]!);
    expect(actions.mark).toHaveBeenCalledWith('model', true);
    expect(actions.open).not.toHaveBeenCalled();
  });

  it('what is not written can be reached, opens nothing and says why', () => {
    show();
    focus(/^Garbage/);
    press('Enter');
    press(' ');
    fireEvent.click(item(/^Garbage/));
    expect(actions.open).not.toHaveBeenCalled();
    expect(actions.mark).not.toHaveBeenCalled();
    expect(
      screen.getByText('“Garbage collection” is not written yet.')
    ).toBeTruthy();
  });

  it('a resource opens its link; one without says so', () => {
    show();
    fireEvent.click(item(/^Data model/));
    expect(actions.openUrl).toHaveBeenCalledWith(
      'https://docs.python.org/3/reference/datamodel.html'
    );
    fireEvent.click(item(/^Fluent Python/));
    expect(screen.getByText('“Fluent Python” has no link.')).toBeTruthy();
    expect(item(/^Data model docs · Chapter 3/)).toBeTruthy();
  });
});

describe('the search box', () => {
  const type = (value: string) =>
    fireEvent.change(screen.getByRole('searchbox'), { target: { value } });

  it('filters, counts, and is cleared with Esc', () => {
    show();
    type('garbage');
    expect(screen.getByText('1 match')).toBeTruthy();
    expect(
      screen.getAllByRole('treeitem').map(one => one.dataset['id'])
    ).toEqual(['one', 'one/topics', 'memory', 'garbage']);
    fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'Escape' });
    expect(screen.queryByText('1 match')).toBeNull();
    expect(item(/^Execution/)).toBeTruthy();
  });

  it('folds what it found without touching the tree as it was', () => {
    show();
    type('frames');
    focus(/^Phase 2/);
    press('ArrowLeft');
    expect(item(/^Phase 2/).getAttribute('aria-expanded')).toBe('false');
    expect(actions.toggle).not.toHaveBeenCalled();
  });

  it('says when nothing matches, and offers the way back', () => {
    show();
    type('<img src=x onerror=alert(1)>');
    expect(
      screen.getByText(
        'Nothing in the course matches “<img src=x onerror=alert(1)>”.'
      )
    ).toBeTruthy();
    fireEvent.click(screen.getByText('Clear the search'));
    expect(screen.getByRole('tree')).toBeTruthy();
  });

  it('leads to the tree, and the tree back to it', () => {
    show();
    act(() => screen.getByRole('searchbox').focus());
    press('ArrowDown');
    expect(focused()).toBe('one');
    press('/');
    expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  });
});

describe('around the tree', () => {
  it.each([
    ['Start: Execution model', progress([]), 'model'],
    ['Continue: Counting', progress(['model'], 'counting'), 'counting']
  ])('%s', (label, now, id) => {
    show({ progress: now });
    fireEvent.click(screen.getByRole('button', { name: label }));
    expect(actions.open).toHaveBeenCalledWith(id);
  });

  it('has no button when all is done', () => {
    show({ progress: progress(['model', 'counting', 'frames'], 'model') });
    expect(screen.queryByRole('button')).toBeNull();
    expect(
      screen.getByText('Every lesson that is written is done.')
    ).toBeTruthy();
  });

  it('a failure is one sentence and one action', () => {
    show({ course: null, failure: 'The course is not there.' });
    expect(screen.getByRole('alert').textContent).toContain(
      'The course is not there.'
    );
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(actions.retry).toHaveBeenCalled();
  });

  it.each([
    ['progress', 'Open the settings', 'openSettings'],
    ['record', 'Close', 'dismiss']
  ] as const)('a notice about the %s offers: %s', (about, label, action) => {
    show({ notice: { about, text: 'Something.' } });
    fireEvent.click(screen.getByRole('button', { name: label }));
    expect(actions[action]).toHaveBeenCalled();
  });
});
