import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import type { ICode, IProgram } from '../../program/model';
import { CfgView } from '../view';
import { GUARDED, LOOP, programOf, small, waysOf } from './codes';

const trans = nullTranslator.load('pymastery');

interface ICalls {
  hover: jest.Mock;
  pin: jest.Mock;
  open: jest.Mock;
}

/** The view with what stands around it: it keeps what is pointed at and what is pinned. */
function Around(props: {
  program: IProgram;
  code: ICode;
  calls: ICalls;
}): JSX.Element {
  const { program, code, calls } = props;
  const [index, setIndex] = useState<number | null>(null);
  const [pinned, setPinned] = useState<number | null>(null);
  return (
    <CfgView
      {...{ program, code, pinned, trans }}
      active={{ index }}
      onHover={to => {
        calls.hover(to);
        setIndex(to);
      }}
      onPin={to => {
        calls.pin(to);
        setPinned(to);
      }}
      onOpen={calls.open}
    />
  );
}

function show(made: { program: IProgram; code: ICode }): ICalls {
  const calls = { hover: jest.fn(), pin: jest.fn(), open: jest.fn() };
  render(<Around {...made} calls={calls} />);
  return calls;
}

const block = (index: number): SVGGElement =>
  document.querySelector<SVGGElement>(`[data-block="${index}"]`)!;
const focused = (): string | undefined =>
  (document.activeElement as SVGElement | null)?.dataset['block'];
const press = (key: string, init = {}): boolean =>
  fireEvent.keyDown(document.activeElement!, { key, ...init });
const count = (selector: string): number =>
  document.querySelectorAll(`.jp-PyMastery-cfg-${selector}`).length;
const transform = (): string =>
  document
    .querySelector('.jp-PyMastery-cfg-picture > g')!
    .getAttribute('transform')!;

describe('names', () => {
  it('the picture says what it is', () => {
    show(small(8, LOOP));
    expect(
      screen.getByRole('group', {
        name: 'Control-flow graph of f: 8 blocks, 9 edges between them.'
      })
    ).toBeTruthy();
  });

  it('each block says what it is and where control goes from it', () => {
    show(
      small(
        4,
        '0→1 not taken; 0→2 taken; 1→0 jump; 0→3 exception; 2→3 exception',
        {
          lineOf: [5, 6, 7, 0],
          depths: [1, 2, 0, 3]
        }
      )
    );
    expect(block(0).getAttribute('aria-label')).toBe(
      'Block 0, line 5, 1 instruction, stack 1 to 2 or 0; on to block 1, ' +
        'or, taken, to block 2; an exception goes to block 3'
    );
    expect(block(1).getAttribute('aria-label')).toMatch(/; back to block 0$/);
    expect(block(2).getAttribute('aria-label')).toMatch(
      /; control ends here; an exception goes to block 3$/
    );
    expect(block(3).getAttribute('aria-label')).toMatch(/^Block 3, handler, 1/);
  });

  it('what control cannot reach says so, in words too', () => {
    show(small(3, '0→1 next; 2→1 jump', { dead: [2] }));
    expect(block(2).getAttribute('aria-label')).toBe(
      'Block 2, 1 instruction; control cannot come here; a jump to block 1'
    );
    expect(screen.getByText('control cannot come here')).toBeTruthy();
    expect(count('edge.jp-mod-jump')).toBe(0);
  });

  it('shows a heading, the source and the instructions', () => {
    show(
      programOf(['RESUME=0 LOAD_FAST=1', 'RETURN_VALUE'], waysOf('0→1 next'), {
        lines: ['x = 1', '  y = 2'],
        lineOf: [1, 2]
      })
    );
    const inside = within(block(0) as unknown as HTMLElement);
    expect(inside.getByText('B0')).toBeTruthy();
    expect(inside.getByText('line 1 · stack 0→0')).toBeTruthy();
    expect(inside.getByText('x = 1')).toBeTruthy();
    expect(inside.getByText('LOAD_FAST')).toBeTruthy();
  });

  it('has a legend of what is in the picture only', () => {
    show(small(13, GUARDED));
    const legend = document.querySelector('.jp-PyMastery-legend')!;
    expect(legend.textContent).toMatch(
      /^next instructionnot takentakenexceptionhandles exceptions/
    );
  });
});

