import { nullTranslator } from '@jupyterlab/translation';
import { render, screen, within } from '@testing-library/react';
import { payloadOf } from '../../../__tests__/bytecode';
import { Comparison } from '../comparison';
import { readProgram } from '../../program/read';
import { comparedNamed, sideOf, type ICompared } from './aligned';

const trans = nullTranslator.load('pymastery');

export function show(what: ICompared): HTMLElement {
  return render(<Comparison {...what} trans={trans} />).container;
}

export function rows(): HTMLElement[] {
  return within(screen.getByRole('treegrid'))
    .getAllByRole('row')
    .filter(row => row.hasAttribute('data-place'));
}

/** The first row with these words, side by side. */
export function row(...words: string[]): HTMLElement {
  return rows().find(each =>
    words.every(word => each.textContent?.includes(word))
  ) as HTMLElement;
}

export function cells(of: HTMLElement): string[] {
  return within(of)
    .getAllByRole('gridcell')
    .map(cell => (cell.textContent ?? '').replace(/\s+/g, ' ').trim());
}

/** What is lit of the source, for one side. */
export function lit(side: 'left' | 'right'): string {
  const source = screen.getByRole('group', { name: 'Source of both' });
  return Array.from(source.querySelectorAll(`.jp-mod-${side}`))
    .map(segment => segment.textContent)
    .join('');
}

export function detail(): string[] {
  const found = document.querySelector('.jp-PyMastery-comparison-detail');
  return Array.from(found?.querySelectorAll('p') ?? []).map(line =>
    (line.textContent ?? '').replace(/\s+/g, ' ')
  );
}

/** The row that has the focus: its place. */
export function focused(): number {
  const place = document.activeElement?.getAttribute('data-place');
  return Number(place ?? -1);
}

/** Two functions, as the kernel compared them. */
export function recorded(name: string): ICompared {
  const { comparison } = payloadOf(name);
  if (comparison === undefined) {
    throw new Error(`${name} is no recording of a comparison`);
  }
  const { program, subject, interpreter } = comparison;
  return {
    here: sideOf(name),
    other: {
      program: readProgram(program),
      subject,
      python: interpreter.python
    },
    comparison
  };
}

/** One function on two interpreters. */
export const SUM = comparedNamed(
  'sum_of_squares.cp311',
  'sum_of_squares.cp314'
);
