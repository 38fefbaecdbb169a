import { act, fireEvent, screen } from '@testing-library/react';
import { comparedNamed } from './aligned';
import { cells, focused, lit, row, rows, show, SUM } from './shown';

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

describe('folding equal rows', () => {
  const same = comparedNamed('closure.cp314', 'closure.cp314');
  const toggle = (): void => {
    fireEvent.click(screen.getByRole('button', { name: 'Fold equal rows' }));
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
        .getByRole('button', { name: 'Fold equal rows' })
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
  const width = jest.spyOn(HTMLElement.prototype, 'clientWidth', 'get');
  const height = jest.spyOn(HTMLElement.prototype, 'clientHeight', 'get');

  beforeEach(() => {
    width.mockReturnValue(420);
    height.mockReturnValue(600);
    global.ResizeObserver = class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    };
  });

  afterAll(() => {
    width.mockRestore();
    height.mockRestore();
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
