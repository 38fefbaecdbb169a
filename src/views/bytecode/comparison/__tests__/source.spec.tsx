import { act, fireEvent, screen, within } from '@testing-library/react';
import { comparedNamed } from './aligned';
import { cells, detail, lit, rows, show, SUM } from './shown';

function source(): HTMLElement {
  return screen.getByRole('group', { name: 'Source of both' });
}

function stops(): string[] {
  return within(source())
    .getAllByRole('button')
    .filter(({ tabIndex }) => tabIndex === 0)
    .map(({ textContent }) => textContent ?? '');
}

function press(key: string): string {
  act(() => {
    fireEvent.keyDown(document.activeElement ?? document.body, { key });
  });
  return document.activeElement?.textContent ?? '';
}

function litRows(): string[] {
  return rows()
    .filter(each => each.className.includes('jp-mod-lit'))
    .map(each => cells(each).join(' '));
}

describe('the source of both, with the keyboard', () => {
  it('has one tab stop, which the arrow keys move', () => {
    show(SUM);
    expect(stops()).toEqual(['result']);
    act(() => within(source()).getAllByText('result')[0]?.focus());
    expect(press('ArrowRight')).toBe('0');
    expect(press('ArrowLeft')).toBe('result');
    expect(press('ArrowRight')).toBe('0');
    expect(stops()).toEqual(['0']);
    expect(press('ArrowDown')).toMatch(/^for|^n$/);
    expect(press('End')).toMatch(/result/);
    press('Home');
    expect(stops()).toEqual(['result']);
  });

  it('lights up the rows of the part that has the focus, and keeps them', () => {
    show(SUM);
    const part = within(source()).getByText('%');
    act(() => part.focus());
    expect(litRows()[0]).toMatch(/BINARY_OP %.*the same.*BINARY_OP %/);
    expect([lit('left'), lit('right')]).toEqual(['n % 2', 'n % 2']);
    expect(part.getAttribute('aria-pressed')).toBe('false');
    press('Enter');
    act(() => part.blur());
    expect(part.getAttribute('aria-pressed')).toBe('true');
    expect(litRows()[0]).toMatch(/BINARY_OP %/);
    act(() => part.focus());
    press('Escape');
    act(() => part.blur());
    expect(litRows()).toEqual([]);
  });

  it('says of a row that is kept no part is pressed', () => {
    show(comparedNamed('sum_of_squares.cp311', 'sum_of_squares.cp314'));
    const row = rows()[1] as HTMLElement;
    fireEvent.click(row);
    expect(detail()[0]).toContain('RESUME');
    expect(source().querySelector('[aria-pressed="true"]')).toBeNull();
  });
});