describe('the keyboard', () => {
  it('has one tab stop, the entry at first', () => {
    show(small(8, LOOP));
    const stops = () => [
      ...document.querySelectorAll('.jp-PyMastery-cfg-pane [tabindex="0"]')
    ];
    expect(stops()).toEqual([block(0)]);
    act(() => block(0).focus());
    press('ArrowDown');
    expect(stops()).toEqual([block(1)]);
  });

  it('arrows move along the ways and back', () => {
    show(small(8, LOOP));
    act(() => block(0).focus());
    const path = (keys: string[]): (string | undefined)[] =>
      keys.map(key => {
        press(key);
        return focused();
      });
    expect(path(['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown'])).toEqual(
      ['1', '2', '4', '5']
    );
    // the way that we came, then any other
    expect(path(['ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft'])).toEqual([
      '4',
      '2',
      '1',
      '0'
    ]);
    expect(path(['ArrowUp', 'ArrowLeft', 'End', 'ArrowUp', 'Home'])).toEqual([
      '0',
      '0',
      '7',
      '1',
      '0'
    ]);
    // into the loop, and back around it
    expect(path(['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'])).toEqual([
      '1',
      '2',
      '3',
      '1'
    ]);
  });

  it('e follows the exception, right does where there is no jump', () => {
    show(small(13, GUARDED));
    act(() => block(0).focus());
    press('ArrowDown');
    press('e');
    expect(focused()).toBe('3');
    press('ArrowLeft');
    press('ArrowRight');
    expect(focused()).toBe('3');
  });

  it('what it comes to is brought into sight and pointed at', () => {
    const calls = show(small(40, chain(40)));
    expect(block(39)).toBeNull();
    act(() => block(0).focus());
    press('End');
    expect(focused()).toBe('39');
    expect(calls.hover).toHaveBeenLastCalledWith(39);
    expect(block(0)).toBeNull();
    act(() => block(39).blur());
    expect(calls.hover).toHaveBeenLastCalledWith(null);
  });

  it('Enter opens the listing, Space pins, Esc lets go', () => {
    const calls = show(programOf(['NOP NOP', 'NOP'], waysOf('0→1 next')));
    act(() => block(0).focus());
    press('ArrowDown');
    press('Enter');
    expect(calls.open).toHaveBeenCalledWith(2);
    expect(press('Escape')).toBe(true);
    press(' ');
    expect(calls.pin).toHaveBeenLastCalledWith(2);
    expect(press('Escape')).toBe(false);
    expect(calls.pin).toHaveBeenLastCalledWith(null);
  });

  it('leaves keys with Ctrl to the application', () => {
    show(small(8, LOOP));
    act(() => block(0).focus());
    expect(press('ArrowDown', { ctrlKey: true })).toBe(true);
    expect(press('a')).toBe(true);
    expect(focused()).toBe('0');
  });
});

