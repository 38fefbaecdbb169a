import { ROW } from './geometry-arcs';

/** Scrolls `pane` as little as shows the row at `top`. */
export function reveal(pane: Element, top: number): void {
  if (top < pane.scrollTop) {
    pane.scrollTop = top;
  } else if (top + ROW > pane.scrollTop + pane.clientHeight) {
    pane.scrollTop = top + ROW - pane.clientHeight;
  }
}

/** Scrolls `pane` sideways where what begins at `left` is out of sight or at the very edge. */
export function revealAcross(pane: Element, left: number): void {
  const { clientWidth, scrollLeft } = pane;
  if (left < scrollLeft || left > scrollLeft + clientWidth * 0.75) {
    pane.scrollLeft = left - clientWidth / 4;
  }
}
