import { useCallback, useEffect, useRef, useState } from 'react';
import {
  clamp,
  fit,
  panBy,
  reveal,
  seen,
  start,
  zoomAt,
  type IPoint,
  type IRect,
  type ISize,
  type IView
} from './geometry-pan-zoom';
import { useSize } from './size';

interface IOptions {
  picture: ISize;
  /** How small the picture may be at first, to be seen in all of its width. */
  least?: number;
}

export interface IPanZoom {
  /** Of the element that the picture is seen through. */
  pane: React.RefObject<HTMLDivElement>;
  size: ISize;
  view: IView;
  /** What is seen of the picture, in its own pixels. */
  seen: IRect;
  /** About the middle of the pane. */
  zoomBy(factor: number): void;
  /** At its own size, what is in the middle of the pane stays there. */
  actual(): void;
  /** All of it. */
  fit(): void;
  panBy(by: IPoint): void;
  reveal(part: IRect): void;
  /** For the pane. */
  handlers: {
    onPointerDown(event: React.PointerEvent): void;
    onPointerMove(event: React.PointerEvent): void;
    onPointerUp(event: React.PointerEvent): void;
    onPointerCancel(event: React.PointerEvent): void;
    onClickCapture(event: React.MouseEvent): void;
  };
}

/** Where nothing can be measured. */
const UNKNOWN: ISize = { width: 800, height: 480 };

export const STEP = 1.25;

/** Pixels that the pointer may move before it drags. */
const STILL = 4;

/** Pans and zooms a picture inside a pane. The page scrolls past it unless it has the focus. */
export function usePanZoom({ picture, least = 0.6 }: IOptions): IPanZoom {
  const pane = useRef<HTMLDivElement>(null);
  const size = useSize(pane, UNKNOWN);
  /** Null until the reader moves the picture: it follows the size of the pane then. */
  const [moved, setMoved] = useState<IView | null>(null);
  const first = start(picture, size, least);
  const view = moved === null ? first : clamp(moved, picture, size);
  const latest = useRef({ view, picture, size });
  latest.current = { view, picture, size };
  const change = useCallback(
    (next: (view: IView, picture: ISize, size: ISize) => IView): void => {
      const now = latest.current;
      now.view = next(now.view, now.picture, now.size);
      setMoved(now.view);
    },
    []
  );
  const zoomBy = useCallback(
    (factor: number, at?: IPoint) =>
      change((old, drawn, box) =>
        zoomAt(old, factor, at ?? middle(box), drawn, box)
      ),
    [change]
  );
  const drag = useCallback(
    (by: IPoint) => change((old, drawn, box) => panBy(old, by, drawn, box)),
    [change]
  );
  useWheel(pane, zoomBy);
  return {
    ...{ pane, size, view, seen: seen(view, size) },
    zoomBy: useCallback(factor => zoomBy(factor), [zoomBy]),
    actual: useCallback(() => zoomBy(1 / latest.current.view.zoom), [zoomBy]),
    fit: useCallback(
      () => change((_, drawn, box) => fit(drawn, box)),
      [change]
    ),
    panBy: drag,
    reveal: useCallback(
      part => change((old, drawn, box) => reveal(old, part, drawn, box)),
      [change]
    ),
    handlers: useDrag(drag)
  };
}

function middle({ width, height }: ISize): IPoint {
  return { x: width / 2, y: height / 2 };
}

/** The wheel zooms with Ctrl or Meta, or where the picture has the focus; else the page scrolls. */
function useWheel(
  pane: React.RefObject<HTMLElement>,
  zoomBy: (factor: number, at: IPoint) => void
): void {
  useEffect(() => {
    const node = pane.current;
    const onWheel = (event: WheelEvent): void => {
      const isOurs =
        event.ctrlKey ||
        event.metaKey ||
        node?.contains(node.ownerDocument.activeElement);
      if (!node || !isOurs || event.deltaY === 0) {
        return;
      }
      event.preventDefault();
      const box = node.getBoundingClientRect();
      // a wheel turns by a hundred pixels or by three lines, a pinch comes as a wheel with small steps
      const pixels = event.deltaY * (event.deltaMode === 0 ? 1 : 33);
      const factor = Math.exp(-pixels / 100);
      zoomBy(Math.max(1 / STEP, Math.min(STEP, factor)), {
        x: event.clientX - box.left,
        y: event.clientY - box.top
      });
    };
    // React's own listener cannot keep the page from scrolling
    node?.addEventListener('wheel', onWheel, { passive: false });
    return () => node?.removeEventListener('wheel', onWheel);
  }, [pane, zoomBy]);
}

/** Drags with the pointer; a click that ends a drag is none. */
function useDrag(panBy: (by: IPoint) => void): IPanZoom['handlers'] {
  const from = useRef<IPoint | null>(null);
  const isDragged = useRef(false);
  const stop = useCallback((): void => {
    from.current = null;
  }, []);
  return {
    onPointerDown: useCallback(event => {
      isDragged.current = false;
      from.current =
        event.button === 0 ? { x: event.clientX, y: event.clientY } : null;
    }, []),
    onPointerMove: useCallback(
      event => {
        const start = from.current;
        if (start === null) {
          return;
        }
        const by = { x: event.clientX - start.x, y: event.clientY - start.y };
        if (!isDragged.current && Math.hypot(by.x, by.y) < STILL) {
          return;
        }
        if (!isDragged.current) {
          isDragged.current = true;
          event.currentTarget.setPointerCapture?.(event.pointerId);
        }
        from.current = { x: event.clientX, y: event.clientY };
        panBy(by);
      },
      [panBy]
    ),
    onPointerUp: stop,
    onPointerCancel: stop,
    onClickCapture: useCallback(event => {
      if (isDragged.current) {
        event.stopPropagation();
        isDragged.current = false;
      }
    }, [])
  };
}
