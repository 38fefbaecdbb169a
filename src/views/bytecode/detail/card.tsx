import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import type { ICard } from '../cards/cards';
import { StackPicture } from './stack';
import { useCards } from './use-cards';

interface ICardProps {
  /** The opcode. */
  name: string;
  /** What stands beside its name. */
  said: string;
  /** The interpreter's version: what its opcodes do differs. */
  python: string;
  /** The argument and the depth before it, for the picture of the stack; absent for none. */
  stack?: { arg: number; depth: number | null };
  trans: TranslationBundle;
  /** What is true of this instruction in particular. */
  children: ReactNode;
}

/** What an opcode does: one sentence, the stack before and after, when it raises, what it specialises to. */
export function Card(props: ICardProps): JSX.Element {
  const { name, said, python, stack, trans, children } = props;
  const cardOf = useCards();
  const card = cardOf?.(name, python) ?? null;
  return (
    <div className="jp-PyMastery-bytecode-detail">
      <div className="jp-PyMastery-bytecode-card">
        <p className="jp-PyMastery-bytecode-cardName">
          <strong>{name}</strong> <code>{said}</code>
        </p>
        {cardOf && (
          <p>
            {card?.does ??
              trans.__(
                'There is no card for this opcode of Python %1.',
                python
              )}
          </p>
        )}
        {children}
        {card && <Facts card={card} trans={trans} />}
      </div>
      {card && stack && (
        <StackPicture
          card={card}
          arg={stack.arg}
          depth={stack.depth}
          trans={trans}
        />
      )}
    </div>
  );
}

/** The forms that an opcode specialises to, without the part that they share with its name. */
function formsOf(card: ICard): string | null {
  const forms = card.specialised.map(name =>
    name.startsWith(`${card.name}_`) ? name.slice(card.name.length) : name
  );
  return forms.length > 0 ? forms.join(', ') : null;
}

function Facts(props: { card: ICard; trans: TranslationBundle }): JSX.Element {
  const { card, trans } = props;
  const facts: [string, string | null][] = [
    [trans.__('Raises'), card.raises ?? trans.__('nothing by itself')],
    [trans.__('Form of'), card.family],
    [trans.__('Expects'), card.expects],
    [trans.__('Gives up'), card.deoptimises],
    [trans.__('Specialises to'), formsOf(card)]
  ];
  return (
    <dl className="jp-PyMastery-bytecode-facts">
      {card.docs && (
        <div>
          <dt>{trans.__('Read on')}</dt>
          <dd>
            <a href={card.docs} target="_blank" rel="noopener noreferrer">
              {trans.__('%1 in the documentation', card.family ?? card.name)}
            </a>
          </dd>
        </div>
      )}
      {facts.map(
        ([name, said]) =>
          said !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{said}</dd>
            </div>
          )
      )}
    </dl>
  );
}
