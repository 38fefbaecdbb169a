import {
  clamp,
  fit,
  LEAST_ZOOM,
  MOST_ZOOM,
  panBy,
  reveal,
  seen,
  start,
  touches,
  zoomAt
} from '../geometry-pan-zoom';

const pane = { width: 400, height: 300 };
const large = { width: 1000, height: 2000 };
const little = { width: 100, height: 50 };

describe('zoom', () => {
  it('keeps what is at the pointer where it is', () => {
    const view = { x: -200, y: -300, zoom: 1 };
    const at = { x: 150, y: 100 };
    const after = zoomAt(view, 2, at, large, pane);
    expect(after.zoom).toBe(2);
    // 350, 400 in the picture
    expect([350 * 2 + after.x, 400 * 2 + after.y]).toEqual([150, 100]);
  });

  it('has limits, at which nothing moves', () => {
    const near = { x: 0, y: 0, zoom: MOST_ZOOM };
    expect(zoomAt(near, 2, { x: 10, y: 10 }, large, pane)).toEqual(near);
    expect(zoomAt(near, 1e-9, { x: 0, y: 0 }, large, pane).zoom).toBe(
      LEAST_ZOOM
    );
  });
});

describe('where a picture can be', () => {
  it('what fits stays inside the pane', () => {
    const moved = panBy(
      { x: 0, y: 0, zoom: 1 },
      { x: 999, y: -9 },
      little,
      pane
    );
    expect(moved).toEqual({ x: 300, y: 0, zoom: 1 });
  });

  it('what is larger than the pane fills it, but for a little', () => {
    const view = { x: 0, y: 0, zoom: 1 };
    expect(panBy(view, { x: 50, y: 60 }, large, pane)).toMatchObject({
      x: 24,
      y: 24
    });
    expect(panBy(view, { x: -5000, y: -5000 }, large, pane)).toMatchObject({
      x: 400 - 1000 - 24,
      y: 300 - 2000 - 24
    });
  });

  it('is put right where the pane becomes larger', () => {
    expect(
      clamp({ x: -600, y: 0, zoom: 1 }, large, { width: 990, height: 300 }).x
    ).toBe(990 - 1000 - 24);
  });
});

describe('what is seen at first', () => {
  it('all of the width, if that can be read', () => {
    expect(start({ width: 500, height: 900 }, pane, 0.6)).toEqual({
      x: 0,
      y: 0,
      zoom: 0.8
    });
    expect(start(large, pane, 0.6)).toEqual({ x: 0, y: 0, zoom: 0.6 });
    expect(start(little, pane, 0.6)).toEqual({ x: 150, y: 0, zoom: 1 });
  });

  it('fit shows all, in the middle', () => {
    expect(fit(large, pane)).toEqual({ x: 125, y: 0, zoom: 0.15 });
    expect(fit(little, pane)).toEqual({ x: 150, y: 125, zoom: 1 });
  });
});

describe('what is in sight', () => {
  const view = { x: -100, y: -100, zoom: 1 };

  it('is a part of the picture', () => {
    expect(seen({ x: -100, y: 20, zoom: 2 }, pane)).toEqual({
      x: 50,
      y: -10,
      width: 200,
      height: 150
    });
  });

  it('touches what reaches into it', () => {
    const box = { x: 0, y: 0, width: 10, height: 10 };
    expect(touches(box, { x: 9, y: 9, width: 5, height: 5 })).toBe(true);
    expect(touches(box, { x: 11, y: 0, width: 5, height: 5 })).toBe(false);
  });

  it('what is revealed comes in as little as it can, what is there stays', () => {
    const there = { x: 200, y: 200, width: 50, height: 50 };
    expect(reveal(view, there, large, pane)).toBe(view);
    const below = { x: 200, y: 500, width: 50, height: 50 };
    expect(reveal(view, below, large, pane, 10)).toEqual({
      x: -100,
      y: 300 - 10 - 550,
      zoom: 1
    });
    const above = { x: 200, y: 20, width: 50, height: 50 };
    expect(reveal(view, above, large, pane, 10).y).toBe(-10);
  });

  it('of what is larger than the pane the beginning', () => {
    const tall = { x: 200, y: 500, width: 50, height: 900 };
    expect(reveal(view, tall, large, pane, 10).y).toBe(-490);
  });
});
