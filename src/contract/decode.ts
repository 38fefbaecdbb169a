import type { BytecodeV1 } from './bytecode';
import type { BytecodeV2 } from './bytecode.v2';
import type { CheckV1 } from './check';
import type { CurriculumV1 } from './curriculum';
import type { GraphV1 } from './graph';
import type { LayoutV1 } from './layout';
import { validate as validateBytecode } from './bytecode.validate';
import { validate as validateBytecode2 } from './bytecode.v2.validate';
import { validate as validateCheck } from './check.validate';
import { validate as validateCurriculum } from './curriculum.validate';
import { validate as validateGraph } from './graph.validate';
import { validate as validateLayout } from './layout.validate';

export interface IPayloads {
  bytecode: BytecodeV1 | BytecodeV2;
  layout: LayoutV1;
  graph: GraphV1;
  check: CheckV1;
  curriculum: CurriculumV1;
}

export type Kind = keyof IPayloads;

/** What stands in a payload's way, in the reader's words. */
export class PayloadError extends Error {}

/** Refuses a payload whose columns say something that cannot be. */
export function malformed(kind: Kind, what: string): never {
  throw new PayloadError(`this ${kind} payload is not well formed: ${what}`);
}

interface IValidate {
  (data: unknown): boolean;
  errors?: { instancePath: string; message?: string }[] | null;
}

/** By kind, the validator of each version: a saved notebook may hold an old one. */
const validators: Record<Kind, Record<number, IValidate>> = {
  bytecode: { 1: validateBytecode, 2: validateBytecode2 },
  layout: { 1: validateLayout },
  graph: { 1: validateGraph },
  check: { 1: validateCheck },
  curriculum: { 1: validateCurriculum }
};

/** Above these a payload is refused before anything looks at its meaning: drawing it would freeze the tab. */
export const LIMITS = { values: 250_000, depth: 64, characters: 8_000_000 };

/** The first limit that `data` breaks, or null. Stops counting there, so its cost is bounded too. */
function brokenLimit(data: unknown): string | null {
  let values = 0;
  let characters = 0;
  const pending: { value: unknown; depth: number }[] = [
    { value: data, depth: 0 }
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, depth } = next;
    values += 1;
    if (typeof value === 'string') {
      characters += value.length;
    } else if (typeof value === 'object' && value !== null) {
      const inner = Object.values(value);
      if (depth > LIMITS.depth) {
        return `it is nested more than ${LIMITS.depth} levels deep`;
      }
      if (values + pending.length + inner.length > LIMITS.values) {
        return `it holds more than ${LIMITS.values} values`;
      }
      for (const item of inner) {
        pending.push({ value: item, depth: depth + 1 });
      }
    }
    if (characters > LIMITS.characters) {
      return `it holds more than ${LIMITS.characters} characters of text`;
    }
  }
  return null;
}

function version(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'version' in data
    ? data.version
    : undefined;
}

/**
 * The payload that `data` is, with unknown fields tolerated.
 *
 * @throws PayloadError when it is too large, of another version or not of this kind.
 */
export function decode<K extends Kind>(kind: K, data: unknown): IPayloads[K] {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new PayloadError(`a ${kind} payload must be an object`);
  }
  const limit = brokenLimit(data);
  if (limit !== null) {
    throw new PayloadError(`this ${kind} payload is too large: ${limit}`);
  }
  const found = version(data);
  const validate = validators[kind][Number(found)];
  if (typeof found !== 'number' || validate === undefined) {
    const said = String(JSON.stringify(found) ?? 'none').slice(0, 40);
    throw new PayloadError(
      `this viewer reads version ${Object.keys(validators[kind]).join(' and ')} of a ${kind} payload, not version ${said}; a newer pymastery may read it`
    );
  }
  if (!validate(data)) {
    const error = validate.errors?.[0];
    const place = (error?.instancePath || '/').slice(0, 80);
    malformed(kind, `${place} ${error?.message ?? 'is wrong'}`);
  }
  return data as IPayloads[K];
}

/** The integers of a column: "0 2 -1" → [0, 2, -1]. */
export function column(text: string): number[] {
  return text === '' ? [] : text.split(' ').map(Number);
}
