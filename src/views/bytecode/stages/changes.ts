import type { IStageCode, IUnit } from './code';
import type { IStages } from './stages';

/** Instructions of one stage that are not in the next one, or were not in the one before. */
export interface IChanges {
  generated: Uint8Array;
  optimised: Uint8Array;
  final: Uint8Array;
}

/** The unit that becomes, or became of, another: the outermost one, or the only one with its name in its line. */
function partners(
  before: IStageCode,
  after: IStageCode
): Map<IUnit, IUnit | null> {
  const key = ({ name, line }: IUnit): string => `${line} ${name}`;
  const named = (units: readonly IUnit[]): Map<string, IUnit | null> => {
    const found = new Map<string, IUnit | null>();
    for (const unit of units) {
      found.set(key(unit), found.has(key(unit)) ? null : unit);
    }
    return found;
  };
  const sources = named(before.units);
  const targets = named(after.units);
  const pairs = new Map<IUnit, IUnit | null>();
  for (const unit of before.units) {
    const isOnly = sources.get(key(unit)) === unit;
    pairs.set(unit, (isOnly && targets.get(key(unit))) || null);
  }
  const [first] = before.units;
  if (first) {
    pairs.set(first, after.units[0] ?? null);
  }
  return pairs;
}

/** Indexes by what they have in common, each given out once. */
class Pool {
  add(key: string, index: number): void {
    const found = this._found.get(key);
    if (found) {
      found.indexes.push(index);
    } else {
      this._found.set(key, { indexes: [index], at: 0 });
    }
  }

  /** The first that is not taken, undefined where all are. */
  take(key: string, taken: ReadonlySet<number>): number | undefined {
    const found = this._found.get(key);
    while (found && taken.has(found.indexes[found.at] ?? -1)) {
      found.at += 1;
    }
    return found?.indexes[found.at++];
  }

  private readonly _found = new Map<
    string,
    { indexes: number[]; at: number }
  >();
}

/** Where an instruction is from; "" where that is no part of the source. */
function placeOf(code: IStageCode, index: number): string {
  const start = code.places.start[index] ?? -1;
  const end = code.places.end[index] ?? -1;
  return end > start ? `${start} ${end}` : '';
}

/** Name and argument; labels are numbered anew in each stage. */
function meaning(unit: IUnit, index: number): string {
  const { name, text } = unit.at(index);
  return /^to L\d+$/.test(text) ? name : `${name} ${text}`;
}

/**
 * Pairs of instructions of two units that are the same: of one name, and from one place. The optimiser also gives a
 * place to what has none. What the number of an argument is, is no more than bookkeeping.
 */
function same(
  [code, unit]: [IStageCode, IUnit],
  [other, partner]: [IStageCode, IUnit]
): Map<number, number> {
  const pairs = new Map<number, number>();
  const taken = new Set<number>();
  const pair = (index: number, found: number | undefined): void => {
    if (found !== undefined) {
      pairs.set(index, found);
      taken.add(found);
    }
  };
  const [exact, placeless, all] = [new Pool(), new Pool(), new Pool()];
  for (let index = partner.from; index < partner.to; index++) {
    const { name } = partner.at(index);
    const place = placeOf(other, index);
    exact.add(`${name} ${place}`, index);
    (place === '' ? placeless : all).add(meaning(partner, index), index);
  }
  const left: number[] = [];
  for (let index = unit.from; index < unit.to; index++) {
    const key = `${unit.at(index).name} ${placeOf(code, index)}`;
    pair(index, exact.take(key, taken));
    if (!pairs.has(index)) {
      left.push(index);
    }
  }
  for (const index of left) {
    const pool = placeOf(code, index) === '' ? all : placeless;
    pair(index, pool.take(meaning(unit, index), taken));
  }
  return pairs;
}

function mark(
  marks: Uint8Array,
  { from, to }: IUnit,
  known: ReadonlySet<number>
): void {
  for (let index = from; index < to; index++) {
    marks[index] = known.has(index) ? 0 : 1;
  }
}

/** What optimising and assembling changed: each unit is compared with what is known to have become of it. */
export function changesOf(stages: IStages): IChanges {
  const { generated, optimised, final } = stages;
  const changes = {
    generated: new Uint8Array(generated?.count ?? 0),
    optimised: new Uint8Array(optimised?.count ?? 0),
    final: new Uint8Array(final?.count ?? 0)
  };
  const done = new Set<IUnit>();
  const compare = (
    before: IStageCode | null,
    after: IStageCode | null,
    lost: Uint8Array | null,
    found: Uint8Array
  ): void => {
    if (before === null || after === null) {
      return;
    }
    for (const [unit, partner] of partners(before, after)) {
      if (partner === null || done.has(partner)) {
        continue;
      }
      const pairs = same([before, unit], [after, partner]);
      if (lost && !done.has(unit)) {
        mark(lost, unit, new Set(pairs.keys()));
        done.add(unit);
      }
      mark(found, partner, new Set(pairs.values()));
      done.add(partner);
    }
  };
  compare(generated, optimised, changes.generated, changes.optimised);
  // what was optimised is compared with what it became, all else with what was generated
  compare(optimised, final, null, changes.final);
  compare(generated, final, changes.generated, changes.final);
  return changes;
}
