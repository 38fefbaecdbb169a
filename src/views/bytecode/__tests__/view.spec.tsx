import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { nullTranslator } from '@jupyterlab/translation';
import type { BytecodeV2, Program } from '../../../contract/bytecode.v2';
import BytecodeView from '../view';
import { payloadOf } from '../../__tests__/bytecode';
import { recording } from '../../__tests__/recordings';

const trans = nullTranslator.load('pymastery');

function show(
  name: string,
  change: Partial<BytecodeV2> = {},
  program: Partial<Program> = {}
): HTMLElement {
  const { text } = recording('bytecode', name);
  const payload = payloadOf(name);
  const drawn = {
    ...payload,
    program: { ...payload.program, ...program },
    ...change
  };
  return render(<BytecodeView payload={drawn} text={text} trans={trans} />)
    .container;
}

function rows(): HTMLElement[] {
  const [body] = within(screen.getByRole('treegrid')).getAllByRole('rowgroup');
  return within(body as HTMLElement).getAllByRole('row');
}

/** The row of the first instruction with this name. */
function row(name: string, place = 0): HTMLElement {
  const found = rows().filter(each => each.textContent?.includes(name));
  return found[place] as HTMLElement;
}

function source(): HTMLElement {
  return screen.getByRole('group', { name: 'Source' });
}

/** What is lit up in the source. */
function lit(): string[] {
  return within(source())
    .getAllByRole('button')
    .filter(segment => segment.classList.contains('jp-mod-lit'))
    .map(segment => segment.textContent ?? '');
}

/** Names of the instructions that are lit up. */
function litRows(): string[] {
  return rows()
    .filter(each => /jp-mod-(same|current|pinned)/.test(each.className))
    .map(each => within(each).getAllByRole('gridcell')[4]?.textContent ?? '');
}

