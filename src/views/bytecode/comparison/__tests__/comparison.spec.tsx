import { fireEvent, screen, within } from '@testing-library/react';
import { unpack } from '../../../../contract/packed';
import { readProgram } from '../../program/read';
import { compared, comparedNamed, packed, sideOf } from './aligned';
import { cells, detail, lit, recorded, row, rows, show, SUM } from './shown';

/** The program of a recording as if its source were another one. */
function edited(text: string, other: string): ReturnType<typeof sideOf> {
  const side = sideOf('sum_of_squares.cp314');
  const { source } = side.sent;
  const lines = source?.lines.map(line => line.replace(text, other)) ?? [];
  const sent = { ...side.sent, source: source && { ...source, lines } };
  return { ...side, sent, program: readProgram(sent) };
}

/** The program of a recording as if it stood further down in its file. */
function further(lines: number): ReturnType<typeof sideOf> {
  const side = sideOf('sum_of_squares.cp314');
  const { source, codes } = side.sent;
  const first = unpack(codes.first_line);
  const sent = {
    ...side.sent,
    codes: {
      ...codes,
      first_line: packed(Array.from(first, line => line + lines))
    },
    source: source && { ...source, first_line: source.first_line + lines }
  };
  return { ...side, sent, program: readProgram(sent) };
}

