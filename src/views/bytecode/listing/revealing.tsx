import { useEffect, useLayoutEffect, useRef } from 'react';
import type { useRows } from '../../shared/rows';
import type { IProgram } from '../program/model';
import { isLit, type ISelection } from '../selection';
import type { IListingProps } from './listing';
import type { Placement } from './placement';

/** Rows that are looked at after the first one that is lit: more are never in sight. */
const STRETCH = 100;

/** Scrolls to the rows that come from what is selected elsewhere, and to what a search found. */
export function useReveal(
  props: IListingProps,
  { revealAll }: ReturnType<typeof useRows>
): void {
  const { program, placement, active, shown } = props;
  const isElsewhere = active !== null && active.row === '';
  useEffect(() => {
    const lit = isElsewhere ? litRun(program, placement, active) : null;
    if (lit) {
      revealAll(...lit);
    }
  }, [program, placement, isElsewhere ? active : null]);
  useEffect(() => {
    if (shown) {
      revealAll(shown.place, shown.place);
    }
  }, [shown]);
}

/** The places of the first row that is lit and of the last one of that code object near it, null where none is shown. */
function litRun(
  program: IProgram,
  placement: Placement,
  active: ISelection
): [number, number] | null {
  for (const instance of placement.instances) {
    const { code } = instance;
    let first = -1;
    let last = -1;
    for (let index = 0; index < code.count; index++) {
      if (first >= 0 && index > first + STRETCH) {
        break;
      }
      if (isLit(program, code, index, active)) {
        first = first < 0 ? index : first;
        last = index;
      }
    }
    if (first >= 0 && placement.isShown(instance)) {
      return [
        placement.placeOf(instance, first),
        placement.placeOf(instance, last)
      ];
    }
  }
  return null;
}

/** Takes the focus to the instruction that is selected, once its row is there. */
export function useArrival(
  props: IListingProps,
  focus: (place: number) => void
): void {
  const { placement, active, pinned, arrival } = props;
  const arrived = useRef<object | null>(null);
  useLayoutEffect(() => {
    const to = active ?? pinned;
    const instance = placement.instances.find(
      each => each.code === to?.code && placement.isShown(each)
    );
    if (arrival && arrival !== arrived.current && to && instance) {
      arrived.current = arrival;
      focus(placement.placeOf(instance, to.index));
    }
  }, [arrival, placement]);
}
