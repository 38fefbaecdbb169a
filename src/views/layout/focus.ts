import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent
} from 'react';
import {
  fieldAt,
  move,
  targetBlock,
  type IGeometry,
  type IPlace,
  type Step
} from './geometry';
import type { Trail } from './trail';

const STEPS: Record<string, Step> = {
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  ArrowDown: 'down',
  ArrowUp: 'up',
  Home: 'first',
  End: 'last'
};

/** Goes where the pointer of a field leads: to a block drawn here, or to another object. */
function following(
  geometry: IGeometry,
  trail: Trail,
  go: (place: IPlace) => void
) {
  const led = (place: IPlace) => {
    const field = fieldAt(geometry, place);
    return { field, block: field ? targetBlock(geometry, field) : -1 };
  };
  return {
    /** Whether it can be followed. */
    leads: (place: IPlace): boolean => {
      const { field, block } = led(place);
      return field !== undefined && (block >= 0 || trail.leads(field));
    },
    /** Follows it; whether it could be. */
    follow: (place: IPlace): boolean => {
      const { field, block } = led(place);
      if (block >= 0) {
        go({ block, field: 0 });
      }
      return block >= 0 || (field !== undefined && trail.follow(field, place));
    }
  };
}

/** Which field is looked at: hover and focus preview, a click pins, Esc clears. */
export function useFocus(geometry: IGeometry, trail: Trail) {
  const root = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const { arrival } = trail;
  const [wanted, setStop] = useState<IPlace>(arrival ?? { block: 0, field: 0 });
  const [preview, setPreview] = useState<IPlace | null>(null);
  const [kept, setPinned] = useState<IPlace | null>(null);
  // another moment of the object may have fewer fields
  const stop = fieldAt(geometry, wanted) ? wanted : { block: 0, field: 0 };
  const pinned = kept && fieldAt(geometry, kept) ? kept : null;
  const idOf = (place: IPlace) => `${prefix}-${place.block}-${place.field}`;
  const go = (place: IPlace) => {
    setStop(place);
    setPinned(null);
    setPreview(place);
    root.current?.ownerDocument.getElementById(idOf(place))?.focus();
  };
  // another object came into sight: the focus comes along
  useLayoutEffect(() => {
    if (arrival) {
      go(arrival);
    }
  }, []);
  const { follow, leads } = following(geometry, trail, go);
  const pin = (place: IPlace) => {
    setStop(place);
    setPinned(place);
  };
  const enter = (place: IPlace) => {
    setStop(place);
    setPreview(place);
  };
  const clear = () => {
    setPinned(null);
    setPreview(null);
  };
  const place = preview ?? pinned;
  return {
    root,
    idOf,
    stop,
    place,
    enter,
    pinned,
    setPreview,
    pin,
    clear,
    go,
    follow,
    leads
  };
}

export type Focus = ReturnType<typeof useFocus>;

/** What a key does in the picture: it walks from field to field, follows a pointer, lets go of what was pinned. */
export function onKey(
  event: KeyboardEvent,
  geometry: IGeometry,
  focus: Focus
): void {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const step = STEPS[event.key];
  if (event.key === 'Escape' && focus.pinned !== null) {
    focus.clear();
  } else if (!(event.target as Element).matches('[aria-pressed][tabindex]')) {
    return;
  } else if (step) {
    focus.go(move(geometry, focus.stop, step));
  } else if (event.key === 'Enter') {
    if (!focus.follow(focus.stop)) {
      focus.pin(focus.stop);
    }
  } else {
    return;
  }
  event.preventDefault();
}
