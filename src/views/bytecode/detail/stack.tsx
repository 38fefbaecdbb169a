import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICard } from '../cards/cards';

/** A slot without an object, as the interpreter calls it. */
const EMPTY_SLOT = '\u2205 NULL';

interface IStackProps {
  card: ICard;
  /** The instruction's argument, 0 where it has none. */
  arg: number;
  /** Slots in use before it, -1 where control cannot come, null where it is not known. */
  depth: number | null;
  trans: TranslationBundle;
}

/** The stack before an instruction and after it: what it touches is named. */
export function StackPicture(props: IStackProps): JSX.Element {
  const { card, arg, depth, trans } = props;
  const before = card.before(arg);
  const below = depth === null || depth < 0 ? null : depth - before.length;
  const column = (name: string, slots: string[]): JSX.Element => (
    <Column name={name} slots={slots} below={below} trans={trans} />
  );
  const jumped = card.jumps?.(arg) ?? null;
  return (
    <div
      role="group"
      aria-label={trans.__('The stack')}
      className="jp-PyMastery-bytecode-stacks"
    >
      {column(trans.__('before'), before)}
      <span aria-hidden="true" className="jp-PyMastery-bytecode-becomes">
        {'\u2192'}
      </span>
      {column(trans.__('after'), card.after(arg))}
      {jumped && (
        <>
          <span aria-hidden="true" className="jp-PyMastery-bytecode-becomes">
            {'\u21b7'}
          </span>
          {column(trans.__('if it jumps'), jumped)}
        </>
      )}
    </div>
  );
}

/** One moment of the stack, which grows upward; `below` is how many slots are not touched, null where it is not known. */
function Column(props: {
  name: string;
  slots: string[];
  below: number | null;
  trans: TranslationBundle;
}): JSX.Element {
  const { name, slots, below, trans } = props;
  const rest =
    below === null || below < 0
      ? '\u2026'
      : below === 0
        ? ''
        : trans._n('%1 more below', '%1 more below', below, below);
  return (
    <div className="jp-PyMastery-bytecode-stack">
      <span className="jp-PyMastery-quiet">{name}</span>
      <ol reversed>
        {[...slots].reverse().map((slot, place) => (
          <li
            key={place}
            className={slot === 'NULL' ? 'jp-mod-null' : undefined}
          >
            {slot === 'NULL' ? EMPTY_SLOT : slot}
          </li>
        ))}
        {rest !== '' && <li className="jp-mod-below">{rest}</li>}
        {slots.length === 0 && rest === '' && (
          <li className="jp-mod-below">{trans.__('empty')}</li>
        )}
      </ol>
    </div>
  );
}
