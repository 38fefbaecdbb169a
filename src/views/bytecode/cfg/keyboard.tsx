import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { touches, type IView } from '../../shared/geometry-pan-zoom';
import { STEP, type IPanZoom } from '../../shared/pan-zoom';
import { isPlain } from '../../shared/plain';
import { blockOf } from '../program/model';
import type { IBlock } from './content';
import type { ILayout } from './layout';
import { isMove, move, type IStand } from './moves';
import type { ICfgProps } from './props';

/** Where the keyboard is in the picture. */
export interface IKeyboard {
  /** The block that the tab key comes to. */
  stop: number;
  trail: readonly number[];
  /** The blocks that are drawn. */
  nodes: React.MutableRefObject<Map<number, SVGGElement>>;
  /** Moves the focus to a block, and the block into sight. */
  go(to: IStand): void;
  /** Notes that a block has the focus. */
  rest(block: number): void;
}

/** Keeps where the keyboard is, and brings into sight what it comes to and what is pinned. */
export function useStand(
  { code, pinned, onHover }: ICfgProps,
  layout: ILayout,
  panZoom: IPanZoom,
  unfolded: ReadonlySet<number>
): IKeyboard {
  const nodes = useRef(new Map<number, SVGGElement>());
  const wanted = useRef<number | null>(null);
  const [stand, setStand] = useState<IStand>({
    at: pinned === null ? 0 : blockOf(code, pinned),
    trail: []
  });
  const at = blockAt(layout, stand.at) ?? layout.blocks[0];
  const stop = at?.index ?? 0;
  useEffect(() => {
    if (wanted.current !== null) {
      nodes.current.get(wanted.current)?.focus({ preventScroll: true });
      wanted.current = null;
    }
  });
  useEffect(() => {
    const block =
      pinned === null ? undefined : blockAt(layout, blockOf(code, pinned));
    if (block && !touches(block, panZoom.seen)) {
      panZoom.reveal(block);
    }
    // only when another one is pinned, not whenever the picture is moved
  }, [code, pinned]);
  useStill(at, panZoom, unfolded);
  return {
    ...{ stop, nodes, trail: stand.trail },
    go: to => {
      const block = blockAt(layout, to.at);
      wanted.current = to.at;
      setStand(to);
      if (block) {
        panZoom.reveal(block);
        onHover(block.first);
      }
    },
    rest: block =>
      setStand(old => (old.at === block ? old : { at: block, trail: [] }))
  };
}

function blockAt(layout: ILayout, index: number): IBlock | undefined {
  return layout.blocks.find(block => block.index === index);
}

/** Where rows are folded or unfolded, what the keyboard is at stays where it is on the screen. */
function useStill(
  block: IBlock | undefined,
  panZoom: IPanZoom,
  unfolded: ReadonlySet<number>
): void {
  const { view } = panZoom;
  const last = useRef({ block, view, unfolded });
  useLayoutEffect(() => {
    const old = last.current;
    last.current = { block, view, unfolded };
    if (old.unfolded !== unfolded && old.block && block) {
      const before = corner(old.block, old.view);
      const after = corner(block, view);
      panZoom.panBy({ x: before.x - after.x, y: before.y - after.y });
    }
  });
}

function corner(block: IBlock, view: IView): { x: number; y: number } {
  return {
    x: block.x * view.zoom + view.x,
    y: block.y * view.zoom + view.y
  };
}

/** What the keys of the picture do. */
export function keysOf(
  { code, pinned, onPin, onOpen }: ICfgProps,
  layout: ILayout,
  { stop, trail, go }: IKeyboard,
  panZoom: IPanZoom,
  unfold: (block: number) => void
): (event: React.KeyboardEvent) => void {
  const first = code.blocks[stop] ?? 0;
  const keys: Record<string, () => void> = {
    '+': () => panZoom.zoomBy(STEP),
    '=': () => panZoom.zoomBy(STEP),
    '-': () => panZoom.zoomBy(1 / STEP),
    '0': () => panZoom.actual(),
    Enter: () => onOpen(first),
    ' ': () => onPin(pinned === first ? null : first),
    '.': () => unfold(stop),
    ...(pinned === null ? {} : { Escape: () => onPin(null) })
  };
  return event => {
    const { key } = event;
    if (!isPlain(event)) {
      return;
    }
    if (isMove(key)) {
      go(move(layout, { at: stop, trail }, key));
    } else if (Object.hasOwn(keys, key)) {
      keys[key]?.();
    } else {
      return;
    }
    event.preventDefault();
    // the view around may have keys of the same name
    event.stopPropagation();
  };
}
