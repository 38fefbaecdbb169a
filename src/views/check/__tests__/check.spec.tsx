import { fireEvent, render, screen } from '@testing-library/react';
import type { CheckV1 } from '../../../contract/check';
import { nullTranslator } from '../../../../ui-tests/gallery/translator';
import { recording, recordingsOf } from '../../__tests__/recordings';
import { describeGeometry, sheet } from '../geometry';
import CheckView from '../view';

const HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>';

const recorded = (name: string) => recording('check', `${name}.cp313`);

function show(name: string, change: Partial<CheckV1> = {}): HTMLElement {
  const { payload, text } = recorded(name);
  return render(
    <CheckView
      payload={{ ...payload, ...change }}
      text={text}
      trans={nullTranslator}
    />
  ).container;
}

describe('the geometry of a check', () => {
  it.each([
    ['stage_of_ladder', 'passed 10/10 ++++++++++'],
    ['stage_of_one_try', 'failed 8/10 +x(open,aside)++x(aside)+++++'],
    ['stage_of_not_written', 'not-run 0/10 ..........'],
    ['prediction_first_line', 'failed 0/1 x(open,aside)']
  ])('%s', (name, line) => {
    expect(describeGeometry(sheet(recorded(name).payload))).toBe(line);
  });

  it('puts long values below each other', () => {
    const { payload } = recorded('stage_of_one_try');
    const behaviours = payload.behaviours.map(item => ({
      ...item,
      ...(item.got && { got: 'x'.repeat(61) })
    }));
    expect(describeGeometry(sheet({ ...payload, behaviours }))).toBe(
      'failed 8/10 +x(open)++x+++++'
    );
  });

  it('draws every recording', () => {
    const names = recordingsOf('check');
    expect(names.length).toBeGreaterThanOrEqual(30);
    for (const name of names) {
      const model = sheet(recording('check', name).payload);
      expect(model.rows).toHaveLength(model.total);
    }
  });
});

describe('the check view', () => {
  it('names itself in one sentence', () => {
    show('stage_of_one_try');
    expect(
      screen.getByRole('group', {
        name: 'Which stage refuses it?: 8 of 10 behaviours passed.'
      })
    ).toBeTruthy();
  });

  it('says each status in a word, not by colour alone', () => {
    const host = show('stage_of_one_try');
    const words = [...host.querySelectorAll('li')].map(item =>
      item.querySelector('.jp-PyMastery-check-word')?.textContent?.trim()
    );
    expect(words.filter(word => word === 'passed')).toHaveLength(8);
    expect(words.filter(word => word === 'failed')).toHaveLength(2);
  });

  it('unfolds the first failure only', () => {
    const host = show('stage_of_one_try');
    const open = [...host.querySelectorAll('li details')].map(item =>
      item.hasAttribute('open')
    );
    expect(open).toEqual([true, false]);
  });

  it('shows expected, got and the hint', () => {
    const host = show('stage_of_one_try');
    const values = [...host.querySelectorAll('details[open] dd code')];
    expect(values.map(item => item.textContent)).toEqual([
      "'compile'",
      "'parse'"
    ]);
    expect(host.textContent).toContain('ask it before');
  });

  it('is calm when nothing is written yet', () => {
    const host = show('stage_of_not_written');
    expect(host.querySelector('[data-status="failed"]')).toBeNull();
    expect(host.textContent).toContain('not checked yet');
  });

  it('shows the text twin by button and by key', () => {
    const host = show('stage_of_one_try');
    const button = screen.getByRole('button', { name: 'Text' });
    fireEvent.click(button);
    expect(button.getAttribute('aria-pressed')).toBe('true');
    expect(host.querySelector('pre')?.textContent).toBe(
      recorded('stage_of_one_try').text
    );
    fireEvent.keyDown(button, { key: 't' });
    expect(host.querySelectorAll('li')).toHaveLength(10);
  });

  it('keeps what a payload says as text', () => {
    const { payload } = recorded('stage_of_one_try');
    const host = show('stage_of_one_try', {
      title: HOSTILE,
      hint: HOSTILE,
      next: HOSTILE,
      printed: HOSTILE,
      behaviours: payload.behaviours.map(item => ({
        ...item,
        text: HOSTILE,
        example: HOSTILE,
        expected: HOSTILE,
        got: HOSTILE
      }))
    });
    expect(host.querySelector('img, script, a')).toBeNull();
    expect(host.textContent).toContain(HOSTILE);
  });
});
