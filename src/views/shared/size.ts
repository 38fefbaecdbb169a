import { useLayoutEffect, useState, type RefObject } from 'react';
import type { ISize } from './geometry-pan-zoom';

/** The size of an element, also when it changes; `unknown` until it can be measured, the last one while it is hidden. */
export function useSize(
  element: RefObject<HTMLElement>,
  unknown: ISize
): ISize {
  const [size, setSize] = useState(unknown);
  useLayoutEffect(() => {
    const node = element.current;
    if (!node) {
      return;
    }
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = node;
      if (width > 0 && height > 0) {
        setSize(old =>
          old.width === width && old.height === height ? old : { width, height }
        );
      }
    };
    measure();
    if (typeof ResizeObserver === 'undefined') {
      return;
    }
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
