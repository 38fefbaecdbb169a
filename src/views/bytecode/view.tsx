import { useId, useMemo, useState } from 'react';
import type { IViewProps } from '../view';
import { program as programOf, type IProgram, type Operand } from './geometry';
import { placement as placementOf, type IPlacement } from './geometry-rows';
import { segmentsOf } from './geometry-spans';
import { Listing } from './listing';
import { isSame, type ISelection } from './selection';
import { Source } from './source';
import { MARKS, operandWords, summary } from './words';

type Props = IViewProps<'bytecode'>;

/** A code object's listing beside its source: pointing at one lights up the other. */
export default function BytecodeView(props: Props): JSX.Element {
  const { payload, text, trans } = props;
  const program = useMemo(() => programOf(payload), [payload]);
  const [isText, setIsText] = useState(false);
  const title = useId();
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 't' && isPlain && text) {
      setIsText(!isText);
      event.preventDefault();
    }
  };
  const { python, implementation } = payload.interpreter;
  const outermost = program.listings[0];
  return (
    <div
      role="group"
      aria-labelledby={title}
      className="jp-PyMastery-bytecode-view"
      onKeyDown={onKeyDown}
    >
      <div className="jp-PyMastery-bytecode-header">
        <strong id={title}>
          {trans.__('Bytecode of %1', payload.subject)}
        </strong>
        <span>{outermost ? summary(outermost, trans) : ''}</span>
        <span className="jp-PyMastery-bytecode-interpreter">
          {`${implementation === 'cpython' ? 'CPython' : implementation} ${python}`}
        </span>
        {text && (
          <button
            type="button"
            aria-pressed={isText}
            title={trans.__('The same as plain text (t)')}
            className="jp-PyMastery-bytecode-twin"
            onClick={() => setIsText(!isText)}
          >
            {trans.__('Text')}
          </button>
        )}
      </div>
      {isText ? (
        <pre className="jp-PyMastery-bytecode-plain" tabIndex={0}>
          {text}
        </pre>
      ) : (
        <Panes {...props} program={program} />
      )}
      <Notes {...props} program={program} />
    </div>
  );
}

function usePlacement(program: IProgram): {
  open: ReadonlySet<string>;
  placement: IPlacement;
  toggle: (key: string) => void;
} {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const placement = useMemo(() => placementOf(program, open), [program, open]);
  const toggle = (key: string): void => {
    const next = new Set(open);
    if (!next.delete(key)) {
      next.add(key);
    }
    setOpen(next);
  };
  return { open, placement, toggle };
}

function Panes(props: Props & { program: IProgram }): JSX.Element {
  const { payload, program, trans } = props;
  const { open, placement, toggle } = usePlacement(program);
  const [hovered, setHovered] = useState<ISelection | null>(null);
  const [pinned, setPinned] = useState<ISelection | null>(null);
  const active = hovered ?? pinned;
  const segments = useMemo(() => {
    const spans = placement.items.flatMap(item =>
      item.kind === 'row' && item.row.span ? [item.row.span] : []
    );
    return segmentsOf(program.lines, program.firstLine, spans);
  }, [program, placement]);
  const linked = {
    active,
    pinned,
    trans,
    onHover: setHovered,
    onPin: (selection: ISelection | null) =>
      setPinned(isSame(selection, pinned) ? null : selection)
  };
  const width = Math.max(
    12,
    ...placement.items.map(item =>
      item.kind === 'row' ? item.row.name.length : 0
    )
  );
  return (
    <div
      className="jp-PyMastery-bytecode-panes"
      style={
        {
          '--pymastery-opcode-width': `${Math.min(width, 40) + 3}ch`
        } as React.CSSProperties
      }
      onKeyDown={event => {
        if (event.key === 'Escape') {
          setPinned(null);
          setHovered(null);
          event.stopPropagation();
        }
      }}
    >
      {payload.source && (
        <div className="jp-PyMastery-bytecode-pane">
          <Source {...linked} program={program} segments={segments} />
        </div>
      )}
      <div className="jp-PyMastery-bytecode-pane">
        <Listing
          {...linked}
          placement={placement}
          bands={program.bands}
          open={open}
          onToggle={toggle}
        />
      </div>
      <Legend {...props} placement={placement} />
    </div>
  );
}

function Legend(props: Props & { placement: IPlacement }): JSX.Element {
  const { trans, placement } = props;
  const words = operandWords(trans);
  const used = new Set<Operand>(
    placement.items.flatMap(item =>
      item.kind === 'row' ? [item.row.operand] : []
    )
  );
  used.delete('none');
  return (
    <div className="jp-PyMastery-bytecode-legend">
      {[...used].map(operand => (
        <span key={operand}>
          <span
            aria-hidden="true"
            className={`jp-PyMastery-bytecode-mark jp-PyMastery-bytecode-${operand}`}
          >
            {MARKS[operand]}
          </span>
          {words[operand]}
        </span>
      ))}
      {placement.arcs.some(arc => arc.arc.backward) && (
        <span>
          <span aria-hidden="true" className="jp-PyMastery-bytecode-mark">
            ●
          </span>
          {trans.__('jump back')}
        </span>
      )}
      <span className="jp-PyMastery-bytecode-keys">
        {trans.__('↑ ↓ move · Enter pins · Esc clears · → opens nested code')}
      </span>
    </div>
  );
}

/** What is not in the picture, and the exception tables. */
function Notes(props: Props & { program: IProgram }): JSX.Element {
  const { payload, program, trans } = props;
  const guarded = program.listings.filter(listing => listing.handlers.length);
  return (
    <div className="jp-PyMastery-bytecode-notes">
      {guarded.map((listing, place) => (
        <details key={place}>
          <summary>{trans.__('Exception table of %1', listing.name)}</summary>
          <ul>
            {listing.handlers.map((entry, at) => (
              <li key={at}>
                {trans.__(
                  'from %1 up to %2: an exception goes to %3, stack cut to %4',
                  entry.from,
                  entry.to,
                  entry.handler,
                  entry.depth
                )}
                {entry.lasti && trans.__(', offset of the instruction pushed')}
              </li>
            ))}
          </ul>
        </details>
      ))}
      {(payload.notices ?? []).map((notice, place) => (
        <p key={place}>{notice}</p>
      ))}
      {program.hiddenLines > 0 && (
        <p className="jp-PyMastery-bytecode-chip">
          {trans.__(
            '+ %1 more lines of source, not drawn',
            program.hiddenLines
          )}
        </p>
      )}
      {payload.cut && (
        <p className="jp-PyMastery-bytecode-chip">
          {trans.__(
            '%1 of %2 instructions were sent',
            payload.cut.shown,
            payload.cut.total
          )}
        </p>
      )}
    </div>
  );
}
