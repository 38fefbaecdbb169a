import {
  act,
  createEvent,
  fireEvent,
  render,
  screen
} from '@testing-library/react';
import { usePanZoom, type IPanZoom } from '../pan-zoom';

const picture = { width: 2000, height: 3000 };

/** jsdom measures nothing: the pane is 800 × 480. */
function show(clicked: () => void = jest.fn()): () => IPanZoom {
  let latest: IPanZoom | null = null;
  function Pane(): JSX.Element {
    const panZoom = usePanZoom({ picture, least: 0.5 });
    latest = panZoom;
    return (
      <div ref={panZoom.pane} data-testid="pane" {...panZoom.handlers}>
        <button onClick={clicked}>inside</button>
      </div>
    );
  }
  render(<Pane />);
  return () => latest as unknown as IPanZoom;
}

const pane = () => screen.getByTestId('pane');

/** jsdom knows no pointer events, so the coordinates are set by hand. */
function pointer(
  type: 'pointerDown' | 'pointerMove' | 'pointerUp',
  x: number,
  y: number
) {
  const event = createEvent[type](pane(), { button: 0 });
  Object.assign(event, { clientX: x, clientY: y, button: 0 });
  fireEvent(pane(), event);
}

describe('panning and zooming', () => {
  it('begins at the top, zooms about the middle, comes back to its own size', () => {
    const now = show();
    expect(now().view).toEqual({ x: 0, y: 0, zoom: 0.5 });
    act(() => now().zoomBy(2));
    expect(now().view).toEqual({ x: -400, y: -240, zoom: 1 });
    act(() => now().zoomBy(1.5));
    act(() => now().actual());
    expect(now().view).toEqual({ x: -400, y: -240, zoom: 1 });
    act(() => now().fit());
    expect(now().view.zoom).toBeCloseTo(0.16);
  });

  it('the wheel zooms at the pointer with Ctrl, or where the focus is inside; else the page scrolls', () => {
    const now = show();
    const wheel = (init = {}): boolean =>
      fireEvent.wheel(pane(), {
        deltaY: -100,
        clientX: 0,
        clientY: 0,
        ...init
      });
    expect(wheel()).toBe(true);
    expect(now().view.zoom).toBe(0.5);
    expect(wheel({ ctrlKey: true })).toBe(false);
    expect(now().view.zoom).toBe(0.625);
    act(() => screen.getByRole('button').focus());
    expect(wheel({ deltaY: 100 })).toBe(false);
    expect(now().view.zoom).toBe(0.5);
  });

  it('drags with the pointer; the click that ends it is none', () => {
    const clicked = jest.fn();
    const now = show(clicked);
    pointer('pointerDown', 100, 100);
    pointer('pointerMove', 102, 101);
    pointer('pointerUp', 102, 101);
    fireEvent.click(screen.getByRole('button'));
    expect(now().view).toMatchObject({ x: 0, y: 0 });
    expect(clicked).toHaveBeenCalledTimes(1);
    pointer('pointerDown', 100, 100);
    pointer('pointerMove', 60, 80);
    pointer('pointerMove', 40, 70);
    pointer('pointerUp', 40, 70);
    fireEvent.click(screen.getByRole('button'));
    expect(now().view).toMatchObject({ x: -60, y: -30 });
    expect(clicked).toHaveBeenCalledTimes(1);
    pointer('pointerMove', 0, 0);
    expect(now().view).toMatchObject({ x: -60, y: -30 });
  });
});
