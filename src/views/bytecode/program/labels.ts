import type { IGuard } from './model';

/** "L1", "L2" … in order, for all that a jump or the exception table refers to, as dis does from 3.13 on. */
export function labelsOf(
  targets: ReadonlyMap<number, number>,
  guards: readonly IGuard[]
): Map<number, string> {
  const found = new Set(targets.values());
  for (const { from, to, handler } of guards) {
    found.add(from).add(to).add(handler);
  }
  const sorted = [...found].sort((a, b) => a - b);
  return new Map(sorted.map((index, place) => [index, `L${place + 1}`]));
}

/** Line number → band, the six in turn, for every line that an instruction comes from. */
export function bandsOf(columns: readonly Int32Array[]): Map<number, number> {
  const lines = new Set<number>();
  for (const column of columns) {
    for (const line of column) {
      lines.add(line);
    }
  }
  lines.delete(0);
  const sorted = [...lines].sort((a, b) => a - b);
  return new Map(sorted.map((line, place) => [line, (place % 6) + 1]));
}
