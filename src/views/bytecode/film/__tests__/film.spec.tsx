import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { nullTranslator } from '@jupyterlab/translation';
import { payloadOf } from '../../../__tests__/bytecode';
import { recording } from '../../../__tests__/recordings';
import BytecodeView from '../../view';

const trans = nullTranslator.load('pymastery');

function show(name: string): HTMLElement {
  const { text } = recording('bytecode', name);
  const payload = payloadOf(name);
  return render(<BytecodeView payload={payload} text={text} trans={trans} />)
    .container;
}

function cells(): HTMLElement[] {
  return within(screen.getByRole('grid')).getAllByRole('gridcell');
}

function cell(text: string): HTMLElement {
  return cells().find(each => each.textContent?.includes(text)) as HTMLElement;
}

describe('the calls of a function', () => {
  it('are what is shown first, and the listing is a button away', () => {
    show('specialised_sum.cp313');
    expect(
      screen.getByRole('grid', { name: 'What ran, call by call' })
    ).toBeTruthy();
    expect(screen.queryByRole('treegrid')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Listing' }));
    expect(screen.getByRole('treegrid')).toBeTruthy();
    expect(screen.queryByRole('grid', { name: /What ran/ })).toBeNull();
  });

  it('have a heading with arguments and outcome each', () => {
    show('specialised_sum.cp313');
    const heads = screen
      .getAllByRole('columnheader')
      .map(each => each.textContent);
    expect(heads).toContain('call 1(1, 2)returned 3');
    expect(heads.at(-1)).toBe("call 65('a', 'b')returned 'ab'");
  });

  it('say of a cell what ran, what its caches hold and what makes it give up', async () => {
    show('specialised_attributes.cp313');
    fireEvent.click(cell('METHOD_WITH_VALUES'));
    expect(screen.getByText(/^expects type Point, version/)).toBeTruthy();
    expect(screen.getByText('method Point.length')).toBeTruthy();
    expect(await screen.findByText('Gives up')).toBeTruthy();
    expect(cell('METHOD_WITH_VALUES').getAttribute('aria-selected')).toBe(
      'true'
    );
  });

  it('light up the source of the instruction', () => {
    const container = show('specialised_sum.cp313');
    fireEvent.mouseMove(cell('ADD_INT'));
    const lit = container.querySelectorAll(
      '.jp-PyMastery-bytecode-segment.jp-mod-lit'
    );
    expect([...lit].map(each => each.textContent).join('')).toBe(
      'left + right'
    );
    fireEvent.mouseLeave(screen.getByRole('grid'));
    expect(container.querySelector('.jp-mod-lit')).toBeNull();
  });

  it('have one tab stop, moved by the arrow keys from call to call', () => {
    show('specialised_sum.cp313');
    const stops = (): HTMLElement[] =>
      cells().filter(each => each.tabIndex === 0);
    expect(stops()).toHaveLength(1);
    act(() => stops()[0]?.focus());
    const press = (key: string): void => {
      fireEvent.keyDown(document.activeElement as Element, { key });
    };
    press('ArrowDown');
    press('End');
    expect(document.activeElement?.textContent).toContain('ADD_INT');
    expect(
      screen.getByText('calls 2\u20134', { selector: 'code' })
    ).toBeTruthy();
    press('End');
    expect(document.activeElement?.textContent).toContain('missed ADD_INT');
    expect(document.activeElement?.textContent).toContain(
      '52 misses in this column: BINARY_OP ran instead'
    );
    press('End');
    expect(document.activeElement?.textContent).toContain('ADD_FLOAT');
    expect(stops()).toHaveLength(1);
    press('Enter');
    expect(stops()[0]?.getAttribute('aria-selected')).toBe('true');
  });

  it('say what happened in sentences, each of which leads to its cell', () => {
    show('specialised_sum.cp313');
    const event = screen.getByRole('button', {
      name: /^call 57, offset \d+: BINARY_OP_ADD_INT, which had missed 52 times before, became/
    });
    fireEvent.click(event);
    expect(cell('ADD_FLOAT').getAttribute('aria-selected')).toBe('true');
  });

  it('say why there is nothing to see on an interpreter that does not specialise', () => {
    show('specialised_sum.cp310');
    expect(screen.getByText(/does not specialise instructions/)).toBeTruthy();
  });
});
