import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { nullTranslator } from '@jupyterlab/translation';
import { unpack } from '../../../../contract/packed';
import { readProgram } from '../../program/read';
import { Comparison } from '../comparison';
import {
  compared,
  comparedNamed,
  packed,
  sideOf,
  type ICompared
} from './aligned';

const trans = nullTranslator.load('pymastery');

function show(what: ICompared): HTMLElement {
  return render(<Comparison {...what} trans={trans} />).container;
}

function rows(): HTMLElement[] {
  return within(screen.getByRole('treegrid'))
    .getAllByRole('row')
    .filter(row => row.hasAttribute('data-place'));
}

/** The first row with these words, side by side. */
function row(...words: string[]): HTMLElement {
  return rows().find(each =>
    words.every(word => each.textContent?.includes(word))
  ) as HTMLElement;
}

function cells(of: HTMLElement): string[] {
  return within(of)
    .getAllByRole('gridcell')
    .map(cell => (cell.textContent ?? '').replace(/\s+/g, ' ').trim());
}

/** What is lit of the source, for one side. */
function lit(side: 'left' | 'right'): string {
  const source = screen.getByRole('group', { name: 'Source of both' });
  return Array.from(source.querySelectorAll(`.jp-mod-${side}`))
    .map(segment => segment.textContent)
    .join('');
}

function detail(): string[] {
  const found = document.querySelector('.jp-PyMastery-comparison-detail');
  return Array.from(found?.querySelectorAll('p') ?? []).map(line =>
    (line.textContent ?? '').replace(/\s+/g, ' ')
  );
}

/** The row that has the focus: its place. */
function focused(): number {
  const place = document.activeElement?.getAttribute('data-place');
  return Number(place ?? -1);
}

/** The program of a recording as if its source were another one. */
function edited(text: string, other: string): ReturnType<typeof sideOf> {
  const side = sideOf('sum_of_squares.cp314');
  const { source } = side.sent;
  const lines = source?.lines.map(line => line.replace(text, other)) ?? [];
  const sent = { ...side.sent, source: source && { ...source, lines } };
  return { ...side, sent, program: readProgram(sent) };
}

/** The program of a recording as if it stood further down in its file. */
function further(lines: number): ReturnType<typeof sideOf> {
  const side = sideOf('sum_of_squares.cp314');
  const { source, codes } = side.sent;
  const first = unpack(codes.first_line);
  const sent = {
    ...side.sent,
    codes: {
      ...codes,
      first_line: packed(Array.from(first, line => line + lines))
    },
    source: source && { ...source, first_line: source.first_line + lines }
  };
  return { ...side, sent, program: readProgram(sent) };
}

const SUM = comparedNamed('sum_of_squares.cp311', 'sum_of_squares.cp314');

