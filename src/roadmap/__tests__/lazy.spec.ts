import { Signal } from '@lumino/signaling';
import { LazyRoadmap } from '../lazy';
import type { IRoadmap, IRoadmapState } from '../tokens';
import { course, progress } from './fixture';

function made(): IRoadmap {
  const roadmap = {
    state: { course, progress: progress([]) } as unknown as IRoadmapState,
    load: jest.fn(async () => undefined),
    open: jest.fn(async () => undefined),
    lessonAt: () => 'model'
  };
  return Object.assign(roadmap, {
    changed: new Signal<IRoadmap, void>(roadmap as unknown as IRoadmap)
  }) as unknown as IRoadmap;
}

describe('a roadmap that is made late', () => {
  it('is made once, however many ask', async () => {
    const make = jest.fn(async () => made());
    const lazy = new LazyRoadmap(make, 'no answer');
    await Promise.all([lazy.load(), lazy.open('model'), lazy.load()]);
    expect(make).toHaveBeenCalledTimes(1);
    expect(lazy.state.course).toBe(course);
  });

  it('says that it could not be made, and is made at the next try', async () => {
    let broken = true;
    const make = async (): Promise<IRoadmap> => {
      if (broken) {
        throw new Error('Loading chunk 1 failed');
      }
      return made();
    };
    const lazy = new LazyRoadmap(make, 'no answer');
    const said: (string | null)[] = [];
    lazy.changed.connect(() => said.push(lazy.state.failure));
    await lazy.load();
    expect(said).toEqual(['no answer']);
    await expect(lazy.open('model')).rejects.toThrow('chunk');
    broken = false;
    await lazy.load();
    expect(lazy.state.course).toBe(course);
  });

  it('is asked for a notebook once: a failure is not tried again at every look', async () => {
    const make = jest.fn(() => Promise.reject<IRoadmap>(new Error('no')));
    const lazy = new LazyRoadmap(make, 'no answer');
    lazy.changed.connect(() => void lazy.lessonAt('a.ipynb'));
    expect(lazy.lessonAt('a.ipynb')).toBeNull();
    await new Promise(process.nextTick);
    expect(lazy.lessonAt('a.ipynb')).toBeNull();
    expect(lazy.lessonAt('a.txt')).toBeNull();
    expect(make).toHaveBeenCalledTimes(1);
  });
});
