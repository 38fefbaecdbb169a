import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { nullTranslator } from '@jupyterlab/translation';
import type { Stages } from '../../../../contract/bytecode.v2';
import { useSelection } from '../../selecting';
import { StagePanes } from '../stage-panes';
import { partsOf } from './named';

const trans = nullTranslator.load('pymastery');

function Harness(props: {
  name: string;
  change?: Partial<Stages>;
}): JSX.Element {
  const { stages, program } = partsOf(props.name);
  const selecting = useSelection();
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'Escape') {
      selecting.clear();
    }
  };
  return (
    <div onKeyDown={onKeyDown}>
      <StagePanes
        stages={{ ...stages, ...props.change }}
        program={program}
        selecting={selecting}
        python="3.13"
        trans={trans}
      />
    </div>
  );
}

function show(name: string, change?: Partial<Stages>): HTMLElement {
  return render(<Harness name={name} change={change} />).container;
}

/** What is lit in a pane, as text. */
function lit(pane: HTMLElement, selector: string): string[] {
  return [...pane.querySelectorAll(selector)]
    .filter(each => each.classList.contains('jp-mod-lit'))
    .map(each => each.textContent ?? '');
}

const source = (): HTMLElement => screen.getByRole('group', { name: 'Source' });
const tokens = (): HTMLElement => screen.getByRole('group', { name: 'Tokens' });
const tree = (): HTMLElement => screen.getByRole('tree');
const symbols = (): HTMLElement =>
  screen.getByRole('grid', { name: 'Symbol table' });
const code = (name: string): HTMLElement => screen.getByRole('grid', { name });

function litEverywhere(): Record<string, string> {
  return {
    source: lit(source(), '.jp-PyMastery-stages-segment').join(''),
    tokens: lit(tokens(), '[role=button]').join('|'),
    tree: lit(tree(), '[role=treeitem]').join('|'),
    symbols: lit(symbols(), '[role=row]').join('|')
  };
}

function node(text: string): HTMLElement {
  const found = within(tree())
    .getAllByRole('treeitem')
    .find(each => each.textContent?.includes(text));
  return found as HTMLElement;
}

/** The first token of a kind. */
function chip(kind: string): HTMLElement {
  return within(tokens()).getAllByTitle(kind)[0] as HTMLElement;
}

function press(key: string): void {
  fireEvent.keyDown(document.activeElement as Element, { key });
}

