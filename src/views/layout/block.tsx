import type { TranslationBundle } from '@jupyterlab/translation';
import type { Block, Field } from '../../contract/layout';
import type { IBlockGeometry, ILine, IRow, ISegment } from './geometry';
import { ProofMark } from './proof-mark';
import { bitsWord, fieldName, remarkOf } from './words';

/** What the fields of a block need of the view around them. */
export interface IFieldActions {
  trans: TranslationBundle;
  hex: boolean;
  /** The field that has the tab stop, previewed or pinned: its index, or -1 in another block. */
  current: number;
  marked: number;
  /** Preview, under the mouse. */
  reach(field: number): void;
  /** Preview, with the keyboard: the tab stop moves too. */
  enter(field: number): void;
  leave(): void;
  pin(field: number): void;
  follow(field: number): void;
  /** Whether a field's pointer can be followed: to a block drawn here, or to another object. */
  leads(field: number): boolean;
  idOf(field: number): string;
}

interface IRowProps extends IFieldActions {
  block: Block;
  row: IRow;
  rowBits: number;
}

/** Bits a segment needs so that its name, or its value, can be read in it. */
const NAMED = 24;

/** Rows from which on a block scrolls by itself. */
const LONG = 40;

const VALUED = 8;

/** Whether a comparison or a search has something to say of a field. */
function isRemarked(field: Field | undefined): boolean {
  return field?.was !== undefined || field?.note !== undefined;
}

/** A character's own form says more than its number. */
function shownAs(field: Field): string {
  return /^data\[\d+\]$/.test(field.name) ? field.meaning : field.value;
}

function label(props: IRowProps, segment: ISegment, field: Field): string {
  if (props.hex && segment.hex) {
    return segment.hex;
  }
  if (!segment.starts) {
    return '';
  }
  if (field.role === 'unknown') {
    return props.trans.__('unknown');
  }
  if (segment.width >= NAMED) {
    return field.name;
  }
  const small = shownAs(field);
  return segment.width >= VALUED ? small || field.value : '';
}

function Segment(
  props: IRowProps & { segment: ISegment; field: Field }
): JSX.Element {
  const { segment, field, rowBits, current, marked } = props;
  const style = {
    left: `${(segment.column / rowBits) * 100}%`,
    width: `${(segment.width / rowBits) * 100}%`
  };
  const shared = {
    className: 'jp-PyMastery-layout-segment',
    style,
    'data-role': field.role,
    'data-marked': segment.field === marked || undefined,
    'data-remarked': isRemarked(field) || undefined,
    'data-open': segment.ends ? undefined : 'end',
    onClick: () => props.pin(segment.field),
    onMouseEnter: () => props.reach(segment.field),
    onMouseLeave: () => props.leave()
  };
  const text = <span>{label(props, segment, field)}</span>;
  if (!segment.starts) {
    return (
      <div {...shared} aria-hidden="true">
        {text}
      </div>
    );
  }
  return (
    <button
      {...shared}
      type="button"
      id={props.idOf(segment.field)}
      tabIndex={segment.field === current ? 0 : -1}
      aria-label={fieldName(field, props.trans)}
      aria-pressed={segment.field === marked}
      onFocus={() => props.enter(segment.field)}
    >
      {text}
    </button>
  );
}

function Target(props: IRowProps & { index: number }): JSX.Element | null {
  const { block, index, trans } = props;
  const target = block.fields[index]?.target;
  if (!target) {
    return null;
  }
  if (!props.leads(index)) {
    return (
      <span className="jp-PyMastery-layout-target">
        {'\u2192'} {target.text}
      </span>
    );
  }
  return (
    <button
      type="button"
      className="jp-PyMastery-layout-target"
      tabIndex={-1}
      title={
        target.block === undefined
          ? trans.__('Show the memory of this object')
          : trans.__('Go to this block')
      }
      onClick={event => {
        event.stopPropagation();
        props.follow(index);
      }}
    >
      {'\u2192'} {target.text}
    </button>
  );
}

/** What a comparison of two readings, or a search, has to say of a field. */
function Remark(props: {
  field: Field;
  trans: TranslationBundle;
}): JSX.Element | null {
  const words = remarkOf(props.field, props.trans);
  return words ? (
    <span className="jp-PyMastery-layout-remark">{words}</span>
  ) : null;
}

/** The elements of an array that stand in one row, told together. */
function Elements(props: IRowProps & { line: ILine }): JSX.Element {
  const { block, line } = props;
  return (
    <span className="jp-PyMastery-layout-elements">
      {line.fields.map(index => {
        const field = block.fields[index];
        return field === undefined ? null : (
          <span
            key={index}
            data-marked={index === props.marked || undefined}
            data-remarked={isRemarked(field) || undefined}
            title={`${field.name} = ${field.value} ${field.meaning} ${remarkOf(field, props.trans)}`.trim()}
            onClick={() => props.pin(index)}
            onMouseEnter={() => props.reach(index)}
            onMouseLeave={() => props.leave()}
          >
            {shownAs(field)}
            <ProofMark proof={field.proof} trans={props.trans} />
          </span>
        );
      })}
    </span>
  );
}

