import type { TranslationBundle } from '@jupyterlab/translation';
import { memo } from 'react';
import { Marker } from '../../shared/marker';
import { EXCEPTION, JUMP, NEXT, NOT_TAKEN, TAKEN } from '../program/model';
import { CLASS } from './block';
import type { IEdge, Point } from './lines';
import { edgeWord } from './words';

/** The class of each kind: nothing of a payload becomes one. */
const KINDS: Record<number, string> = {
  [NEXT]: 'next',
  [JUMP]: 'jump',
  [TAKEN]: 'taken',
  [NOT_TAKEN]: 'notTaken',
  [EXCEPTION]: 'exception'
};

const ROUND = 4;
const SIGN = 4;

export function kindClass(kind: number): string {
  return `jp-mod-${KINDS[kind] ?? 'next'}`;
}

/** A line through corners, which are rounded a little. */
export function pathOf(points: readonly Point[]): string {
  const parts = points.map(([x, y], place) => {
    const before = points[place - 1];
    const after = points[place + 1];
    if (!before || !after) {
      return `${before ? 'L' : 'M'}${x} ${y}`;
    }
    const [fromX, fromY] = towards([x, y], before);
    const [toX, toY] = towards([x, y], after);
    return `L${fromX} ${fromY}Q${x} ${y} ${toX} ${toY}`;
  });
  return parts.join('');
}

/** The point a little way from a corner to the next one. */
function towards([x, y]: Point, [toX, toY]: Point): Point {
  const length = Math.abs(toX - x) + Math.abs(toY - y);
  const part = Math.min(ROUND, length / 2) / Math.max(1, length);
  return [x + (toX - x) * part, y + (toY - y) * part];
}

/** The way as far as it is a line of its own. */
function own({ points, joint }: IEdge): readonly Point[] {
  const end = joint
    ? points.findIndex(([x, y]) => x === joint[0] && y === joint[1])
    : -1;
  return end < 0 ? points : points.slice(0, end + 1);
}

/** Where the sign of a way is: a little outside of its block. */
function signOf([start, next]: readonly Point[]): Point {
  const [x, y] = start ?? [0, 0];
  const [toX, toY] = next ?? [x, y];
  return [x + SIGN * Math.sign(toX - x), y + SIGN * Math.sign(toY - y)];
}

interface IProps {
  edge: IEdge;
  /** Prefix of the ids of this picture's arrows. */
  prefix: string;
  /** Drawn once more, above all others, in its full length. */
  isLit: boolean;
  /** Whether words can be read. */
  hasWords: boolean;
  trans: TranslationBundle;
}

export const Edge = memo((props: IProps): JSX.Element => {
  const { edge, prefix, isLit, hasWords, trans } = props;
  const { kind, isBack, joint } = edge;
  const isWhole = isLit || joint === null;
  const points = isWhole ? edge.points : own(edge);
  const [start] = points;
  const classes = [
    `${CLASS}-edge`,
    kindClass(kind),
    ...(isBack ? ['jp-mod-back'] : []),
    ...(isLit ? ['jp-mod-strong'] : [])
  ];
  return (
    <g className={classes.join(' ')}>
      <path
        d={pathOf(points)}
        markerEnd={isWhole ? `url(#${arrowId(prefix, kind)})` : undefined}
      />
      <Start kind={kind} at={signOf(points)} />
      {joint && (
        <circle
          className={`${CLASS}-joint`}
          cx={joint[0]}
          cy={joint[1]}
          r={2.5}
        />
      )}
      {hasWords && edge.hasWord && (
        <text className={`${CLASS}-word`} x={start![0] + 7} y={start![1] + 13}>
          {edgeWord(kind, trans)}
        </text>
      )}
    </g>
  );
});
Edge.displayName = 'Edge';

/** The sign that a way begins with, for those who do not see its colour. */
export function Start(props: { kind: number; at: Point }): JSX.Element | null {
  const { kind, at } = props;
  const [x, y] = at;
  switch (kind) {
    case TAKEN:
      return <circle className={`${CLASS}-start`} cx={x} cy={y} r={3} />;
    case NOT_TAKEN:
      return (
        <circle
          className={`${CLASS}-start jp-mod-hollow`}
          cx={x}
          cy={y}
          r={3}
        />
      );
    case JUMP:
      return (
        <rect
          className={`${CLASS}-start`}
          x={x - 3}
          y={y - 2}
          width={6}
          height={4}
        />
      );
    case EXCEPTION:
      return (
        <path
          className={`${CLASS}-start jp-mod-hollow`}
          d={`M${x - 3} ${y - 3}L${x + 3} ${y + 3}M${x + 3} ${y - 3}L${x - 3} ${y + 3}`}
        />
      );
    default:
      return null;
  }
}

export function arrowId(prefix: string, kind: number): string {
  return `${prefix}-${KINDS[kind] ?? 'next'}`;
}

/** The arrows that ways end with, and the hatching of handlers. */
export function Definitions(props: { prefix: string }): JSX.Element {
  const { prefix } = props;
  return (
    <defs>
      {[NEXT, JUMP, TAKEN, NOT_TAKEN, EXCEPTION].map(kind => (
        <Marker
          key={kind}
          id={arrowId(prefix, kind)}
          className={`${CLASS}-arrow ${kindClass(kind)}`}
        />
      ))}
      <pattern
        id={`${prefix}-hatch`}
        className={`${CLASS}-hatching`}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path d="M0 0V6" />
      </pattern>
    </defs>
  );
}
