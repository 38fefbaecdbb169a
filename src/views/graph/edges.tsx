import { memo, useMemo } from 'react';
import { Marker } from '../shared/marker';
import type { IEdge } from './geometry-edges';
import type { IState } from './state';

interface IProps {
  state: IState;
  /** Prefix of the ids of this picture's markers. */
  prefix: string;
}

const CLASS = 'jp-PyMastery-graph-edges';

/**
 * All references as curves below the cards. Their words stand in the cards and in the text twin.
 * What is lit is drawn once more, above the rest: thousands of other curves need not change for it.
 */
export function Edges(props: IProps): JSX.Element {
  const { state, prefix } = props;
  const { picture, shown, folded, lit } = state;
  const edges = useMemo(
    () =>
      picture.edges.filter(
        edge =>
          shown.has(edge.from) && shown.has(edge.to) && !folded.has(edge.from)
      ),
    [picture, shown, folded]
  );
  const size = { width: picture.width, height: picture.height };
  return (
    <>
      <svg
        className={lit === null ? CLASS : `${CLASS} ${CLASS}-dim`}
        aria-hidden="true"
        {...size}
      >
        <defs>
          {['plain', 'cycle', 'lit'].map(name => (
            <Marker
              key={name}
              id={`${prefix}-${name}`}
              className={`jp-PyMastery-graph-arrow jp-PyMastery-graph-arrow-${name}`}
            />
          ))}
        </defs>
        <Curves edges={edges} prefix={prefix} />
      </svg>
      {lit !== null && (
        <svg className={`${CLASS} ${CLASS}-lit`} aria-hidden="true" {...size}>
          {edges
            .filter(edge => lit.edges.has(edge))
            .map(edge => (
              <Edge key={keyOf(edge)} edge={edge} marker={`${prefix}-lit`} />
            ))}
        </svg>
      )}
    </>
  );
}

function keyOf(edge: IEdge): string {
  return `${edge.from}.${edge.row}`;
}

const Curves = memo((props: { edges: IEdge[]; prefix: string }) => (
  <>
    {props.edges.map(edge => (
      <Edge
        key={keyOf(edge)}
        edge={edge}
        marker={`${props.prefix}-${edge.cycle ? 'cycle' : 'plain'}`}
      />
    ))}
  </>
));
Curves.displayName = 'Curves';

const Edge = memo((props: { edge: IEdge; marker: string }) => {
  const { edge, marker } = props;
  return (
    <g className="jp-PyMastery-graph-edge" data-cycle={edge.cycle || undefined}>
      <path d={edge.path} markerEnd={`url(#${marker})`} />
      <circle cx={edge.start[0]} cy={edge.start[1]} r={3} />
    </g>
  );
});
Edge.displayName = 'Edge';
