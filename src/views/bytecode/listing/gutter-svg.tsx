import type { ISelection } from '../selection';
import {
  arcPath,
  bracketPath,
  type IArc,
  type IBracket,
  type IBracketPath
} from './gutter';
import { arcsIn, bracketsIn } from './sight';
import { topOf, type IInstance, type Placement } from './placement';

interface IProps {
  placement: Placement;
  /** The first row in sight and the last one. */
  first: number;
  last: number;
  active: ISelection | null;
}

/** The jumps and the exception table beside the rows in sight; the listing says them in words. */
export function Gutter(props: IProps): JSX.Element {
  const { placement, first, last, active } = props;
  const top = topOf(first);
  const height = topOf(last + 1) - top;
  return (
    <svg
      className="jp-PyMastery-bytecode-gutter"
      style={{ top }}
      viewBox={`0 ${top} ${placement.width} ${height}`}
      width={placement.width}
      height={height}
      aria-hidden="true"
    >
      {placement.within(first, last).map(({ instance, from, to }) => (
        <Beside
          key={instance.path}
          placement={placement}
          instance={instance}
          from={from}
          to={to}
          active={
            active?.row === `${instance.path}${active?.index}`
              ? active.index
              : -1
          }
        />
      ))}
    </svg>
  );
}

/** Pixels between the heights that lines are cut at: a whole number of every dash, so that dashes stand still. */
const STEP = 1280;

/** Cuts lines well out of sight: a dashed one over a hundred thousand rows would take seconds to paint. */
function nearTo(top: number, bottom: number): (y: number) => number {
  const least = (Math.floor(top / STEP) - 1) * STEP;
  const most = (Math.ceil(bottom / STEP) + 1) * STEP;
  return y => Math.max(least, Math.min(most, y));
}

/** What is drawn beside one code object; `active` is the instruction that is pointed at, -1 for none. */
function Beside(props: {
  placement: Placement;
  instance: IInstance;
  from: number;
  to: number;
  active: number;
}): JSX.Element {
  const { placement, instance, from, to, active } = props;
  const { gutter, left } = instance;
  const top = (row: number): number => topOf(placement.placeOf(instance, row));
  const near = nearTo(top(from), top(to));
  const isStrong = (arc: IArc): boolean =>
    arc.from === active || arc.to === active;
  const arcs = arcsIn(gutter, from, to).sort(
    (a, b) => Number(isStrong(a)) - Number(isStrong(b))
  );
  const brackets = bracketsIn(gutter, from, to);
  return (
    <>
      {brackets.map(bracket => (
        <Bracket
          key={`${bracket.handler} ${bracket.depth} ${bracket.lasti}`}
          path={bracketPath(bracket, gutter, left, top, near)}
          isStrong={guards(bracket, active) || bracket.handler === active}
        />
      ))}
      {arcs.map(arc => {
        const path = arcPath(arc, gutter, left, top, near);
        return (
          <g
            key={arc.from}
            className={[
              arc.backward ? 'jp-mod-backward' : 'jp-mod-forward',
              arc.conditional ? 'jp-mod-conditional' : '',
              isStrong(arc) ? 'jp-mod-strong' : ''
            ].join(' ')}
          >
            <path d={path.line} fill="none" />
            <path d={path.head} className="jp-PyMastery-bytecode-arrow" />
            {arc.backward && (
              <circle cx={path.middle.x} cy={path.middle.y} r={2.5} />
            )}
          </g>
        );
      })}
    </>
  );
}

function guards(bracket: IBracket, index: number): boolean {
  return bracket.ranges.some(({ from, to }) => from <= index && index < to);
}

function Bracket(props: {
  path: IBracketPath;
  isStrong: boolean;
}): JSX.Element {
  const { path, isStrong } = props;
  return (
    <g
      className={`jp-PyMastery-bytecode-bracket ${isStrong ? 'jp-mod-strong' : ''}`}
    >
      <path
        d={path.line}
        fill="none"
        className="jp-PyMastery-bytecode-flight"
      />
      {path.bars.map(({ top, bottom }) => (
        <path
          key={top}
          d={`M${path.x + 3} ${top}H${path.x}V${bottom}H${path.x + 3}`}
          fill="none"
        />
      ))}
      <path d={path.head} className="jp-PyMastery-bytecode-arrow" />
    </g>
  );
}
