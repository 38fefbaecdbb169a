export interface ISize {
  width: number;
  height: number;
}

export interface IPoint {
  x: number;
  y: number;
}

export interface IRect extends IPoint, ISize {}

/** A picture seen through a pane: what is at p in the picture is at p × zoom + (x, y) in the pane. */
export interface IView extends IPoint {
  zoom: number;
}

export const LEAST_ZOOM = 0.05;
export const MOST_ZOOM = 3;

/** What is around a picture at most, in pixels of the pane. */
const SLACK = 24;

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

/** Where a picture of `length` may begin in a pane: inside it if it fits, else so that it fills it. */
function placed(at: number, length: number, pane: number): number {
  const free = pane - length;
  return free >= 0
    ? within(at, Math.min(0, free), free)
    : within(at, free - SLACK, SLACK);
}

/** The view with its picture inside the pane, as far as it can be. */
export function clamp(view: IView, picture: ISize, pane: ISize): IView {
  const zoom = within(view.zoom, LEAST_ZOOM, MOST_ZOOM);
  return {
    zoom,
    x: placed(view.x, picture.width * zoom, pane.width),
    y: placed(view.y, picture.height * zoom, pane.height)
  };
}

/** Larger or smaller by a factor; what is at `at`, in pixels of the pane, stays there. */
export function zoomAt(
  view: IView,
  factor: number,
  at: IPoint,
  picture: ISize,
  pane: ISize
): IView {
  const zoom = within(view.zoom * factor, LEAST_ZOOM, MOST_ZOOM);
  const by = zoom / view.zoom;
  const moved = {
    zoom,
    x: at.x - (at.x - view.x) * by,
    y: at.y - (at.y - view.y) * by
  };
  return clamp(moved, picture, pane);
}

/** Moved by so many pixels of the pane. */
export function panBy(
  view: IView,
  by: IPoint,
  picture: ISize,
  pane: ISize
): IView {
  const moved = { zoom: view.zoom, x: view.x + by.x, y: view.y + by.y };
  return clamp(moved, picture, pane);
}

function centred(length: number, pane: number): number {
  return Math.max(0, (pane - length) / 2);
}

/** All of the picture, in the middle of the pane, never larger than it is. */
export function fit(picture: ISize, pane: ISize): IView {
  const zoom = within(
    Math.min(pane.width / picture.width, pane.height / picture.height),
    LEAST_ZOOM,
    1
  );
  return {
    zoom,
    x: centred(picture.width * zoom, pane.width),
    y: centred(picture.height * zoom, pane.height)
  };
}

/** The top of the picture, all of its width if it is readable then: never smaller than `least`. */
export function start(picture: ISize, pane: ISize, least: number): IView {
  const zoom = within(pane.width / picture.width, least, 1);
  return { zoom, x: centred(picture.width * zoom, pane.width), y: 0 };
}

/** What is seen of the picture, in its own pixels. */
export function seen(view: IView, pane: ISize): IRect {
  return {
    x: -view.x / view.zoom,
    y: -view.y / view.zoom,
    width: pane.width / view.zoom,
    height: pane.height / view.zoom
  };
}

export function touches(a: IRect, b: IRect): boolean {
  return (
    a.x <= b.x + b.width &&
    b.x <= a.x + a.width &&
    a.y <= b.y + b.height &&
    b.y <= a.y + a.height
  );
}

/** How far a stretch has to move to be inside a pane; of one that is too long, its beginning. */
function missing(
  from: number,
  length: number,
  pane: number,
  margin: number
): number {
  const beyond = from + length + margin - pane;
  return from < margin || beyond > from - margin
    ? margin - from
    : -Math.max(0, beyond);
}

/** Moved as little as brings a part of the picture into sight. */
export function reveal(
  view: IView,
  part: IRect,
  picture: ISize,
  pane: ISize,
  margin = SLACK
): IView {
  const { x, y, zoom } = view;
  const by = {
    x: missing(part.x * zoom + x, part.width * zoom, pane.width, margin),
    y: missing(part.y * zoom + y, part.height * zoom, pane.height, margin)
  };
  return by.x === 0 && by.y === 0 ? view : panBy(view, by, picture, pane);
}
