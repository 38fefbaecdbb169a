/**
 * The last place, of `count`, that passes a test; -1 where none does.
 *
 * @param test - Every place before one that passes has to pass too.
 */
export function lastWhere(
  count: number,
  test: (place: number) => boolean
): number {
  let low = -1;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (test(middle)) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
