import { nullTranslator } from '@jupyterlab/translation';
import { Drawing } from '../draw';
import { payloadOf } from './bytecode';

const trans = nullTranslator.load('pymastery');

async function show(payload: unknown): Promise<string> {
  const host = document.createElement('div');
  const drawing = new Drawing(host, 'bytecode', trans);
  await drawing.show(payload, 'twin');
  const said = host.querySelector('[role=alert]')?.textContent;
  drawing.dispose();
  return said ?? '';
}

describe('a payload that the schema lets through', () => {
  const uncaught = jest.fn();
  beforeEach(() => {
    uncaught.mockClear();
    window.addEventListener('error', uncaught);
    jest.spyOn(console, 'error').mockImplementation(uncaught);
  });
  afterEach(() => {
    window.removeEventListener('error', uncaught);
    jest.restoreAllMocks();
  });

  it.each([
    ['the program', 'sum_of_squares.cp314', { program: { blocks: '' } }],
    [
      'the comparison',
      'compared_functions.cp314',
      { comparison: { rows: '' } }
    ],
    ['the film', 'specialised_attributes.cp314', { film: { changes: 'AQ==' } }],
    [
      'the stages',
      'stages_of_folding.cp314',
      { stages: { tokens: { kind: 'AQ==', text: '', span: '' } } }
    ]
  ])(
    'is refused before it is drawn where %s is malformed',
    async (_, name, change) => {
      const payload = payloadOf(name) as unknown as Record<string, object>;
      const [part, inner] = Object.entries(change)[0] as [string, object];
      const said = await show({
        ...payload,
        [part]: { ...payload[part], ...inner }
      });
      expect(said).toMatch(/this bytecode payload is not well/);
      expect(uncaught).not.toHaveBeenCalled();
    }
  );
});
