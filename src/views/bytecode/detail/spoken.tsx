import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICard } from '../cards/cards';
import { opcodeOf, type ICode, type IProgram } from '../program/model';
import { argOf } from '../program/texts';
import type { ISelection } from '../selection';
import { useCards } from './use-cards';

/** Slots of the stack that are named at most, from the top. */
const NAMED = 6;

function slots(names: string[], trans: TranslationBundle): string {
  return names.length === 0
    ? trans.__('nothing')
    : names.slice(-NAMED).join(', ');
}

/** "POP_TOP: Drops the value on top of the stack. On the stack, value before, nothing after." */
function sentence(
  name: string,
  card: ICard | null,
  arg: number,
  trans: TranslationBundle
): string {
  return card === null
    ? name
    : trans.__(
        '%1: %2 On the stack, %3 before, %4 after.',
        name,
        card.does,
        slots(card.before(arg), trans),
        slots(card.after(arg), trans)
      );
}

interface ISpokenProps {
  program: IProgram;
  /** The interpreter's version: what its opcodes do differs. */
  python: string;
  trans: TranslationBundle;
}

function Sentence(
  props: ISpokenProps & { code: ICode; index: number }
): JSX.Element {
  const { program, code, index, python, trans } = props;
  const cardOf = useCards();
  const { name } = opcodeOf(program, code, index);
  const arg = argOf(program, code, index) ?? 0;
  return <>{cardOf && sentence(name, cardOf(name, python), arg, trans)}</>;
}

/** Says what the instruction does that the focus came to, for those who do not see its card. */
export function Spoken(
  props: ISpokenProps & { walked: ISelection | null }
): JSX.Element {
  const { code = null, index = -1 } = props.walked ?? {};
  return (
    <p role="status" className="jp-PyMastery-bytecode-hidden">
      {code && index >= 0 && <Sentence {...props} code={code} index={index} />}
    </p>
  );
}
