import {
  isSameSpan,
  spanOf,
  type ICode,
  type IProgram,
  type ISpan
} from '../program/model';
import type { Alignment, Item } from './alignment';
import type { IPair, ITable } from './read';

/** What is pointed at: a row, or a part of the source; and where both of its sides come from. */
export interface IPointed {
  /** The key of the row, without which half of it; "" where it is a part of the source. */
  row: string;
  /** The pair that the row is in, null where it is a part of the source. */
  pair: IPair | null;
  /** The code object and the instruction here, null where there is none. */
  left: IPlace | null;
  right: IPlace | null;
  /** In the source here. */
  leftSpan: ISpan | null;
  /** In the source there. */
  rightSpan: ISpan | null;
}

export interface IPlace {
  code: ICode;
  index: number;
}

function place(code: ICode | null, index: number): IPlace | null {
  return code && index >= 0 ? { code, index } : null;
}

/** The row at a line of the picture, null for a heading and what is folded. */
export function ofItem(
  { table }: Alignment,
  item: Item | null
): IPointed | null {
  if (item?.kind !== 'row') {
    return null;
  }
  const left = place(item.pair.left, table.left[item.row] ?? -1);
  const right = place(item.pair.right, table.right[item.row] ?? -1);
  return {
    row: String(item.row),
    pair: item.pair,
    left,
    right,
    leftSpan: left && spanOf(left.code, left.index),
    rightSpan: right && spanOf(right.code, right.index)
  };
}

/** A part of a source that both sides have; that of the other side counts its lines from elsewhere. */
export function ofSpan(span: ISpan, further: number): IPointed {
  return {
    row: '',
    pair: null,
    left: null,
    right: null,
    leftSpan: span,
    rightSpan: moved(span, further)
  };
}

export function isSamePointed(a: IPointed | null, b: IPointed | null): boolean {
  return (
    a?.row === b?.row &&
    isSameSpan(a?.leftSpan ?? null, b?.leftSpan ?? null) &&
    isSameSpan(a?.rightSpan ?? null, b?.rightSpan ?? null)
  );
}

/** Whether both instructions of a row jump, to instructions that are not in one row. */
export function leadsElsewhere(
  { left, right }: ITable,
  { pair, left: here, right: there }: IPointed
): boolean {
  const target = here?.code.targets.get(here.index);
  const its = there?.code.targets.get(there.index);
  if (pair === null || target === undefined || its === undefined) {
    return false;
  }
  for (let row = pair.from; row < pair.from + pair.count; row++) {
    if (left[row] === target) {
      return right[row] !== its;
    }
  }
  return true;
}

/** A span as many lines further down. */
export function moved(span: ISpan, further: number): ISpan {
  return {
    ...span,
    line: span.line + further,
    endLine: span.endLine + further
  };
}

/** Whether two programs are of one text, so that one source stands for both. */
export function hasOneSource(here: IProgram, other: IProgram): boolean {
  return (
    here.hasSource &&
    other.hasSource &&
    here.lines.length === other.lines.length &&
    here.lines.every((line, at) => line === other.lines[at])
  );
}

/** The code objects of both programs as if both came from the source here. */
export function inOneSource(here: IProgram, other: IProgram): ICode[] {
  const further = here.firstLine - other.firstLine;
  const known = (line: number): number => (line ? line + further : 0);
  const moved = other.codes.map(code => ({
    ...code,
    spans: {
      ...code.spans,
      line: code.spans.line.map(known),
      endLine: code.spans.endLine.map(known)
    }
  }));
  return [...here.codes, ...moved];
}
