import { memo } from 'react';
import type { IEdge } from './geometry-edges';
import type { IState } from './state';

interface IProps {
  state: IState;
  /** Prefix of the ids of this picture's markers. */
  prefix: string;
}

/** All references as curves below the cards. Their words stand in the cards and in the text twin. */
export function Edges(props: IProps): JSX.Element {
  const { state, prefix } = props;
  const { picture, shown, folded, lit } = state;
  const edges = picture.edges.filter(
    edge => shown.has(edge.from) && shown.has(edge.to) && !folded.has(edge.from)
  );
  return (
    <svg
      className="jp-PyMastery-graph-edges"
      width={picture.width}
      height={picture.height}
      aria-hidden="true"
    >
      <defs>
        <Arrow id={`${prefix}-plain`} name="plain" />
        <Arrow id={`${prefix}-cycle`} name="cycle" />
        <Arrow id={`${prefix}-lit`} name="lit" />
      </defs>
      {edges.map(edge => (
        <Edge
          key={`${edge.from}.${edge.row}`}
          edge={edge}
          prefix={prefix}
          light={lit === null ? 'normal' : lit.edges.has(edge) ? 'lit' : 'dim'}
        />
      ))}
    </svg>
  );
}

function Arrow(props: { id: string; name: string }): JSX.Element {
  return (
    <marker
      id={props.id}
      className={`jp-PyMastery-graph-arrow jp-PyMastery-graph-arrow-${props.name}`}
      viewBox="0 0 8 8"
      refX="7.5"
      refY="4"
      markerWidth="8"
      markerHeight="8"
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path d="M0 0.5L8 4L0 7.5Z" />
    </marker>
  );
}

type Light = 'normal' | 'lit' | 'dim';

const Edge = memo((props: { edge: IEdge; prefix: string; light: Light }) => {
  const { edge, prefix, light } = props;
  const head = light === 'lit' ? 'lit' : edge.cycle ? 'cycle' : 'plain';
  return (
    <g
      className={`jp-PyMastery-graph-edge jp-PyMastery-graph-edge-${light}`}
      data-cycle={edge.cycle || undefined}
    >
      <path d={edge.path} markerEnd={`url(#${prefix}-${head})`} />
      <circle cx={edge.start[0]} cy={edge.start[1]} r={3} />
    </g>
  );
});
Edge.displayName = 'Edge';