describe('a comparison of one function on two interpreters', () => {
  it('names both sides with their interpreters and counts', () => {
    show(SUM);
    const [here, , there] = screen.getAllByRole('columnheader');
    expect(here?.textContent).toBe(
      'here function total, CPython 3.11 20 instructions'
    );
    expect(there?.textContent).toBe(
      'there function total, CPython 3.14 24 instructions'
    );
    const counts = screen.getAllByRole('listitem');
    expect(counts.map(each => each.textContent)).toEqual([
      expect.stringMatching(/^= \d+ the same$/),
      expect.stringMatching(/^~ \d+ changed$/),
      expect.stringMatching(/^< \d+ only here$/),
      expect.stringMatching(/^> \d+ only there$/)
    ]);
  });

  it('says what is not shown of the other program', () => {
    const { program } = SUM.comparison;
    const cut = { shown: 24, total: 500 };
    const notices = ['Its lines are not shown.'];
    show({
      ...SUM,
      comparison: { ...SUM.comparison, notices, program: { ...program, cut } }
    });
    expect(screen.getAllByRole('note').map(each => each.textContent)).toEqual([
      'Its lines are not shown.',
      '24 of 500 instructions there were compared.'
    ]);
  });

  it('has two instructions in a row, and says in words what they are to each other', () => {
    show(SUM);
    expect(cells(row('RESUME'))).toEqual([
      '400#RESUME 0',
      '=the same',
      '400#RESUME 0'
    ]);
    expect(cells(row('LOAD_SMALL_INT 0'))).toEqual([
      '520◆LOAD_CONST 0',
      '~changed',
      '520◆LOAD_SMALL_INT 0'
    ]);
    const [left, sign, right] = cells(row('NOT_TAKEN'));
    expect([left, sign]).toEqual(['', '>only there']);
    expect(right).toContain('NOT_TAKEN');
  });

  it('lets stand out what of a changed row is not the same', () => {
    show(SUM);
    const differs = (of: HTMLElement): (string | null)[] =>
      Array.from(of.querySelectorAll('.jp-mod-differs')).map(
        each => each.textContent
      );
    expect(differs(row('LOAD_CONST', 'LOAD_SMALL_INT'))).toEqual([
      'LOAD_CONST',
      'LOAD_SMALL_INT'
    ]);
    expect(differs(row('RESUME'))).toEqual([]);
  });

  it('is one grid whose rows are counted', () => {
    show(SUM);
    const grid = screen.getByRole('treegrid');
    const last = rows().at(-1);
    expect(grid.getAttribute('aria-rowcount')).toBe(String(rows().length + 1));
    expect(last?.getAttribute('aria-rowindex')).toBe(String(rows().length + 1));
    expect(rows().filter(each => each.tabIndex === 0)).toHaveLength(1);
  });

  it('lights up the source of both sides in one source', () => {
    show(SUM);
    fireEvent.mouseOver(row('BINARY_OP %'));
    expect([lit('left'), lit('right')]).toEqual(['n % 2', 'n % 2']);
    fireEvent.mouseOver(row('NOT_TAKEN'));
    expect(lit('left')).toBe('');
    expect(lit('right')).not.toBe('');
    fireEvent.mouseLeave(
      rows()[0]?.parentElement?.parentElement?.parentElement as HTMLElement
    );
    expect(lit('right')).toBe('');
  });

  it('lights up what both sides know, where one has lines only', () => {
    show(comparedNamed('sum_of_squares.cp310', 'sum_of_squares.cp314'));
    fireEvent.mouseOver(row('LOAD_SMALL_INT 2'));
    expect(lit('right')).toBe('2');
    expect(lit('left')).toBe('if n % 2:');
  });

  it('has one source where the same text stands further down in another file', () => {
    show(compared(sideOf('sum_of_squares.cp311'), further(100)));
    fireEvent.mouseOver(row('LOAD_SMALL_INT 2'));
    expect(lit('right')).toBe('2');
    expect(detail()[1]).toMatch(/line 107if n % 2:$/);
    fireEvent.mouseOver(row('LOAD_CONST 2'));
    expect(lit('left')).toBe('2');
  });

  it('lights up the rows of what is pointed at in the source', () => {
    show(SUM);
    const source = screen.getByRole('group', { name: 'Source of both' });
    fireEvent.mouseOver(within(source).getByText('%'));
    const rowsLit = rows().filter(each => /jp-mod-lit/.test(each.className));
    expect(cells(rowsLit[0] as HTMLElement)[0]).toContain('BINARY_OP %');
    expect(rowsLit.join()).not.toContain('LOAD_FAST');
    fireEvent.click(within(source).getByText('%'));
    fireEvent.mouseLeave(source);
    expect(row('BINARY_OP %').className).toContain('jp-mod-lit');
  });

  it('says both instructions in full, and where they come from', () => {
    show(SUM);
    expect(detail()[0]).toMatch(/^Point at a row/);
    fireEvent.mouseOver(row('BINARY_OP %'));
    expect(detail()).toEqual([
      'here BINARY_OP %line 7if n % 2:',
      'there BINARY_OP %line 7if n % 2:'
    ]);
    fireEvent.mouseOver(row('NOT_TAKEN'));
    expect(detail()[0]).toBe('here no instruction stands beside it');
  });

  it('says of two jumps whose words are the same that they lead elsewhere', () => {
    show(SUM);
    const jump = row('FOR_ITER to L3');
    fireEvent.mouseOver(jump);
    const [here, there] = detail();
    expect(here).toMatch(/^here FOR_ITER to L3leads elsewhere/);
    expect(there).toMatch(/^there FOR_ITER to L3leads elsewhere/);
    fireEvent.mouseOver(row('BINARY_OP %'));
    expect(detail().join()).not.toContain('elsewhere');
  });
});

describe('a comparison of two sources', () => {
  it('has no source pane, and a line of each source', () => {
    show(compared(sideOf('sum_of_squares.cp314'), edited('n * n', 'n * m')));
    expect(screen.queryByRole('group', { name: 'Source of both' })).toBeNull();
    fireEvent.mouseOver(row('BINARY_OP *'));
    expect(detail()).toEqual([
      'here BINARY_OP *line 8result += n * n',
      'there BINARY_OP *line 8result += n * m'
    ]);
    expect(document.querySelector('mark')?.textContent).toBe('n * n');
  });

  it('shows code objects that stand alone', () => {
    show(comparedNamed('sum_of_squares.cp314', 'closure.cp314'));
    const heads = rows().filter(
      each => each.getAttribute('aria-level') === '1'
    );
    expect(heads.slice(0, 2).map(cells)).toEqual([
      ['total 24 instructions', '', 'nothing of this name'],
      ['nothing of this name', '', expect.stringMatching(/^counter \d+/)]
    ]);
  });
});