describe('the stages of compiling', () => {
  it('are numbered panes, with how many things each has', () => {
    const container = show('stages_of_folding.cp313');
    const titles = container.querySelectorAll('.jp-PyMastery-title');
    const names = [...titles].map(each => each.textContent);
    expect(names).toEqual([
      'Source 4 lines',
      ...['1 Tokens 27', '2 Tree 20', '3 Symbols 3'],
      ...['4 Instructions 17', '5 Optimised 17', '6 Code object 17']
    ]);
    expect(screen.getAllByRole('region').map(each => each.tagName)).toEqual(
      Array<string>(6).fill('SECTION')
    );
  });

  it('light up one selection in every pane', () => {
    show('stages_of_folding.cp313');
    fireEvent.mouseOver(node('op=Mult'));
    expect(litEverywhere()).toEqual({
      source: '24 * 60 * 60',
      tokens: 'NUMBER 24|STAR *|NUMBER 60|STAR *|NUMBER 60',
      tree: '\u25beleft=BinOp op=Mult\u2192 Constant value=86400 optimised2:10\u20132:22',
      symbols: ''
    });
    for (const name of ['Instructions', 'Optimised', 'Code object']) {
      expect(lit(code(name), '[role=row]').join()).toMatch(
        /LOAD_CONST\d86400$/
      );
    }
    fireEvent.mouseLeave(tree());
    expect(litEverywhere().source).toBe('');
  });

  it.each<[string, () => HTMLElement]>([
    ['the source', () => within(source()).getByText('24')],
    ['the tokens', () => chip('NUMBER')],
    ['the tree', () => node('value=7')],
    ['the symbols', () => within(symbols()).getByText('1:0')],
    ['the code', () => within(code('Instructions')).getByText('BINARY_OP')]
  ])('preview, keep and let go from %s', (_, find) => {
    show('stages_of_folding.cp313');
    fireEvent.click(find());
    const kept = litEverywhere();
    expect(kept.source).not.toBe('');
    expect(kept.tokens).not.toBe('');
    fireEvent.mouseOver(node('op=Not'));
    expect(litEverywhere().source).toBe('not seconds');
    fireEvent.mouseLeave(tree());
    expect(litEverywhere()).toEqual(kept);
    fireEvent.keyDown(tree(), { key: 'Escape' });
    expect(litEverywhere().source).toBe('');
  });

  it('light up all places of a name, in the source too', () => {
    show('stages_of_scopes.cp313');
    const row = within(symbols())
      .getAllByRole('row')
      .find(each => each.textContent?.startsWith('by'));
    fireEvent.mouseOver(row as HTMLElement);
    expect(litEverywhere().source).toBe('bybyby');
    expect(litEverywhere().tokens).toBe('NAME by|NAME by|NAME by');
    fireEvent.mouseOver(within(row as HTMLElement).getByText('6:17'));
    expect(litEverywhere().source).toBe('by');
    expect(
      within(row as HTMLElement).getByRole('button', {
        name: 'line 6, column 17'
      })
    ).toBeTruthy();
  });

  it('have the colour of cells for a name that is free and for the one it is free of', () => {
    show('stages_of_scopes.cp313');
    const cells = [
      ...symbols().querySelectorAll('.jp-PyMastery-bytecode-cell')
    ];
    expect(cells.map(each => each.textContent)).toEqual(['◎cell', '◎free']);
  });

  it('say in a line what each stage has of the selection', () => {
    const container = show('stages_of_folding.cp313');
    const trail = container.querySelector('.jp-PyMastery-stages-trail');
    expect(trail?.textContent).toMatch(/^Point at anything/);
    fireEvent.mouseOver(node("id='hours'"));
    expect(trail?.textContent).toBe(
      "1Tokens hours2Tree Name id='hours'3Symbols hours local (top)" +
        '4Instructions STORE_NAME hours5Optimised STORE_NAME hours6Code object STORE_NAME hours'
    );
    fireEvent.mouseOver(node('Module'));
    expect(trail?.textContent).toBe('This has no place in the source.');
  });

  it('have one tab stop each, moved by the arrow keys', () => {
    show('stages_of_folding.cp313');
    for (const pane of [source(), tokens(), symbols(), code('Optimised')]) {
      const stops = pane.querySelectorAll<HTMLElement>('[tabindex="0"]');
      expect(stops).toHaveLength(1);
      act(() => stops[0]?.focus());
      press('ArrowDown');
      press('ArrowRight');
      expect(pane.contains(document.activeElement)).toBe(true);
      expect(pane.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
      expect(document.activeElement).not.toBe(stops[0]);
      press('Enter');
      press('Home');
      press('End');
      press('ArrowUp');
      press('PageUp');
      press('PageDown');
      expect(pane.contains(document.activeElement)).toBe(true);
    }
  });

  it('skip lines of the source that have nothing', () => {
    show('stages_of_scopes.cp313');
    const [first] = within(source()).getAllByRole('button');
    act(() => first?.focus());
    press('ArrowDown');
    expect(document.activeElement?.textContent).toBe('count');
    press('ArrowDown');
    expect(document.activeElement?.textContent).toBe('def');
    press('ArrowUp');
    expect(document.activeElement?.textContent).toBe('count');
  });

  it('have a tree whose nodes the arrow keys open and fold', () => {
    show('stages_of_folding.cp313');
    const all = within(tree()).getAllByRole('treeitem').length;
    act(() => within(tree()).getAllByRole('treeitem')[0]?.focus());
    press('ArrowRight');
    expect(document.activeElement?.textContent).toContain('body[0]=Assign');
    expect(document.activeElement?.getAttribute('aria-level')).toBe('2');
    expect(document.activeElement?.getAttribute('aria-setsize')).toBe('3');
    press('ArrowLeft');
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('false');
    expect(within(tree()).getAllByRole('treeitem')).toHaveLength(all - 2);
    press('ArrowLeft');
    expect(document.activeElement?.textContent).toContain('Module');
    press('ArrowDown');
    press('ArrowRight');
    expect(within(tree()).getAllByRole('treeitem')).toHaveLength(all);
    fireEvent.click(
      node('body[0]=Assign').querySelector('[data-twisty]') as Element
    );
    expect(within(tree()).getAllByRole('treeitem')).toHaveLength(all - 2);
  });

  it('open the way to a node that is kept elsewhere', () => {
    show('stages_of_folding.cp313');
    act(() => within(tree()).getAllByRole('treeitem')[0]?.focus());
    press('ArrowLeft');
    expect(within(tree()).getAllByRole('treeitem')).toHaveLength(1);
    const name = chip('NAME');
    fireEvent.mouseOver(name);
    expect(node('Module').className).toContain('jp-mod-around');
    fireEvent.mouseLeave(tokens());
    fireEvent.click(name);
    fireEvent.mouseLeave(tokens());
    expect(node("id='hours'").className).toContain('jp-mod-lit');
  });
});

describe('a text that is refused', () => {
  it('has a card at the stage that refuses it, and nothing after it', () => {
    const container = show('stages_of_refused.cp313');
    const card = screen.getByRole('note');
    expect(card.textContent).toContain(
      'SyntaxError raised by the symbol table'
    );
    expect(card.textContent).toContain('assigned to before global declaration');
    expect(card.closest('section')?.textContent).toMatch(/^3 Symbols/);
    expect(screen.getAllByText('Not reached.')).toHaveLength(3);
    const wave = [...container.querySelectorAll('.jp-mod-refused')];
    expect(
      wave
        .filter(each => each.tagName === 'SPAN')
        .map(each => each.textContent)
        .join('')
    ).toBe('global result');
    fireEvent.click(within(card).getByText('line 4, column 8'));
    expect(lit(tokens(), '[role=button]')).toEqual([
      ...['NAME global', 'NAME result']
    ]);
  });

  it('has the tokens up to where they stop, and each refusal', () => {
    show('stages_of_refused.cp313', {
      nodes: {
        ...{ parent: '', field: '', name: '', detail: '' },
        ...{ optimised: '', span: '' }
      },
      refusals: (['tokens', 'tree'] as const).map(stage => ({
        ...{ stage, error: 'TokenError', message: 'no', line: 0, span: '' }
      }))
    });
    expect(screen.getAllByRole('note')).toHaveLength(2);
    expect(within(tokens()).getAllByRole('button').length).toBeGreaterThan(9);
    expect(screen.queryByRole('tree')).toBeNull();
    expect(screen.getAllByText('Not reached.')).toHaveLength(4);
  });
});

describe('what is not shown', () => {
  it('says so, stage by stage', () => {
    show('stages_of_folding.cp311');
    expect(
      screen.getAllByText('Python 3.13 does not show this stage here.')
    ).toHaveLength(2);
    expect(code('Code object')).toBeTruthy();
  });

  it('says how much was cut', () => {
    show('stages_of_folding.cp313', { totals: { nodes: 90_000 } });
    expect(screen.getByText('20 of 90000')).toBeTruthy();
  });

  it('says that the outermost instructions are there alone', () => {
    show('stages_of_scopes.cp313');
    expect(
      screen.getByText(/Optimised/, {
        selector: '.jp-PyMastery-title'
      }).textContent
    ).toContain('outermost alone');
  });
});

describe('remarks', () => {
  it('of the compiler stand at their line', () => {
    const container = show('stages_of_folding.cp313', {
      warned: [
        { stage: 'code', category: 'SyntaxWarning', message: 'is?', line: 2 }
      ]
    });
    const line = container.querySelector(
      '.jp-PyMastery-stages-line.jp-mod-warning'
    );
    expect(line?.textContent).toBe(
      '2seconds = 24 * 60 * 60 + hoursSyntaxWarning is?'
    );
  });
});

describe('a narrow output', () => {
  const width = jest.spyOn(Element.prototype, 'clientWidth', 'get');
  afterEach(() => width.mockReset());

  it('has the stages as tabs, marked where something is selected', () => {
    width.mockReturnValue(500);
    show('stages_of_folding.cp313');
    const tabs = screen.getAllByRole('tab');
    expect(tabs.map(each => each.textContent)).toEqual([
      ...['1 Tokens27', '2 Tree20', '3 Symbols3'],
      ...['4 Instructions17', '5 Optimised17', '6 Code object17']
    ]);
    expect(screen.getByRole('tabpanel').contains(tokens())).toBe(true);
    fireEvent.click(within(source()).getAllByText('hours')[0] as Element);
    expect(
      tabs.every(each => each.textContent?.includes('selected here'))
    ).toBe(true);
    act(() => tabs[0]?.focus());
    press('ArrowRight');
    expect(document.activeElement).toBe(tabs[1]);
    expect(tabs[1]?.getAttribute('aria-selected')).toBe('true');
    expect(lit(tree(), '[role=treeitem]').join()).toContain("id='hours'");
    press('End');
    expect(code('Code object')).toBeTruthy();
    press('Home');
    press('ArrowLeft');
    expect(document.activeElement).toBe(tabs[5]);
  });

  it('opens the tab of the stage that refuses', () => {
    width.mockReturnValue(500);
    show('stages_of_refused.cp313');
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe(
      '3 Symbolsrefused'
    );
    expect(screen.getByRole('note')).toBeTruthy();
  });
});

describe('hostile stages', () => {
  it('show markup in any string as text', () => {
    const evil = '<img src=x onerror="document.title=1"><script>1</script>';
    const { stages } = partsOf('stages_of_scopes.cp313');
    const container = show('stages_of_scopes.cp313', {
      texts: stages.texts.map((_, index) => (index ? evil : '')),
      lines: stages.lines.map(() => evil),
      warned: [{ stage: 'tree', category: evil, message: evil, line: 1 }],
      scopes: stages.scopes.map(scope => ({
        ...scope,
        ...{ kind: evil, name: evil },
        symbols: scope.symbols.map(symbol => ({
          ...{ name: evil, words: [evil, evil], uses: symbol.uses }
        }))
      }))
    });
    expect(container.querySelector('img, script')).toBeNull();
    expect(container.textContent).toContain(evil);
  });

  it('draw a part of a line with thousands of tokens', () => {
    const count = 5000;
    const column = (value: number): string =>
      Buffer.from(new Int8Array(count).fill(value).buffer).toString('base64');
    const spans = Buffer.alloc(count * 4, Buffer.from([1, 0, 1, 1]));
    show('stages_of_folding.cp313', {
      tokens: {
        ...{ kind: column(1), text: column(2) },
        span: spans.toString('base64')
      }
    });
    expect(within(tokens()).getAllByRole('button')).toHaveLength(200);
    expect(screen.getByText('+ 4800 more')).toBeTruthy();
  });
});
