import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { nullTranslator } from '@jupyterlab/translation';
import BytecodeView from '../view';
import { payloadOf } from '../../__tests__/bytecode';

const trans = nullTranslator.load('pymastery');

function show(name: string): HTMLElement {
  const payload = payloadOf(name);
  return render(<BytecodeView payload={payload} text="twin" trans={trans} />)
    .container;
}

function rows(): HTMLElement[] {
  const [body] = within(screen.getByRole('treegrid')).getAllByRole('rowgroup');
  return within(body as HTMLElement).getAllByRole('row');
}

function row(name: string): HTMLElement {
  return rows().find(each => each.textContent?.includes(name)) as HTMLElement;
}

const focused = (): HTMLElement => document.activeElement as HTMLElement;
const press = (key: string): boolean => fireEvent.keyDown(focused(), { key });
const button = (name: string): HTMLElement =>
  screen.getByRole('button', { name });

describe('the focus', () => {
  it('goes back to the row when a search ends with Escape, and nothing stays lit', () => {
    const container = show('try_finally.cp314');
    act(() => row('STORE_FAST').focus());
    const from = focused();
    press('/');
    fireEvent.change(focused(), { target: { value: 'CALL' } });
    expect(container.querySelectorAll('.jp-mod-found').length).toBeGreaterThan(
      2
    );
    expect(row('CALL').className).toContain('jp-mod-current');
    fireEvent.change(focused(), { target: { value: 'CALLzzz' } });
    expect(container.querySelector('.jp-mod-found, .jp-mod-current')).toBe(
      null
    );
    expect(screen.getByText(/Point at an instruction/)).toBeTruthy();
    fireEvent.change(focused(), { target: { value: 'CALL' } });
    press('Escape');
    expect(focused()).toBe(from);
    expect(container.querySelector('.jp-mod-found')).toBeNull();
    expect(row('CALL').className).not.toContain('jp-mod-current');
    press('/');
    expect(screen.getByRole('searchbox')).toBe(focused());
  });

  it('goes back to the button that opened a search', () => {
    show('try_finally.cp314');
    act(() => button('Search').focus());
    fireEvent.click(focused());
    press('Escape');
    expect(focused()).toBe(button('Search'));
  });

  it('lands on the row that Enter opens from the graph', () => {
    show('try_finally.cp314');
    fireEvent.click(button('Graph'));
    const block = screen.getByRole('group', { name: /^Block 1,/ });
    act(() => block.focus());
    press('Enter');
    expect(focused().getAttribute('role')).toBe('row');
    expect(focused().getAttribute('aria-selected')).toBe('true');
    expect(focused().textContent).toContain('LOAD_GLOBAL');
    press('Enter');
    expect(focused().getAttribute('aria-selected')).toBe('false');
  });

  it('lands inside nested code, which is opened for it', () => {
    show('closure.cp314');
    fireEvent.click(button('Graph'));
    fireEvent.change(screen.getByRole('combobox'), { target: { value: '1' } });
    act(() => screen.getByRole('group', { name: /^Block 0,/ }).focus());
    press('Enter');
    expect(focused().getAttribute('aria-level')).toBe('2');
    expect(focused().textContent).toContain('COPY_FREE_VARS');
  });

  it('finds the link of the card of a row that was not kept', async () => {
    show('try_finally.cp314');
    act(() => row('CALL').focus());
    const link = await screen.findByRole('link', { name: /CALL in the doc/ });
    act(() => link.focus());
    expect(focused()).toBe(link);
    expect(screen.getByRole('link', { name: /CALL in the doc/ })).toBe(link);
  });

  it('is spoken of: what the instruction does, and the stack before and after', async () => {
    show('try_finally.cp314');
    act(() => row('POP_TOP').focus());
    expect(
      await screen.findByText(
        'POP_TOP: Drops the value on top of the stack. On the stack, value before, nothing after.'
      )
    ).toBe(screen.getByRole('status'));
    const details = focused().getAttribute('aria-details') ?? '';
    expect(document.getElementById(details)?.textContent).toContain('POP_TOP');
  });
});

describe('what was opened and kept', () => {
  const openStep = (): boolean =>
    fireEvent.click(
      screen.getAllByRole('button', { name: /Show the code of .*step/ })[0]!
    );

  it.each(['Text', 'Graph'])('is there again after %s', name => {
    show('closure.cp314');
    openStep();
    fireEvent.click(row('BINARY_OP'));
    const before = rows().map(each => each.textContent);
    fireEvent.click(button(name));
    expect(screen.queryByRole('treegrid')).toBeNull();
    fireEvent.click(button(name === 'Text' ? 'Text' : 'Listing'));
    expect(rows().map(each => each.textContent)).toEqual(before);
    expect(row('BINARY_OP').getAttribute('aria-selected')).toBe('true');
  });
});
