import type { ISpan } from './model';

/** "2:10–2:22": line and column of both ends, the second one exclusive. */
export function spanText({ line, column, endLine, endColumn }: ISpan): string {
  return `${line}:${column}\u2013${endLine}:${endColumn}`;
}
