import type { IDrawnArc, IPlacement } from './geometry-rows';

/** The jumps of all code objects that are shown; the listing says them in words. */
export function Arcs(props: {
  placement: IPlacement;
  current: string;
}): JSX.Element {
  const { arcs, width, height } = props.placement;
  const isStrong = (arc: IDrawnArc): boolean =>
    props.current !== '' &&
    (arc.from === props.current || arc.to === props.current);
  const ordered = [...arcs].sort(
    (a, b) => Number(isStrong(a)) - Number(isStrong(b))
  );
  return (
    <svg
      className="jp-PyMastery-bytecode-arcs"
      width={width}
      height={height}
      aria-hidden="true"
    >
      {ordered.map(arc => (
        <g
          key={arc.key}
          className={[
            arc.arc.backward ? 'jp-mod-backward' : 'jp-mod-forward',
            isStrong(arc) ? 'jp-mod-strong' : ''
          ].join(' ')}
        >
          <path d={arc.line} fill="none" />
          <path d={arc.head} className="jp-PyMastery-bytecode-arrow" />
          {arc.arc.backward && (
            <circle cx={arc.middle.x} cy={arc.middle.y} r={2.5} />
          )}
        </g>
      ))}
    </svg>
  );
}
