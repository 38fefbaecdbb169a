import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import type { LayoutV1 } from '../../../contract/layout';
import { recording } from '../../__tests__/recordings';
import LayoutView, { check } from '../view';

const trans = nullTranslator.load('pymastery');

function show(change: (payload: LayoutV1) => LayoutV1 = each => each) {
  const { payload, text } = recording('layout', 'two_names_one_list.cp314');
  return render(
    <LayoutView payload={change(payload)} text={text} trans={trans} />
  );
}

const cell = (name: string) =>
  screen.getByRole('button', { name: new RegExp(`^${name},`) });
const shown = () =>
  document.querySelector('.jp-PyMastery-layout-repr')?.textContent;
const steps = () =>
  [...document.querySelectorAll('.jp-PyMastery-layout-step')].map(
    each => each.textContent
  );

function enter(name: string): void {
  act(() => cell(name).focus());
  fireEvent.keyDown(cell(name), { key: 'Enter' });
}

test('a pointer leads to the object, the way back to the pointer', () => {
  show();
  expect(screen.queryByRole('button', { name: 'Back' })).toBeNull();
  enter('ob_item\\[0\\]');
  expect(shown()).toBe("'one word'");
  expect(steps()).toEqual(["['one word'] \u2192"]);
  expect(
    screen.getByRole('group', { name: /^Memory of str 'one word'/ })
  ).toBeTruthy();
  expect(document.activeElement?.closest('[role=group]')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Back' }));
  expect(shown()).toBe("['one word']");
  expect(document.activeElement).toBe(cell('ob_item\\[0\\]'));
  fireEvent.keyDown(cell('ob_item\\[0\\]'), { key: ']' });
  expect(shown()).toBe("'one word'");
  fireEvent.keyDown(document.activeElement as Element, { key: '[' });
  expect(shown()).toBe("['one word']");
});

test('another way from the same object takes the place of the first', () => {
  show();
  enter('ob_item\\[0\\]');
  fireEvent.click(screen.getByRole('button', { name: 'Back' }));
  enter('ob_type');
  expect(shown()).toBe('<class list>');
  expect(screen.queryByRole('button', { name: 'Forward' })).toBeNull();
});

test('the chip of a pointer follows it too; a pointer to what was not sent is no button', () => {
  show();
  fireEvent.click(screen.getByRole('button', { name: /^\u2192 'one word'$/ }));
  expect(shown()).toBe("'one word'");
  expect(
    screen.queryByRole('button', { name: /^\u2192 <class str>$/ })
  ).toBeNull();
  expect(screen.getByText(/^\u2192 <class str>$/)).toBeTruthy();
});

test('an object that leads back to the first one leads there', () => {
  show(payload => {
    const { object, blocks } = payload;
    const others = (payload.others ?? []).map(each => ({
      ...each,
      blocks: each.blocks.map(block => ({
        ...block,
        fields: block.fields.map(field =>
          field.name === 'ob_type'
            ? { ...field, value: object.address, target: { text: 'first' } }
            : field
        )
      }))
    }));
    return { ...payload, blocks, others };
  });
  enter('ob_item\\[0\\]');
  enter('ob_type');
  expect(shown()).toBe("['one word']");
  expect(steps()).toHaveLength(2);
  expect(screen.getByRole('group', { name: 'Who holds it' })).toBeTruthy();
});

test('who holds it is said of the object alone, the rest as not explained', () => {
  show(payload => ({
    ...payload,
    ledger: {
      count: 4,
      holders: [
        { kind: 'name', text: 'name a in your globals', count: 1 },
        { kind: 'element', text: '<b>xs</b>[0]', count: 2 }
      ],
      unexplained: 1
    }
  }));
  const ledger = screen.getByRole('group', { name: 'Who holds it' });
  expect(ledger.textContent).toContain('4 references');
  expect([...ledger.querySelectorAll('li')].map(li => li.textContent)).toEqual([
    'name a in your globals',
    '<b>xs</b>[0]2 times',
    '1 not found: of C code, of the value stack of a running function, or of what the collector does not see'
  ]);
  enter('ob_item\\[0\\]');
  expect(screen.queryByRole('group', { name: 'Who holds it' })).toBeNull();
});

test.each([
  [null, 'Immortal'],
  [0, 'Nothing else']
])('a count of %s is said in words', (count, words) => {
  show(payload => ({
    ...payload,
    ledger: { count, holders: [], unexplained: 0 }
  }));
  const ledger = screen.getByRole('group', { name: 'Who holds it' });
  expect(ledger.textContent).toContain(words);
  expect(ledger.querySelector('ul')).toBeNull();
});

test('an object that has no picture is refused before anything is drawn', () => {
  const { payload } = recording('layout', 'two_names_one_list.cp314');
  expect(() => check(payload)).not.toThrow();
  const others = (payload.others ?? []).map(each => ({
    ...each,
    blocks: each.blocks.map(block => ({
      ...block,
      fields: block.fields.slice(1)
    }))
  }));
  expect(() => check({ ...payload, others })).toThrow(/not drawable/);
});

test('a pointer to an object without memory leads nowhere', () => {
  show(payload => ({
    ...payload,
    others: (payload.others ?? []).map(each => ({ ...each, blocks: [] }))
  }));
  enter('ob_item\\[0\\]');
  expect(shown()).toBe("['one word']");
});
