import type { Item } from './geometry-rows';
import type { ISpan } from './geometry-spans';

/** What is lit up: a part of the source and the instructions that come from it. */
export interface ISelection {
  span: ISpan | null;
  /** The key of the one row that was pointed at; "" where it was the source. */
  row: string;
}

export function selectionOf(item: Item | undefined): ISelection | null {
  return item?.kind === 'row' ? { span: item.row.span, row: item.key } : null;
}

export function isSame(a: ISelection | null, b: ISelection | null): boolean {
  return a?.row === b?.row && a?.span === b?.span;
}