describe('the keys of a comparison', () => {
  function press(key: string): void {
    const target = document.activeElement ?? document.body;
    act(() => {
      fireEvent.keyDown(target, { key });
    });
  }

  it('move row by row', () => {
    show(SUM);
    act(() => rows()[0]?.focus());
    press('ArrowDown');
    press('ArrowDown');
    expect(focused()).toBe(2);
    press('End');
    expect(focused()).toBe(rows().length - 1);
    press('Home');
    expect(focused()).toBe(0);
    expect(rows().filter(each => each.tabIndex === 0)).toHaveLength(1);
  });

  it('lead from difference to difference', () => {
    show(SUM);
    act(() => rows()[0]?.focus());
    press('n');
    expect(document.activeElement).toBe(row('LOAD_SMALL_INT 0'));
    press('n');
    expect(document.activeElement).toBe(row('LOAD_FAST_BORROW numbers'));
    press('p');
    expect(document.activeElement).toBe(row('LOAD_SMALL_INT 0'));
    press('p');
    expect(document.activeElement).toBe(row('LOAD_SMALL_INT 0'));
  });

  it('are buttons too', () => {
    show(SUM);
    fireEvent.click(screen.getByRole('button', { name: 'Next difference' }));
    expect(document.activeElement).toBe(row('LOAD_SMALL_INT 0'));
    fireEvent.click(screen.getByRole('button', { name: 'Next difference' }));
    fireEvent.click(
      screen.getByRole('button', { name: 'Previous difference' })
    );
    expect(document.activeElement).toBe(row('LOAD_SMALL_INT 0'));
  });

  it('keep a row with Enter and clear it with Escape', () => {
    show(SUM);
    act(() => row('BINARY_OP %').focus());
    press('Enter');
    fireEvent.mouseOver(row('RESUME'));
    expect(row('BINARY_OP %').getAttribute('aria-selected')).toBe('true');
    fireEvent.blur(row('BINARY_OP %'));
    expect(lit('left')).toBe('n % 2');
    press('Escape');
    expect(row('BINARY_OP %').getAttribute('aria-selected')).toBe('false');
  });

  it('do not take what is pressed with a control key', () => {
    show(SUM);
    act(() => rows()[0]?.focus());
    fireEvent.keyDown(rows()[0] as HTMLElement, { key: 'n', ctrlKey: true });
    expect(focused()).toBe(0);
  });
});

describe('only differences', () => {
  const same = comparedNamed('closure.cp314', 'closure.cp314');
  const toggle = (): void => {
    fireEvent.click(screen.getByRole('button', { name: 'Only differences' }));
  };

  it('folds what is the same, with the number, and opens it again', () => {
    show(same);
    const all = rows().length;
    expect(
      screen.queryByRole('button', { name: 'Next difference' })
    ).toBeNull();
    toggle();
    expect(rows()).toHaveLength(1);
    const fold = rows()[0] as HTMLElement;
    expect(fold.textContent).toContain('… 3 code objects, 32 the same');
    expect(fold.getAttribute('aria-expanded')).toBe('false');
    act(() => fold.focus());
    fireEvent.keyDown(fold, { key: 'ArrowRight' });
    expect(rows()).toHaveLength(all + 1);
    expect(rows()[0]?.getAttribute('aria-expanded')).toBe('true');
    fireEvent.keyDown(rows()[0] as HTMLElement, { key: 'ArrowLeft' });
    expect(rows()).toHaveLength(1);
    fireEvent.click(rows()[0] as HTMLElement);
    expect(rows()).toHaveLength(all + 1);
    toggle();
    expect(rows()).toHaveLength(all);
  });

  it('is how a long comparison begins, and differences are never folded', () => {
    show(comparedNamed('long_function.cp313', 'long_function.cp313'));
    expect(
      screen
        .getByRole('button', { name: 'Only differences' })
        .getAttribute('aria-pressed')
    ).toBe('true');
  });

  it('stays at the row one was at', () => {
    show(SUM);
    act(() => row('LOAD_FAST_BORROW numbers').focus());
    toggle();
    const stop = rows().find(each => each.tabIndex === 0);
    expect(stop?.textContent).toContain('LOAD_FAST_BORROW numbers');
  });
});

describe('a narrow comparison', () => {
  const measure = jest.spyOn(HTMLElement.prototype, 'clientWidth', 'get');

  beforeEach(() => {
    measure.mockReturnValue(420);
    global.ResizeObserver = class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    };
  });

  afterAll(() => {
    measure.mockRestore();
  });

  it('has the halves of a changed row below each other, each with its words', () => {
    show(SUM);
    const at = rows().indexOf(row('LOAD_CONST 0'));
    expect(cells(rows()[at] as HTMLElement)).toEqual([
      '~changed, here',
      '520◆LOAD_CONST 0'
    ]);
    expect(cells(rows()[at + 1] as HTMLElement)).toEqual([
      '~changed, there',
      '520◆LOAD_SMALL_INT 0'
    ]);
    expect(cells(row('RESUME'))).toEqual(['=the same', '400#RESUME 0']);
  });

  it('keeps both halves of what is pinned', () => {
    show(SUM);
    fireEvent.click(row('LOAD_CONST 0'));
    expect(
      rows().filter(each => each.getAttribute('aria-selected') === 'true')
    ).toHaveLength(2);
  });
});
