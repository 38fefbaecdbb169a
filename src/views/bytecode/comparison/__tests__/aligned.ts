import type { Comparison, Program } from '../../../../contract/bytecode.v2';
import { payloadOf } from '../../../__tests__/bytecode';
import type { ICode, IProgram } from '../../program/model';
import { readProgram } from '../../program/read';
import { describeInstruction } from '../alignment';
import type { ISide } from '../read';

/** The least aligner there is, for recordings that no kernel has compared: a longest common subsequence. */
function beside(left: string[], right: string[]): [number, number][] {
  const length = left.map(() => new Int32Array(right.length + 1));
  length.push(new Int32Array(right.length + 1));
  for (let at = left.length - 1; at >= 0; at--) {
    for (let to = right.length - 1; to >= 0; to--) {
      const row = length[at] as Int32Array;
      const below = length[at + 1] as Int32Array;
      row[to] =
        left[at] === right[to]
          ? (below[to + 1] ?? 0) + 1
          : Math.max(below[to] ?? 0, row[to + 1] ?? 0);
    }
  }
  const pairs: [number, number][] = [];
  for (let at = 0, to = 0; at < left.length && to < right.length;) {
    if (left[at] === right[to]) {
      pairs.push([at++, to++]);
    } else if ((length[at + 1]?.[to] ?? 0) >= (length[at]?.[to + 1] ?? 0)) {
      at++;
    } else {
      to++;
    }
  }
  return pairs;
}

function keys(program: IProgram, code: ICode, hasText: boolean): string[] {
  return Array.from({ length: code.count }, (_, index) => {
    const text = describeInstruction(program, code, index);
    return hasText ? text : text.replace(/^(\d+ )?([A-Z]+).*/, '$1$2');
  });
}

/** The rows of a pair: three numbers each. */
function rowsOf(
  here: IProgram,
  left: ICode | null,
  other: IProgram,
  right: ICode | null
): number[] {
  const ours = left ? keys(here, left, true) : [];
  const theirs = right ? keys(other, right, true) : [];
  const found =
    left && right
      ? beside(keys(here, left, false), keys(other, right, false))
      : [];
  const rows: number[] = [];
  let [from, from2] = [0, 0];
  for (const [index, index2] of [...found, [ours.length, theirs.length]]) {
    for (; from < (index ?? 0); from++) {
      rows.push(from, -1, 2);
    }
    for (; from2 < (index2 ?? 0); from2++) {
      rows.push(-1, from2, 3);
    }
    if (from < ours.length && from2 < theirs.length) {
      rows.push(from, from2, ours[from] === theirs[from2] ? 0 : 1);
    }
    [from, from2] = [from + 1, from2 + 1];
  }
  return rows;
}

/** Integers as a packed column. */
export function packed(numbers: readonly number[]): string {
  const data = numbers.flatMap(number => {
    if (Math.abs(number) <= 127) {
      return [number & 255];
    }
    const four = Buffer.alloc(4);
    four.writeInt32LE(number);
    return [0x80, ...four];
  });
  return Buffer.from(data).toString('base64');
}

export interface ICompared {
  here: ISide;
  other: ISide;
  comparison: Comparison;
}

/** Two programs side by side, code objects by their names. */
export function compared(
  here: ISide,
  other: ISide & { sent: Program }
): ICompared {
  const pairs: number[] = [];
  const rows: number[] = [];
  const add = (left: ICode | null, right: ICode | null): void => {
    const its = rowsOf(here.program, left, other.program, right);
    pairs.push(left?.place ?? -1, right?.place ?? -1, its.length / 3);
    rows.push(...its);
  };
  const left = here.program.codes;
  const right = new Set(other.program.codes);
  for (const code of left) {
    const same = [...right].find(({ name }) => name === code.name) ?? null;
    if (same) {
      right.delete(same);
    }
    add(code, same);
  }
  right.forEach(code => add(null, code));
  const { interpreter } = payloadOf('closure.cp314');
  return {
    here,
    other,
    comparison: {
      interpreter,
      subject: other.subject,
      program: other.sent,
      pairs: packed(pairs),
      rows: packed(rows)
    }
  };
}

/** One side of a recording: "closure.cp311". */
export function sideOf(name: string): ISide & { sent: Program } {
  const { program, subject, interpreter } = payloadOf(name);
  return {
    program: readProgram(program),
    subject,
    python: interpreter.python,
    sent: program
  };
}

/** Two recordings side by side. */
export function comparedNamed(here: string, other: string): ICompared {
  return compared(sideOf(here), sideOf(other));
}
