import { useMemo, useState } from 'react';
import { Frame } from '../shared/frame';
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
  const outermost = program.listings[0];
  const name = trans.__('Bytecode of %1', payload.subject);
  return (
    <Frame
      kind="bytecode"
      interpreter={payload.interpreter}
      notices={payload.notices}
      name={name}
      text={text}
      trans={trans}
      header={
        <>
          <strong>{name}</strong>
          <span>{outermost ? summary(outermost, trans) : ''}</span>
        </>
      }
    >
      {outermost?.count ? (
        <Panes {...props} program={program} />
      ) : (
        <p className="jp-PyMastery-empty">
          {trans.__('There is no instruction to show.')}
        </p>
      )}
      <Notes {...props} program={program} />
    </Frame>
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

/** The widest name of an instruction, with its mark. */
function opcodeWidth(placement: IPlacement): string {
  const names = placement.items.map(item =>
    item.kind === 'row' ? item.row.name.length : 0
  );
  return `${Math.min(Math.max(12, ...names), 40) + 3}ch`;
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
  return (
    <div
      className="jp-PyMastery-bytecode-panes"
      style={
        {
          '--pymastery-opcode-width': opcodeWidth(placement)
        } as React.CSSProperties
      }
      onKeyDown={event => {
        if (event.key === 'Escape' && pinned !== null) {
          setPinned(null);
          setHovered(null);
          event.preventDefault();
        }
      }}
    >
      {payload.source && (
        <div className="jp-PyMastery-pane jp-PyMastery-bytecode-pane">
          <Source {...linked} program={program} segments={segments} />
        </div>
      )}
      <div
        className={`jp-PyMastery-pane jp-PyMastery-bytecode-pane ${payload.source ? '' : 'jp-mod-alone'}`}
      >
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
    <div className="jp-PyMastery-legend">
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
      <span className="jp-PyMastery-keys">
        {trans.__(
          '↑ ↓ move · Enter pins · Esc clears · → opens nested code · t text'
        )}
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
      {program.hiddenLines > 0 && (
        <p className="jp-PyMastery-chip">
          {trans.__(
            '+ %1 more lines of source, not drawn',
            program.hiddenLines
          )}
        </p>
      )}
      {payload.cut && (
        <p className="jp-PyMastery-chip">
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
