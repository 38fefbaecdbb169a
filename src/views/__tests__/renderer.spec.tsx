import { nullTranslator } from '@jupyterlab/translation';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { rendererFactories } from '../../mime';
import type { ViewRenderer } from '../renderer';

const trans = nullTranslator.load('pymastery');
const payload = {
  kind: 'check',
  version: 1,
  interpreter: {
    python: '3.13.0',
    implementation: 'cpython',
    pointer_size: 8,
    free_threaded: false,
    build: ''
  },
  exercise: 'stage-of',
  title: 'Name the stage',
  passed: true,
  behaviours: []
};

function create(): { renderer: ViewRenderer; type: string } {
  const factory = rendererFactories(trans).find(candidate =>
    candidate.mimeTypes[0]?.includes('.check.')
  );
  const type = factory?.mimeTypes[0] ?? '';
  const options = { mimeType: type } as IRenderMime.IRendererOptions;
  return { renderer: factory?.createRenderer(options) as ViewRenderer, type };
}

function model(
  type: string,
  data: unknown,
  text = 'twin'
): IRenderMime.IMimeModel {
  return {
    trusted: false,
    metadata: {},
    data: { [type]: data, 'text/plain': text },
    setData: () => undefined
  } as IRenderMime.IMimeModel;
}

describe('ViewRenderer', () => {
  it('is declared safe for every kind, so that untrusted notebooks show it', () => {
    const factories = rendererFactories(trans);
    expect(factories.map(factory => factory.mimeTypes[0])).toEqual([
      'application/vnd.pymastery.bytecode.v1+json',
      'application/vnd.pymastery.layout.v1+json',
      'application/vnd.pymastery.graph.v1+json',
      'application/vnd.pymastery.check.v1+json'
    ]);
    expect(factories.every(factory => factory.safe)).toBe(true);
  });

  it('draws the newest model when called again', async () => {
    const { renderer, type } = create();
    await Promise.all([
      renderer.renderModel(model(type, { ...payload, title: 'first' })),
      renderer.renderModel(model(type, { ...payload, title: 'second' }))
    ]);
    expect(renderer.node.textContent).toContain('second');
    expect(renderer.node.textContent).not.toContain('first');
    await renderer.renderModel(model(type, { ...payload, title: 'third' }));
    expect(renderer.node.textContent).toContain('third');
    renderer.dispose();
  });

  it('shows a card with the text twin for a payload it cannot read', async () => {
    const { renderer, type } = create();
    await renderer.renderModel(
      model(type, { version: 9, x: '<img src=x onerror=alert(1)>' })
    );
    expect(renderer.node.querySelector('[role=alert]')?.textContent).toContain(
      'not version 9'
    );
    expect(renderer.node.querySelector('pre')?.textContent).toBe('twin');
    expect(renderer.node.querySelector('img')).toBeNull();
    await renderer.renderModel(model(type, payload));
    expect(renderer.node.querySelector('[role=alert]')).toBeNull();
    renderer.dispose();
  });

  it('may be disposed while the view is still loading', async () => {
    const { renderer, type } = create();
    const drawn = renderer.renderModel(model(type, payload));
    renderer.dispose();
    await drawn;
    expect(renderer.node.textContent).toBe('');
    expect(renderer.isDisposed).toBe(true);
  });
});
