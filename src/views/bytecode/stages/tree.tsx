import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useMemo, useState } from 'react';
import type { Selecting } from '../selecting';
import {
  AROUND,
  firstLit,
  indexIn,
  keyOf,
  LIT,
  select,
  spanIn,
  type Lights
} from './lit';
import { lightClass, List, partOf, type IStop } from './list';
import { placeText, spanAt } from './places';
import {
  foldedAtFirst,
  isFoldable,
  opened,
  placeBefore,
  treeRows
} from './rows';
import type { INodes, IStages } from './stages';

export const TREE_ROW = 24;

interface ITreeProps {
  stages: IStages;
  lights: Lights;
  selecting: Selecting;
  trans: TranslationBundle;
}

/** Which nodes are folded; the way to what is kept is opened. */
function useFolding(nodes: INodes, kept: number) {
  const [folded, setFolded] = useState<ReadonlySet<number>>(() =>
    foldedAtFirst(nodes)
  );
  useEffect(() => {
    if (kept >= 0) {
      setFolded(now => opened(nodes, now, kept));
    }
  }, [nodes, kept]);
  const rows = useMemo(() => treeRows(nodes, folded), [nodes, folded]);
  const toggle = (node: number): void => {
    const next = new Set(folded);
    if (!next.delete(node)) {
      next.add(node);
    }
    setFolded(next);
  };
  return { folded, rows, toggle };
}

/** How a row is lit: a folded one stands for what is inside. */
function lightOf(
  lights: Lights,
  nodes: INodes,
  node: number,
  isFolded: boolean
): number {
  const own = lights[node] ?? 0;
  return own || !isFolded
    ? own
    : lights.subarray(node, nodes.end[node] ?? node).some(each => each > 0)
      ? AROUND
      : 0;
}

/** What left and right do at a node, as in any tree; whether they are what was pressed. */
function steer(
  key: string,
  place: number,
  nodes: INodes,
  { folded, rows, toggle }: ReturnType<typeof useFolding>,
  go: (to: IStop) => void
): boolean {
  const node = rows[place] ?? 0;
  const isFolded = folded.has(node);
  const isOpen = isFoldable(nodes, node) && !isFolded;
  if (key === 'ArrowRight') {
    if (isOpen) {
      go({ place: place + 1, cell: 0 });
    } else if (isFolded) {
      toggle(node);
    }
  } else if (key === 'ArrowLeft') {
    if (isOpen) {
      toggle(node);
    } else if (node > 0) {
      go({ place: placeBefore(rows, nodes.parent[node] ?? 0), cell: 0 });
    }
  }
  return key === 'ArrowRight' || key === 'ArrowLeft';
}

/** The node that is kept, whose way is opened; -1 for none. */
function keptIn(lights: Lights, { active, pinned }: Selecting): number {
  const first = firstLit(lights);
  return pinned !== null && active === pinned && lights[first] === LIT
    ? first
    : -1;
}

/** The abstract syntax tree: arrow keys open and fold it. */
export function Tree(props: ITreeProps): JSX.Element {
  const { stages, lights, selecting, trans } = props;
  const { nodes } = stages;
  const folding = useFolding(nodes, keptIn(lights, selecting));
  const { folded, rows, toggle } = folding;
  const first = firstLit(lights);
  return (
    <List
      role="tree"
      label={trans.__('Abstract syntax tree')}
      className="jp-PyMastery-stages-tree"
      count={rows.length}
      height={TREE_ROW}
      selecting={selecting}
      lit={first < 0 ? -1 : placeBefore(rows, first)}
      isOwn={indexIn('node', selecting.active) >= 0}
      cells={() => 1}
      selectionAt={({ place }) => {
        const node = rows[place] ?? 0;
        return select('node', node, spanIn(stages, 'node', node));
      }}
      onKey={(key, { place }, go) => steer(key, place, nodes, folding, go)}
      onClick={(event, { place }) => {
        const isTwisty = (event.target as Element).closest('[data-twisty]');
        if (isTwisty) {
          toggle(rows[place] ?? 0);
        }
        return isTwisty !== null;
      }}
      row={(place, stop, style) => (
        <TreeRow
          key={place}
          {...props}
          node={rows[place] ?? 0}
          isFolded={folded.has(rows[place] ?? 0)}
          part={partOf(place, 0, stop)}
          style={style}
        />
      )}
    />
  );
}

function TreeRow(
  props: ITreeProps & {
    node: number;
    isFolded: boolean;
    part: ReturnType<typeof partOf>;
    style?: React.CSSProperties;
  }
): JSX.Element {
  const { stages, node, isFolded, part, style, lights, selecting } = props;
  const { nodes } = stages;
  const light = lightOf(lights, nodes, node, isFolded);
  const isFolding = isFoldable(nodes, node);
  const key = keyOf('node', node);
  return (
    <div
      {...part}
      role="treeitem"
      aria-level={(nodes.depth[node] ?? 0) + 1}
      aria-setsize={nodes.siblings[node]}
      aria-posinset={nodes.position[node]}
      aria-expanded={isFolding ? !isFolded : undefined}
      aria-selected={selecting.pinned?.row === key}
      style={{
        ...style,
        paddingLeft: `${Math.min(nodes.depth[node] ?? 0, 60) * 12}px`
      }}
      className={`jp-PyMastery-stages-node ${lightClass(light, key, selecting)}`}
    >
      <span
        className="jp-PyMastery-stages-twisty"
        data-twisty={isFolding ? '' : undefined}
        aria-hidden="true"
      >
        {isFolding ? (isFolded ? '\u25b8' : '\u25be') : ''}
      </span>
      <NodeWords {...props} />
    </div>
  );
}

function NodeWords(props: ITreeProps & { node: number }): JSX.Element {
  const { stages, node, trans } = props;
  const { nodes, texts } = stages;
  const text = (column: Int32Array): string => texts[column[node] ?? 0] ?? '';
  const field = text(nodes.field);
  const optimised = text(nodes.optimised);
  return (
    <>
      <span data-lead="">
        {field && (
          <span className="jp-PyMastery-stages-field">{`${field}=`}</span>
        )}
        <span className="jp-PyMastery-stages-class">{text(nodes.name)}</span>{' '}
        {text(nodes.detail)}
      </span>
      {optimised && (
        <span className="jp-PyMastery-stages-optimised">
          {`\u2192 ${optimised} `}
          <span className="jp-PyMastery-quiet">{trans.__('optimised')}</span>
        </span>
      )}
      <span className="jp-PyMastery-stages-place">
        {placeText(spanAt(nodes.places, node))}
      </span>
    </>
  );
}