describe('the bytecode view', () => {
  it('has a name that says what is shown, of which interpreter', () => {
    show('sum_of_squares.cp313');
    const view = screen.getByRole('group', {
      name: 'Bytecode of function total'
    });
    expect(view.textContent).toContain('23 instructions · stack size 4');
    expect(view.textContent).toContain('CPython 3.13');
  });

  it('lights up the source of an instruction, exactly, while it is pointed at', () => {
    show('sum_of_squares.cp313');
    fireEvent.mouseOver(row('BINARY_OP'));
    expect(lit().join('')).toBe('n % 2');
    fireEvent.mouseLeave(screen.getByRole('treegrid'));
    expect(lit()).toEqual([]);
  });

  it('lights up every line of a span over several lines', () => {
    show('class_body.cp313');
    fireEvent.mouseOver(row('LOAD_BUILD_CLASS'));
    const text = lit().join('');
    expect(text.startsWith('class Point')).toBe(true);
    expect(text.endsWith('** 0.5')).toBe(true);
  });

  it('lights up the instructions of the innermost span that is pointed at', () => {
    show('sum_of_squares.cp313');
    fireEvent.mouseOver(within(source()).getByText('%'));
    expect(litRows()[0]).toMatch(/BINARY_OP/);
    expect(litRows().join()).not.toMatch(/LOAD_FAST/);
  });

  it('has whole lines where the interpreter knows no columns', () => {
    show('sum_of_squares.cp310');
    fireEvent.mouseOver(row('BINARY_MODULO'));
    expect(lit()).toEqual(['if n % 2:']);
    fireEvent.mouseOver(within(source()).getByText('result += n * n'));
    expect(litRows()).toHaveLength(6);
  });

  it('keeps what was clicked, previews over it, and clears it with Escape', () => {
    show('sum_of_squares.cp313');
    fireEvent.click(row('BINARY_OP'));
    fireEvent.mouseLeave(screen.getByRole('treegrid'));
    expect(lit().join('')).toBe('n % 2');
    expect(row('BINARY_OP').getAttribute('aria-selected')).toBe('true');
    fireEvent.mouseOver(row('GET_ITER'));
    expect(lit().join('')).toBe('numbers');
    fireEvent.mouseLeave(screen.getByRole('treegrid'));
    expect(lit().join('')).toBe('n % 2');
    fireEvent.keyDown(row('BINARY_OP'), { key: 'Escape' });
    expect(lit()).toEqual([]);
    expect(row('BINARY_OP').getAttribute('aria-selected')).toBe('false');
  });

  it('pins from the source too, and a second click lets go', () => {
    show('sum_of_squares.cp313');
    const part = within(source()).getByText('%');
    fireEvent.click(part);
    fireEvent.mouseLeave(source());
    expect(part.getAttribute('aria-pressed')).toBe('true');
    expect(litRows()[0]).toMatch(/BINARY_OP/);
    fireEvent.click(part);
    fireEvent.mouseLeave(source());
    expect(litRows()).toEqual([]);
  });

  it('has one tab stop in the listing, moved by the arrow keys', () => {
    show('sum_of_squares.cp313');
    const stops = (): number[] =>
      rows().flatMap((each, place) => (each.tabIndex === 0 ? [place] : []));
    const press = (key: string): void => {
      fireEvent.keyDown(document.activeElement as Element, { key });
    };
    expect(stops()).toEqual([0]);
    act(() => rows()[0]?.focus());
    press('ArrowDown');
    press('ArrowDown');
    expect(stops()).toEqual([2]);
    expect(document.activeElement).toBe(rows()[2]);
    expect(lit()).toEqual(['result']);
    press('End');
    expect(stops()).toEqual([rows().length - 1]);
    press('ArrowDown');
    expect(stops()).toEqual([rows().length - 1]);
    press('Home');
    press('ArrowUp');
    expect(stops()).toEqual([0]);
    press('Enter');
    expect(rows()[0]?.getAttribute('aria-selected')).toBe('true');
  });

  it('has one tab stop in the source, moved by the arrow keys', () => {
    show('sum_of_squares.cp313');
    const parts = within(source()).getAllByRole('button');
    expect(parts.filter(part => part.tabIndex === 0)).toEqual([parts[0]]);
    act(() => parts[0]?.focus());
    fireEvent.keyDown(parts[0] as Element, { key: 'ArrowRight' });
    expect(document.activeElement).toBe(parts[1]);
    fireEvent.keyDown(parts[1] as Element, { key: 'ArrowDown' });
    expect(document.activeElement?.textContent).toBe('n');
    expect(litRows().length).toBeGreaterThan(0);
  });

  it('names every column, also the one without room for a word', () => {
    show('sum_of_squares.cp313');
    const names = screen.getAllByRole('columnheader');
    expect(names.every(({ textContent }) => textContent !== '')).toBe(true);
  });

  it('cuts a text of any length in its row, with more of it in its title', () => {
    const { program } = payloadOf('try_finally.cp314');
    const texts = program.texts.map(text =>
      text === "'done'" ? 'y'.repeat(3_000_000) : text
    );
    show('try_finally.cp314', {}, { texts });
    const cell = within(row('LOAD_CONST')).getByTitle(/^y+/);
    expect(cell.textContent).toHaveLength(201);
    expect(cell.title).toHaveLength(2001);
  });

  it('draws a jump strong while either end of it is pointed at', () => {
    const strong = (): number =>
      container.querySelectorAll('.jp-mod-strong').length;
    const container = show('sum_of_squares.cp313');
    expect(strong()).toBe(0);
    fireEvent.mouseOver(row('POP_JUMP_IF_TRUE'));
    expect(strong()).toBe(1);
    fireEvent.mouseOver(row('FOR_ITER'));
    expect(strong()).toBe(3);
    expect(container.querySelectorAll('.jp-mod-backward circle')).toHaveLength(
      2
    );
  });

  it('opens a nested code object in place and highlights the source inside it', () => {
    show('closure.cp313');
    const before = rows().length;
    const expand = screen.getAllByRole('button', {
      name: /Show the code of .*step/
    })[0] as Element;
    fireEvent.click(expand);
    expect(rows().length).toBeGreaterThan(before + 5);
    expect(row('counter.<locals>.step').getAttribute('aria-level')).toBe('2');
    fireEvent.mouseOver(row('BINARY_OP'));
    expect(lit().join('')).toBe('count += by');
    fireEvent.click(expand);
    expect(rows()).toHaveLength(before);
  });

  it('opens and closes nested code with the arrow keys', () => {
    show('closure.cp313');
    const outer = screen
      .getAllByRole('button', { name: /Show the code of .*step/ })[0]
      ?.closest('[role=row]') as HTMLElement;
    const before = rows().length;
    act(() => outer.focus());
    fireEvent.keyDown(outer, { key: 'ArrowRight' });
    expect(outer.getAttribute('aria-expanded')).toBe('true');
    fireEvent.keyDown(outer, { key: 'ArrowRight' });
    expect(document.activeElement?.textContent).toContain(
      'counter.<locals>.step'
    );
    fireEvent.keyDown(document.activeElement as Element, { key: 'ArrowLeft' });
    expect(document.activeElement).toBe(outer);
    fireEvent.keyDown(outer, { key: 'ArrowLeft' });
    expect(rows()).toHaveLength(before);
  });

  it('shows the text twin with its button and with t', () => {
    const container = show('sum_of_squares.cp313');
    fireEvent.click(screen.getByRole('button', { name: 'Text' }));
    expect(container.querySelector('pre')?.textContent).toBe(
      recording('bytecode', 'sum_of_squares.cp313').text
    );
    expect(screen.queryByRole('treegrid')).toBeNull();
    fireEvent.keyDown(container.querySelector('pre') as Element, { key: 't' });
    expect(screen.getByRole('treegrid')).toBeTruthy();
  });

  it('says where an exception goes, and how deep the stack is', () => {
    show('try_finally.cp313');
    fireEvent.click(row('LOAD_GLOBAL'));
    expect(row('LOAD_GLOBAL').textContent).toMatch(/an exception goes to L4/);
    expect(
      screen.getByText(/an exception here goes to L4, the stack cut to 0/)
    ).toBeTruthy();
    const depth = within(row('CALL')).getAllByRole('gridcell')[3];
    expect(depth?.textContent).toBe('3');
    expect(depth?.title).toMatch(/^3 values on the stack/);
  });

  it('shows the card of the instruction that is looked at', async () => {
    show('sum_of_squares.cp313');
    expect(screen.getByText(/Point at an instruction/)).toBeTruthy();
    fireEvent.click(row('FOR_ITER'));
    const stack = await screen.findByRole('group', { name: 'The stack' });
    expect(stack.textContent).toMatch(
      /beforeiterator.*afteritemiterator.*jumps/
    );
    const link = screen.getByRole('link', { name: /FOR_ITER in the doc/ });
    expect(link.getAttribute('href')).toBe(
      'https://docs.python.org/3.13/library/dis.html#opcode-FOR_ITER'
    );
    expect(screen.getByText('_RANGE', { exact: false })).toBeTruthy();
  });

  it('says that it has no card for an opcode it does not know', async () => {
    const { interpreter } = payloadOf('sum_of_squares.cp313');
    show('sum_of_squares.cp313', {
      interpreter: { ...interpreter, python: '2.7.18' }
    });
    fireEvent.click(row('FOR_ITER'));
    expect(
      await screen.findByText(
        'There is no card for this opcode of Python 2.7.18.'
      )
    ).toBeTruthy();
  });

  it('links the tables to the instructions that use their entries', () => {
    show('sum_of_squares.cp313');
    fireEvent.click(screen.getByRole('button', { name: 'Tables' }));
    const tables = screen.getByRole('group', { name: 'Tables of total' });
    const entry = within(tables).getByRole('button', {
      name: /^1 result local/
    });
    fireEvent.mouseEnter(entry);
    expect(litRows().length).toBeGreaterThan(2);
    fireEvent.mouseLeave(entry);
    expect(litRows()).toEqual([]);
    fireEvent.click(entry);
    expect(entry.getAttribute('aria-pressed')).toBe('true');
    expect(litRows().length).toBeGreaterThan(2);
    expect(within(tables).getByText('Line table')).toBeTruthy();
  });

  it('searches the instructions and shows them one by one', () => {
    show('sum_of_squares.cp313');
    fireEvent.keyDown(screen.getByRole('treegrid'), { key: '/' });
    const field = screen.getByRole('searchbox');
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: 'result' } });
    expect(
      within(screen.getByRole('search')).getByRole('status').textContent
    ).toBe('1 of 4');
    const first = litRows()[0];
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(
      within(screen.getByRole('search')).getByRole('status').textContent
    ).toBe('2 of 4');
    expect(litRows()).not.toEqual([first]);
    fireEvent.change(field, { target: { value: 'nowhere' } });
    expect(
      within(screen.getByRole('search')).getByRole('status').textContent
    ).toBe('nothing found');
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(screen.queryByRole('searchbox')).toBeNull();
  });

  it('shows the listing alone, and why, where there is no source', () => {
    show(
      'sum_of_squares.cp313',
      { notices: ['The source cannot be read.'] },
      { source: null }
    );
    expect(screen.queryByRole('group', { name: 'Source' })).toBeNull();
    expect(screen.getByText('The source cannot be read.')).toBeTruthy();
    expect(rows()).toHaveLength(23);
  });

  it('draws only the rows in sight of a long listing', () => {
    show('long_function.cp313');
    fireEvent.keyDown(rows()[0] as Element, { key: 'End' });
    const open = screen.getAllByRole('button', { name: /Show the code/ })[0];
    fireEvent.click(open as Element);
    const grid = screen.getByRole('treegrid');
    expect(Number(grid.getAttribute('aria-rowcount'))).toBeGreaterThan(300);
    expect(rows().length).toBeLessThan(80);
  });

  it('draws what the first version of the payload recorded, without depths', () => {
    const { payload, text } = recording('bytecode.v1', 'closure.cp313');
    render(<BytecodeView payload={payload} text={text} trans={trans} />);
    fireEvent.mouseOver(row('MAKE_CELL'));
    expect(
      within(rows()[0] as HTMLElement).getAllByRole('gridcell')
    ).toHaveLength(6);
    expect(
      screen.getAllByRole('button', { name: /Show the code/ }).length
    ).toBe(2);
  });

  it('says in a sentence that there is no instruction', () => {
    const { payload, text } = recording('bytecode.v1', 'sum_of_squares.cp313');
    const empty = {
      ...{ opcode: '', arg: '', text: '', span: '', spans: '' },
      ...{ jumps: '', nested: '', exceptions: '' }
    };
    if (payload.version === 1) {
      const [code] = payload.codes;
      const drawn = {
        ...payload,
        codes: [{ ...code, ...empty }] as [typeof code]
      };
      render(<BytecodeView payload={drawn} text={text} trans={trans} />);
    }
    expect(screen.getByText('There is no instruction to show.')).toBeTruthy();
    expect(screen.queryByRole('treegrid')).toBeNull();
  });

  it('says how much was cut', () => {
    show('sum_of_squares.cp313', {}, { cut: { shown: 23, total: 90_000 } });
    expect(screen.getByText('23 of 90000 instructions were sent')).toBeTruthy();
  });

  it('shows markup in any string as text', () => {
    const evil = '<img src=x onerror="document.title=1"><script>1</script>';
    const { program } = payloadOf('closure.cp313');
    const container = show(
      'closure.cp313',
      { subject: evil, notices: [evil] },
      {
        source: {
          filename: evil,
          first_line: 4,
          lines: Array(12).fill(evil) as string[]
        },
        texts: program.texts.map(() => evil),
        opcodes: program.opcodes.map(opcode => ({ ...opcode, name: evil }))
      }
    );
    fireEvent.click(screen.getByRole('button', { name: 'Tables' }));
    fireEvent.click(rows()[0] as Element);
    screen
      .getAllByRole('button', { name: /Show the code/ })
      .forEach(button => fireEvent.click(button));
    expect(container.querySelector('img, script')).toBeNull();
    expect(container.textContent).toContain(evil);
  });
});
