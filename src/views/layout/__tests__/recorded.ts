import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../../../contract/decode';
import type { LayoutV1 } from '../../../contract/layout';

const folder = join(
  __dirname,
  '../../../../python_helpers/tests/recorded/layout'
);

/** The names of all recordings of layouts. */
export const files = readdirSync(folder).filter(name => name.endsWith('.json'));

/** The payload of one recording, decoded as an output's is. */
export function recorded(name: string): LayoutV1 {
  const text = readFileSync(join(folder, name), 'utf-8');
  const { payload } = JSON.parse(text) as { payload: unknown };
  return decode('layout', payload);
}
