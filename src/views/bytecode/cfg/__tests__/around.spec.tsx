import { nullTranslator } from '@jupyterlab/translation';
import { createEvent, fireEvent, render, screen } from '@testing-library/react';
import { codeNamed } from '../../../__tests__/bytecode';
import type { ICode, IProgram } from '../../program/model';
import { useSelection } from '../../selecting';
import { CfgPanes } from '../cfg-panes';
import { LOOP, small } from './codes';

const trans = nullTranslator.load('pymastery');

function Around({ program }: { program: IProgram }): JSX.Element {
  const selecting = useSelection();
  return (
    <CfgPanes
      {...{ program, selecting, trans }}
      python="3.14"
      onOpen={jest.fn()}
    />
  );
}

function show(program: IProgram): void {
  render(<Around program={program} />);
}

/** A program of many code objects, all with the same instructions. */
function many(count: number): IProgram {
  const { program, code } = small(2, '0→1 next');
  const codes = Array.from({ length: count }, (_, place): ICode => ({
    ...code,
    place,
    qualname: `f${place}`
  }));
  return { ...program, codes };
}

const map = (): Element =>
  document.querySelector('.jp-PyMastery-cfg-overview')!;
const transform = (): string =>
  document
    .querySelector('.jp-PyMastery-cfg-picture > g')!
    .getAttribute('transform')!;

/** jsdom knows no pointer events, so the coordinates are set by hand. */
function pointer(
  type: 'pointerDown' | 'pointerMove' | 'pointerUp',
  x: number,
  y: number
): void {
  const event = createEvent[type](map(), { button: 0 });
  Object.assign(event, { clientX: x, clientY: y, button: 0 });
  fireEvent(map(), event);
}

describe('the size of the picture', () => {
  it('begins as large as it is drawn, and is named beside the buttons', () => {
    show(codeNamed('match_while.cp314').program);
    const zoom = screen.getByRole('status');
    expect(zoom.textContent).toBe('zoom 100 %');
    expect(transform()).toBe('translate(0 0) scale(1)');
    fireEvent.click(screen.getByRole('button', { name: 'Zoom in' }));
    expect(zoom.textContent).toBe('zoom 125 %');
    fireEvent.click(screen.getByRole('button', { name: 'Actual size' }));
    expect(zoom.textContent).toBe('zoom 100 %');
    expect(screen.queryByRole('button', { name: /%/ })).toBeNull();
  });
});

describe('the overview', () => {
  it('is there where the picture does not fit, for the pointer only', () => {
    show(codeNamed('match_while.cp314').program);
    expect(map().getAttribute('aria-hidden')).toBe('true');
    expect(map().querySelector('[tabindex]')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Fit' }));
    expect(map()).toBeNull();
  });

  it('is not there where it does', () => {
    show(small(2, '0→1 next').program);
    expect(map()).toBeNull();
  });

  it('moves what is seen, with a click and with a drag', () => {
    show(codeNamed('match_while.cp314').program);
    const frame = (): number =>
      Number(map().querySelector('rect')?.getAttribute('y'));
    expect(frame()).toBe(0);
    pointer('pointerDown', 20, 60);
    const [, y = 0] = /translate\(\S+ (\S+)\)/.exec(transform()) ?? [];
    expect(Number(y)).toBeLessThan(-500);
    const clicked = frame();
    pointer('pointerMove', 20, 50);
    expect(frame()).toBeCloseTo(clicked - 10, 0);
    pointer('pointerUp', 20, 50);
    pointer('pointerMove', 20, 10);
    expect(frame()).toBeCloseTo(clicked - 10, 0);
    // inside of the frame nothing jumps
    pointer('pointerDown', 10, clicked - 5);
    expect(frame()).toBeCloseTo(clicked - 10, 0);
  });
});

describe('words around the picture', () => {
  it('say what is true where blocks are walked over', () => {
    show(small(8, LOOP).program);
    expect(
      screen.getByText(/^Point at an instruction.* from block to block/)
    ).toBeTruthy();
    expect(
      screen.getByText(
        'stack 1→2: values on the stack before the block, and after it'
      )
    ).toBeTruthy();
  });
});

describe('the choice of a code object', () => {
  const options = (): string[] =>
    screen.getAllByRole('option').map(({ textContent }) => textContent ?? '');

  it('lists all where they are few', () => {
    show(many(3));
    expect(options()).toEqual(['f0', 'f1', 'f2']);
    expect(screen.queryByRole('searchbox')).toBeNull();
  });

  it('lists some of very many, says so, and finds the others by a part of their name', () => {
    show(many(100_000));
    expect(options()).toHaveLength(200);
    const said = screen.getByText(
      'The first 200 of 100000 are listed: type a part of a name.'
    );
    fireEvent.change(screen.getByRole('searchbox'), {
      target: { value: 'F99999' }
    });
    expect(options()).toEqual(['f0', 'f99999']);
    expect(said.textContent).toBe('1 of 100000 found');
    fireEvent.change(screen.getByRole('combobox'), {
      target: { value: '99999' }
    });
    expect(screen.getByRole('group', { name: /graph of f99999/ })).toBeTruthy();
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: '' } });
    expect(options()).toHaveLength(201);
    expect(screen.getByRole('combobox')).toHaveProperty('value', '99999');
  });
});
