import { useMemo, useRef } from 'react';
import type { IPoint } from '../../shared/geometry-pan-zoom';
import type { IPanZoom } from '../../shared/pan-zoom';
import { CLASS } from './block';
import type { ILayout } from './layout';
import { exceeds, frameOf, overviewOf, type IOverview } from './overview';

interface IProps {
  layout: ILayout;
  panZoom: IPanZoom;
}

/**
 * All blocks in small, and a frame around what is seen of them; a click or a drag moves it. It is for the pointer: the
 * keyboard walks over the blocks.
 */
export function OverviewMap(props: IProps): JSX.Element | null {
  const { layout, panZoom } = props;
  const { view, size, seen } = panZoom;
  const map = useMemo(() => overviewOf(layout, size), [layout, size]);
  const handlers = useMoves(map, panZoom);
  if (!exceeds(layout, view.zoom, size)) {
    return null;
  }
  return (
    <svg
      aria-hidden="true"
      className={`${CLASS}-overview jp-mod-${map.corner}`}
      width={map.width}
      height={map.height}
      {...handlers}
    >
      <path className={`${CLASS}-overviewBlocks`} d={map.blocks} />
      <path
        className={`${CLASS}-overviewBlocks jp-mod-handler`}
        d={map.handlers}
      />
      <rect className={`${CLASS}-overviewFrame`} {...frameOf(map, seen)} />
    </svg>
  );
}

/** What the pointer does in the map: outside of the frame it brings the frame there first. */
function useMoves(
  map: IOverview,
  { view, size, seen, panBy }: IPanZoom
): React.SVGAttributes<SVGSVGElement> {
  const last = useRef<IPoint | null>(null);
  const move = (by: IPoint): void =>
    panBy({
      x: (-by.x / map.scaleX) * view.zoom,
      y: (-by.y / map.scaleY) * view.zoom
    });
  const stop = (): void => {
    last.current = null;
  };
  return {
    // the focus stays in the picture
    onMouseDown: event => event.preventDefault(),
    onPointerDown: event => {
      if (event.button !== 0) {
        return;
      }
      const box = event.currentTarget.getBoundingClientRect();
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      const frame = frameOf(map, seen);
      const isInside =
        Math.abs(at.x - frame.x - frame.width / 2) <= frame.width / 2 &&
        Math.abs(at.y - frame.y - frame.height / 2) <= frame.height / 2;
      last.current = { x: event.clientX, y: event.clientY };
      event.currentTarget.setPointerCapture?.(event.pointerId);
      if (!isInside) {
        panBy({
          x: size.width / 2 - (at.x / map.scaleX) * view.zoom - view.x,
          y: size.height / 2 - (at.y / map.scaleY) * view.zoom - view.y
        });
      }
    },
    onPointerMove: event => {
      const from = last.current;
      if (from !== null) {
        last.current = { x: event.clientX, y: event.clientY };
        // by steps: several may come before the picture is drawn again
        move({ x: event.clientX - from.x, y: event.clientY - from.y });
      }
    },
    onPointerUp: stop,
    onPointerCancel: stop
  };
}
