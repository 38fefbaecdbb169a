import { useMemo, useState } from 'react';
import type { Field, LayoutV1, Reading } from '../../contract/layout';
import type { IPlace } from './geometry';

/** An object on the way: what is shown of it, and the field to come back to. */
interface IStop {
  reading: Reading;
  place: IPlace;
}

const START: IPlace = { block: 0, field: 0 };

/** The address of the object that a field's pointer leads to; null where it leads to none, or to a block drawn here. */
export function addressOf(field: Field): string | null {
  const { target, value } = field;
  if (!target || target.block !== undefined || !/^0x[0-9a-f]+$/.test(value)) {
    return null;
  }
  // the two low bits of a slot of a frame are a tag (3.14)
  return field.c_type === '_PyStackRef'
    ? `0x${(BigInt(value) & ~3n).toString(16)}`
    : value;
}

/**
 * The object that is looked at, and the way there: pointers are followed, back and forward.
 *
 * @param start - Where the way begins; another one begins another way.
 * @param others - Objects that can be come to.
 */
export function useTrail(start: Reading, others: LayoutV1['others']) {
  const [stops, setStops] = useState<IStop[]>([
    { reading: start, place: START }
  ]);
  const [at, setAt] = useState(0);
  /** A new one each time that another object came into sight: its field gets the focus. */
  const [arrival, setArrival] = useState<IPlace | null>(null);
  const [begun, setBegun] = useState(start);
  if (begun !== start) {
    setBegun(start);
    setStops([{ reading: start, place: START }]);
    setAt(0);
    setArrival(null);
  }
  const known = useMemo(
    () =>
      new Map(
        [
          ...(others ?? []).filter(({ blocks }) => blocks.length > 0),
          start
        ].map(each => [each.object.address, each])
      ),
    [start, others]
  );
  const current = stops[at] ?? { reading: start, place: START };
  const go = (to: number): void => {
    const stop = stops[to];
    if (stop) {
      setAt(to);
      setArrival({ ...stop.place });
    }
  };
  const found = (field: Field): Reading | undefined => {
    const address = addressOf(field);
    return address === null || address === current.reading.object.address
      ? undefined
      : known.get(address);
  };
  return {
    reading: current.reading,
    /** Numbers the stops, so that each is drawn by itself. */
    at,
    arrival,
    isAlone: known.size < 2,
    path: stops.slice(0, at + 1).map(({ reading }) => reading.object),
    leads: (field: Field): boolean => found(field) !== undefined,
    /** Goes to the object that a pointer leads to; whether there is one. */
    follow: (field: Field, place: IPlace): boolean => {
      const reading = found(field);
      if (reading) {
        const kept = stops.slice(0, at + 1);
        kept[at] = { ...current, place };
        setStops([...kept, { reading, place: START }]);
        setAt(at + 1);
        setArrival({ ...START });
      }
      return reading !== undefined;
    },
    back: at > 0 ? () => go(at - 1) : null,
    forward: at < stops.length - 1 ? () => go(at + 1) : null
  };
}

export type Trail = ReturnType<typeof useTrail>;
