import { codeNamed } from '../../../__tests__/bytecode';
import { comparedMeaningOf, meaningOf } from '../meaning';
import { opcodeOf } from '../model';

describe('what an argument stands for', () => {
  const { program, code } = codeNamed('sum_of_squares.cp314');
  const nowhere = { ...code, targets: new Map<number, number>() };
  const at = (name: string): number =>
    Array.from({ length: code.count }, (_, index) => index).find(
      index => opcodeOf(program, code, index).name === name
    ) ?? -1;

  it('is its text, or else its number', () => {
    expect(meaningOf(program, code, at('FOR_ITER'))).toBe('to L3');
    expect(meaningOf(program, code, at('RESUME'))).toBe('0');
    expect(meaningOf(program, code, at('GET_ITER'))).toBe('');
  });

  it('is compared without the number of a jump', () => {
    const jump = at('FOR_ITER');
    expect(comparedMeaningOf(program, code, jump)).toBe('to L3');
    expect(comparedMeaningOf(program, nowhere, jump)).toBe('');
    expect(meaningOf(program, nowhere, jump)).toMatch(/^\d+$/);
    expect(comparedMeaningOf(program, code, at('RESUME'))).toBe('0');
  });
});