describe('a comparison of one function on two interpreters', () => {
  it('names both sides with their interpreters and counts', () => {
    show(SUM);
    const [here, , there] = screen.getAllByRole('columnheader');
    expect(here?.textContent).toBe(
      'here function total, CPython 3.11 20 instructions'
    );
    expect(there?.textContent).toBe(
      'there function total, CPython 3.14 24 instructions'
    );
    const counts = screen.getAllByRole('listitem');
    expect(counts.map(each => each.textContent)).toEqual([
      expect.stringMatching(/^= \d+ the same$/),
      expect.stringMatching(/^~ \d+ changed$/),
      expect.stringMatching(/^< \d+ only here$/),
      expect.stringMatching(/^> \d+ only there$/)
    ]);
  });

  it('says what is not shown of the other program', () => {
    const { program } = SUM.comparison;
    const cut = { shown: 24, total: 500 };
    const notices = ['Its lines are not shown.'];
    show({
      ...SUM,
      comparison: { ...SUM.comparison, notices, program: { ...program, cut } }
    });
    expect(screen.getAllByRole('note').map(each => each.textContent)).toEqual([
      'Its lines are not shown.',
      '24 of 500 instructions there were compared.'
    ]);
  });

  it('has two instructions in a row, and says in words what they are to each other', () => {
    show(SUM);
    expect(cells(row('RESUME'))).toEqual([
      '400#RESUME 0',
      '=the same',
      '400#RESUME 0'
    ]);
    expect(cells(row('LOAD_SMALL_INT 0'))).toEqual([
      '520◆LOAD_CONST 0',
      '~changed',
      '520◆LOAD_SMALL_INT 0'
    ]);
    const [left, sign, right] = cells(row('NOT_TAKEN'));
    expect([left, sign]).toEqual(['', '>only there']);
    expect(right).toContain('NOT_TAKEN');
  });

  it('lets stand out what of a changed row is not the same', () => {
    show(SUM);
    const differs = (of: HTMLElement): (string | null)[] =>
      Array.from(of.querySelectorAll('.jp-mod-differs')).map(
        each => each.textContent
      );
    expect(differs(row('LOAD_CONST', 'LOAD_SMALL_INT'))).toEqual([
      'LOAD_CONST',
      'LOAD_SMALL_INT'
    ]);
    expect(differs(row('RESUME'))).toEqual([]);
  });

  it('is one grid whose rows are counted', () => {
    show(SUM);
    const grid = screen.getByRole('treegrid');
    const last = rows().at(-1);
    expect(grid.getAttribute('aria-rowcount')).toBe(String(rows().length + 1));
    expect(last?.getAttribute('aria-rowindex')).toBe(String(rows().length + 1));
    expect(rows().filter(each => each.tabIndex === 0)).toHaveLength(1);
  });

  it('lights up the source of both sides in one source', () => {
    show(SUM);
    fireEvent.mouseOver(row('BINARY_OP %'));
    expect([lit('left'), lit('right')]).toEqual(['n % 2', 'n % 2']);
    fireEvent.mouseOver(row('NOT_TAKEN'));
    expect(lit('left')).toBe('');
    expect(lit('right')).not.toBe('');
    fireEvent.mouseLeave(
      rows()[0]?.parentElement?.parentElement?.parentElement as HTMLElement
    );
    expect(lit('right')).toBe('');
  });

  it('lights up what both sides know, where one has lines only', () => {
    show(comparedNamed('sum_of_squares.cp310', 'sum_of_squares.cp314'));
    fireEvent.mouseOver(row('LOAD_SMALL_INT 2'));
    expect(lit('right')).toBe('2');
    expect(lit('left')).toBe('if n % 2:');
  });

  it('has one source where the same text stands further down in another file', () => {
    show(compared(sideOf('sum_of_squares.cp311'), further(100)));
    fireEvent.mouseOver(row('LOAD_SMALL_INT 2'));
    expect(lit('right')).toBe('2');
    expect(detail()[1]).toMatch(/line 107if n % 2:$/);
    fireEvent.mouseOver(row('LOAD_CONST 2'));
    expect(lit('left')).toBe('2');
  });

  it('lights up the rows of what is pointed at in the source', () => {
    show(SUM);
    const source = screen.getByRole('group', { name: 'Source of both' });
    fireEvent.mouseOver(within(source).getByText('%'));
    const rowsLit = rows().filter(each => /jp-mod-lit/.test(each.className));
    expect(cells(rowsLit[0] as HTMLElement)[0]).toContain('BINARY_OP %');
    expect(rowsLit.join()).not.toContain('LOAD_FAST');
    fireEvent.click(within(source).getByText('%'));
    fireEvent.mouseLeave(source);
    expect(row('BINARY_OP %').className).toContain('jp-mod-lit');
  });

  it('says both instructions in full, and where they come from', () => {
    show(SUM);
    expect(detail()[0]).toMatch(/^Point at a row/);
    fireEvent.mouseOver(row('BINARY_OP %'));
    expect(detail()).toEqual([
      'here BINARY_OP %line 7if n % 2:',
      'there BINARY_OP %line 7if n % 2:'
    ]);
    fireEvent.mouseOver(row('NOT_TAKEN'));
    expect(detail()[0]).toBe('here no instruction stands beside it');
  });

  it('says in the rows which jumps lead elsewhere, whatever their labels are alone', () => {
    show(recorded('compared_functions.cp314'));
    const texts = (of: HTMLElement): string[] =>
      Array.from(
        of.querySelectorAll('.jp-PyMastery-comparison-text'),
        text => text.textContent ?? ''
      );
    // to L3 and to L4 in their own listings, but to one row
    expect(texts(row('FOR_ITER'))).toEqual(['to L3', 'to L3']);
    expect(row('FOR_ITER').textContent).toContain('the same');
    // to L2 in both listings, but to two rows
    expect(texts(row('POP_JUMP_IF_TRUE'))).toEqual(['to L2', 'to L4']);
    expect(
      row('POP_JUMP_IF_TRUE').querySelectorAll('.jp-mod-differs')
    ).toHaveLength(2);
    const target = row('L4', 'number, limit');
    expect(
      target.querySelector('[title="L2 in its own listing"]')?.textContent
    ).toBe('L4');
    expect(cells(row('END_FOR'))).toEqual([
      '6L3702END_FOR',
      '=the same',
      '14L31082END_FOR'
    ]);
    expect(
      screen.getByText(
        'L1 L2: the same on both sides where they are in one row'
      )
    ).toBeTruthy();
  });

  it('says of such jumps, too, what they read alone', () => {
    show(recorded('compared_functions.cp314'));
    fireEvent.mouseOver(row('POP_JUMP_IF_TRUE'));
    const [here, there] = detail();
    expect(here).toMatch(/^here POP_JUMP_IF_TRUE to L2leads elsewhereline/);
    expect(there).toMatch(
      /^there POP_JUMP_IF_TRUE to L4leads elsewhereL2 in its own listingline/
    );
    fireEvent.mouseOver(row('BINARY_OP %'));
    expect(detail().join()).not.toMatch(/elsewhere|own listing/);
  });

  it('has no labels of its own where the listings have the same ones', () => {
    show(comparedNamed('sum_of_squares.cp314', 'sum_of_squares.cp314'));
    expect(screen.queryByText(/where they are in one row/)).toBeNull();
    // and no sign of what does not occur
    const counts = screen.getAllByRole('listitem');
    expect(counts.map(each => each.textContent)).toEqual(['= 24 the same']);
  });
});

describe('a comparison of two sources', () => {
  it('has no source pane, and a line of each source', () => {
    show(compared(sideOf('sum_of_squares.cp314'), edited('n * n', 'n * m')));
    expect(screen.queryByRole('group', { name: 'Source of both' })).toBeNull();
    fireEvent.mouseOver(row('BINARY_OP *'));
    expect(detail()).toEqual([
      'here BINARY_OP *line 8result += n * n',
      'there BINARY_OP *line 8result += n * m'
    ]);
    expect(document.querySelector('mark')?.textContent).toBe('n * n');
  });

  it('shows code objects that stand alone', () => {
    show(comparedNamed('sum_of_squares.cp314', 'closure.cp314'));
    const heads = rows().filter(
      each => each.getAttribute('aria-level') === '1'
    );
    expect(heads.slice(0, 2).map(cells)).toEqual([
      ['total 24 instructions', '', 'nothing of this name'],
      ['nothing of this name', '', expect.stringMatching(/^counter \d+/)]
    ]);
  });
});