function Line(props: IRowProps & { line: ILine }): JSX.Element | null {
  const { block, line, marked, trans } = props;
  const [first = -1] = line.fields;
  const field = block.fields[first];
  if (field === undefined) {
    return null;
  }
  const alone = line.fields.length === 1;
  const events = alone
    ? {
        onClick: () => props.pin(first),
        onMouseEnter: () => props.reach(first),
        onMouseLeave: () => props.leave()
      }
    : {};
  return (
    <div
      className="jp-PyMastery-layout-line"
      data-role={field.role}
      data-marked={line.fields.includes(marked) || undefined}
      data-remarked={
        line.fields.some(index => isRemarked(block.fields[index])) || undefined
      }
      {...events}
    >
      <span className="jp-PyMastery-layout-name">{line.name}</span>
      <span className="jp-PyMastery-layout-ctype">
        {[field.c_type, bitsWord(field, trans)].filter(Boolean).join(' ')}
      </span>
      {alone ? (
        <span className="jp-PyMastery-layout-said">
          <code>{field.value}</code> <span>{field.meaning}</span>{' '}
          <Target {...props} index={first} />
          <Remark field={field} trans={trans} />
        </span>
      ) : (
        <Elements {...props} />
      )}
      {alone && <ProofMark proof={field.proof} trans={trans} />}
    </div>
  );
}

function Row(props: IRowProps): JSX.Element {
  const { block, row, trans } = props;
  return (
    <>
      <div className="jp-PyMastery-layout-row">
        <span className="jp-PyMastery-layout-offset">{row.label}</span>
        <div className="jp-PyMastery-layout-bytes">
          {row.segments.map(segment => {
            const field = block.fields[segment.field];
            return field === undefined ? null : (
              <Segment
                key={`${segment.field}-${segment.column}`}
                {...props}
                segment={segment}
                field={field}
              />
            );
          })}
        </div>
        <div className="jp-PyMastery-layout-lines">
          {row.lines.map((line, place) => (
            <Line key={`${line.name}-${place}`} {...props} line={line} />
          ))}
        </div>
      </div>
      {row.folded > 0 && (
        <div className="jp-PyMastery-layout-row">
          <span className="jp-PyMastery-layout-offset">{'\u22ee'}</span>
          <span className="jp-PyMastery-chip jp-PyMastery-layout-folded">
            {trans._n(
              '%1 more row of the same field',
              '%1 more rows of the same field',
              row.folded,
              row.folded
            )}
          </span>
        </div>
      )}
    </>
  );
}

interface IBlockProps extends IFieldActions {
  geometry: IBlockGeometry;
  rowBits: number;
  /** Whether the pointer in focus leads here. */
  lit: boolean;
  /** The name of the field that leads here, and how to get back to it. */
  from: string | null;
  back(): void;
}

export function BlockView(props: IBlockProps): JSX.Element {
  const { geometry, trans, lit, from } = props;
  const { block, shown, rows, base } = geometry;
  const isLong = rows.length > LONG;
  return (
    <div
      role="group"
      // what scrolls by itself has to be reached with the keyboard, also where the tab stop is in another block
      tabIndex={isLong && props.current < 0 ? 0 : undefined}
      className="jp-PyMastery-layout-block"
      data-lit={lit || undefined}
      data-long={isLong || undefined}
      aria-label={`${block.id}: ${block.title}`}
    >
      <div className="jp-PyMastery-layout-title">
        {from !== null && (
          <button
            type="button"
            className="jp-PyMastery-layout-from"
            tabIndex={-1}
            title={trans.__('Go back to the pointer')}
            onClick={() => props.back()}
          >
            {from} {'\u2192'}
          </button>
        )}
        <strong>{block.title}</strong>{' '}
        <span className="jp-PyMastery-quiet">
          <code>{block.address}</code>{' '}
          {trans._n('%1 byte', '%1 bytes', block.size, block.size)}
          {block.start < 0 &&
            (block.id === 'object'
              ? trans.__(', %1 of them in front of the object', -block.start)
              : trans.__(', %1 of them in front of it', -block.start))}
        </span>
      </div>
      {rows.map((row, index) => (
        <div
          key={row.offset}
          data-base={(index === base && index > 0) || undefined}
        >
          <Row {...props} block={block} row={row} />
        </div>
      ))}
      {shown < block.size && (
        <span className="jp-PyMastery-chip jp-PyMastery-layout-cut">
          {trans.__('+ %1 more bytes, of %2', block.size - shown, block.size)}
        </span>
      )}
    </div>
  );
}
