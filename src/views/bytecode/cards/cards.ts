import { CARDS, TIMES } from './data.generated';

/** Neighbours on the stack: a name, or a name and how many there are, as an expression in the argument. */
type SlotData = string | { name: string; times: string };

/** A card as the Python package has it, true of the versions from `since` to `until`. */
export interface IVariant {
  since: string;
  until?: string;
  documented?: boolean;
  does: string;
  before: SlotData[];
  after: SlotData[];
  jumps?: SlotData[];
  raises: string | null;
  family?: string;
  expects?: string;
  deoptimises?: string;
}

/** What one opcode does in one version of CPython; slots of the stack are named, the bottom one first. */
export interface ICard {
  name: string;
  does: string;
  raises: string | null;
  family: string | null;
  expects: string | null;
  deoptimises: string | null;
  /** The forms that it specialises to. */
  specialised: string[];
  docs: string | null;
  before(arg: number): string[];
  after(arg: number): string[];
  /** The same where the jump is taken, null where there is no difference. */
  jumps: ((arg: number) => string[]) | null;
}

/** Slots named one by one, up to here: the rest is counted. */
const NAMED = 5;

const DOCS = 'https://docs.python.org/3';

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

function isTrueOf(variant: IVariant, minor: number): boolean {
  return (
    minorOf(variant.since) <= minor &&
    minor <= (variant.until ? minorOf(variant.until) : Infinity)
  );
}

/** The names of the slots, the bottom one first; many equal ones are one name with their number. */
function slots(data: SlotData[], arg: number): string[] {
  return data.flatMap(slot => {
    if (typeof slot === 'string') {
      return [slot];
    }
    const count = Math.max(0, TIMES[slot.times]?.(arg) ?? 0);
    return count > NAMED
      ? [`${slot.name} × ${count}`]
      : Array.from({ length: count }, (_, place) =>
          count > 1 ? `${slot.name} ${place + 1}` : slot.name
        );
  });
}

function variantOf(name: string, minor: number): IVariant | undefined {
  return Object.hasOwn(CARDS, name)
    ? CARDS[name]?.find(variant => isTrueOf(variant, minor))
    : undefined;
}

function docsOf(name: string, minor: number): string | null {
  if (name.startsWith('INSTRUMENTED_')) {
    return `${DOCS}/library/sys.monitoring.html`;
  }
  return variantOf(name, minor)?.documented === false
    ? null
    : `${DOCS}.${minor}/library/dis.html#opcode-${name}`;
}

/**
 * The card of an opcode, null where there is none.
 *
 * @param python - The interpreter's version, such as "3.13.0".
 */
export function cardOf(name: string, python: string): ICard | null {
  const minor = minorOf(python);
  const variant = variantOf(name, minor);
  if (variant === undefined) {
    return null;
  }
  const { does, before, after, jumps, raises, family, expects } = variant;
  return {
    name,
    does,
    raises,
    family: family ?? null,
    expects: expects ?? null,
    deoptimises: variant.deoptimises ?? null,
    specialised: Object.keys(CARDS).filter(
      other => variantOf(other, minor)?.family === name
    ),
    docs: docsOf(family ?? name, minor),
    before: arg => slots(before, arg),
    after: arg => slots(after, arg),
    jumps: jumps ? arg => slots(jumps, arg) : null
  };
}
