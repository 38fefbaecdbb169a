import { lastWhere } from '../geometry-bisect';

describe('the last place that passes', () => {
  it.each([
    [[], 5, -1],
    [[1, 3, 5], 0, -1],
    [[1, 3, 5], 1, 0],
    [[1, 3, 5], 4, 1],
    [[1, 3, 5, 5], 9, 3]
  ])('of %j up to %d is %d', (numbers, most, place) => {
    const found = lastWhere(numbers.length, at => (numbers[at] ?? 0) <= most);
    expect(found).toBe(place);
  });
});
