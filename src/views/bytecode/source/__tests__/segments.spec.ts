import { programNamed, RECORDINGS } from '../../../__tests__/bytecode';
import { spanOf, type ISpan } from '../../program/model';
import { describeLine, reach, Segments } from '../segments';

describe.each(RECORDINGS)('%s', name => {
  const program = programNamed(name);
  const segments = new Segments(program, program.codes);
  const lines = program.lines.map((_, at) => segments.line(at));
  const spans = program.codes.flatMap(code =>
    Array.from({ length: code.count }, (_, index) => spanOf(code, index))
  );

  it('loses no character of the source', () => {
    expect(lines.map(line => line.map(s => s.text).join(''))).toEqual(
      program.lines
    );
  });

  it('is cut where a span begins or ends', () => {
    for (const span of spans.filter((s): s is ISpan => s !== null)) {
      for (let number = span.line; number <= span.endLine; number++) {
        const at = number - program.firstLine;
        const found = reach(span, number, program.lines[at] ?? '');
        const bounds = (lines[at] ?? []).flatMap(s => [s.start, s.end]);
        const isEnd = number === span.line || number === span.endLine;
        expect(
          !isEnd ||
            found === null ||
            found.every(place => bounds.includes(place))
        ).toBe(true);
      }
    }
  });
});

it('marks what each part of a line is the source of', () => {
  const program = programNamed('sum_of_squares.cp313');
  const segments = new Segments(program, program.codes);
  expect(program.lines.map((_, at) => describeLine(segments.line(at)))).toEqual(
    [
      'def total(numbers):',
      '    ⟨result⟩ = ⟨0⟩',
      '    for ⟨n⟩ in ⟨numbers⟩:',
      '        if ⟨n⟩⟨ % ⟩⟨2⟩:',
      '            ⟨result⟩⟨ += ⟩⟨n * ⟩⟨n⟩',
      '    ⟨return ⟩⟨result⟩'
    ]
  );
});