describe('the pointer', () => {
  it('hovers and pins the instruction it is on', () => {
    const calls = show(programOf(['NOP NOP NOP', 'NOP'], waysOf('0→1 next')));
    const row = (index: number): Element =>
      document.querySelector(`[data-index="${index}"]`)!;
    fireEvent.mouseEnter(row(2));
    expect(calls.hover).toHaveBeenLastCalledWith(2);
    expect(row(2).classList).toContain('jp-mod-current');
    expect(block(0).classList).toContain('jp-mod-lit');
    expect(count('edge.jp-mod-strong')).toBe(1);
    fireEvent.click(row(2));
    expect(calls.pin).toHaveBeenLastCalledWith(2);
    expect(row(2).classList).toContain('jp-mod-pinned');
    fireEvent.click(row(2));
    expect(calls.pin).toHaveBeenLastCalledWith(null);
    fireEvent.mouseLeave(block(0));
    expect(calls.hover).toHaveBeenLastCalledWith(null);
  });

  it('unfolds a long block, and so does the full stop', () => {
    const long = Array.from({ length: 40 }, () => 'NOP').join(' ');
    show(programOf([long, 'NOP'], waysOf('0→1 next')));
    expect(count('row')).toBe(17);
    fireEvent.click(screen.getByText('… 25 more'));
    expect(screen.queryByText('… 25 more')).toBeNull();
    // the other block is out of sight now
    expect(count('row')).toBe(40);
    act(() => block(0).focus());
    press('.');
    expect(count('row')).toBe(17);
  });
});

describe('zoom', () => {
  it('keys and buttons', () => {
    show(small(8, LOOP));
    act(() => block(0).focus());
    expect(transform()).toMatch(/scale\(1\)$/);
    press('+');
    expect(transform()).toMatch(/scale\(1.25\)$/);
    press('-');
    press('-');
    expect(transform()).toMatch(/scale\(0.8\)$/);
    press('0');
    expect(transform()).toMatch(/scale\(1\)$/);
    fireEvent.click(screen.getByRole('button', { name: 'Zoom in' }));
    expect(transform()).toMatch(/scale\(1.25\)$/);
    fireEvent.click(screen.getByRole('button', { name: 'Fit' }));
    expect(transform()).toMatch(/scale\(0\.\d+\)$/);
  });

  it('from far away a block is its name', () => {
    show(small(60, chain(60)));
    expect(count('row')).toBeGreaterThan(0);
    fireEvent.click(screen.getByRole('button', { name: 'Fit' }));
    expect(count('row')).toBe(0);
    expect(count('block')).toBe(60);
    expect(screen.getByText('B59')).toBeTruthy();
  });
});

describe('what is drawn', () => {
  it('what is in sight, however much there is', () => {
    show(small(1500, chain(1500)));
    expect(count('block')).toBeLessThan(12);
    expect(count('edge')).toBeLessThan(20);
  });

  it('says how many blocks are not in the picture', () => {
    show(small(2010, chain(2010)));
    expect(screen.getByRole('note').textContent).toBe(
      '10 blocks are not drawn: these are the 2000 nearest ones.'
    );
  });

  it('nothing where the payload does not say where control goes', () => {
    const { program, code } = small(2, '0→1 next');
    program.opcodes.forEach(opcode => (opcode.hasFlow = false));
    show({ program, code });
    expect(screen.getByText(/does not say where control goes/)).toBeTruthy();
    expect(count('block')).toBe(0);
  });

  it('what a payload says is text and nothing else', () => {
    show(
      programOf(['<script>alert(1)</script>=1'], [], {
        lines: ['<img src=x onerror=alert(1)>'],
        lineOf: [1]
      })
    );
    expect(document.querySelector('script, img')).toBeNull();
    expect(screen.getByText('<script>alert(1)</script>')).toBeTruthy();
  });

  it('shows what is pinned elsewhere', () => {
    const { program, code } = small(60, chain(60));
    const props = { program, code, trans, active: { index: null } };
    const calls = { onHover: jest.fn(), onPin: jest.fn(), onOpen: jest.fn() };
    const { rerender } = render(
      <CfgView {...props} {...calls} pinned={null} />
    );
    expect(block(50)).toBeNull();
    rerender(<CfgView {...props} {...calls} pinned={50} />);
    expect(block(50).classList).toContain('jp-mod-pinned');
  });
});

function chain(length: number) {
  return Array.from({ length: length - 1 }, (_, from) => ({
    from,
    to: from + 1,
    kind: 0
  }));
}
