import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { nullTranslator } from '@jupyterlab/translation';
import { codeNamed } from '../../../__tests__/bytecode';
import { Tables } from '../tables';

const trans = nullTranslator.load('pymastery');

describe('the tables', () => {
  it('have one tab stop, which the arrow keys move from table to table', () => {
    const { program, code } = codeNamed('closure.cp314');
    const onHover = jest.fn();
    render(
      <Tables
        {...{ program, code, trans, onHover }}
        active={null}
        pinned={null}
        onPin={() => undefined}
      />
    );
    const entries = within(screen.getByRole('group')).getAllByRole('button');
    const stops = (): HTMLElement[] =>
      entries.filter(({ tabIndex }) => tabIndex === 0);
    const press = (key: string): boolean =>
      fireEvent.keyDown(document.activeElement as Element, { key });
    expect(stops()).toEqual([entries[0]]);
    act(() => entries[0]?.focus());
    press('ArrowUp');
    expect(document.activeElement).toBe(entries[0]);
    entries.slice(1).forEach(entry => {
      press('ArrowDown');
      expect(document.activeElement).toBe(entry);
    });
    expect(stops()).toEqual([entries.at(-1)]);
    press('Home');
    expect(stops()).toEqual([entries[0]]);
    press('End');
    press('ArrowDown');
    expect(document.activeElement).toBe(entries.at(-1));
    expect(onHover).toHaveBeenCalled();
  });

  it('draw no more of a text than can be read', () => {
    const { program, code } = codeNamed('closure.cp314');
    const texts = program.texts.map(() => 'x'.repeat(100_000));
    const { container } = render(
      <Tables
        {...{ code, trans }}
        program={{ ...program, texts }}
        active={null}
        pinned={null}
        onHover={() => undefined}
        onPin={() => undefined}
      />
    );
    expect(container.textContent?.length).toBeLessThan(10_000);
  });
});
