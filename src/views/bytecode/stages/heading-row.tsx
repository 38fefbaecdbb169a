import type { TranslationBundle } from '@jupyterlab/translation';
import { partOf } from './list';

interface IHeadingRowProps {
  place: number;
  stop: number;
  style?: React.CSSProperties;
  className: string;
  /** How many columns it goes across. */
  columns: number;
  /** In how many others it is. */
  depth: number;
  /** Where it begins in the source, 0 where that is not said. */
  line: number;
  trans: TranslationBundle;
  children: React.ReactNode;
}

/** A row that says whose rows follow: a scope, or what becomes a code object. */
export function HeadingRow(props: IHeadingRowProps): JSX.Element {
  const { place, stop, style, className, depth, line, trans } = props;
  return (
    <div
      {...partOf(place, 0, stop)}
      role="row"
      aria-rowindex={place + 1}
      style={style}
      className={className}
    >
      <span
        role="rowheader"
        aria-colspan={props.columns}
        style={{ paddingLeft: `${Math.min(depth, 20) * 12}px` }}
      >
        {props.children}{' '}
        {line > 0 && (
          <span className="jp-PyMastery-quiet">
            {trans.__('line %1', line)}
          </span>
        )}
      </span>
    </div>
  );
}
