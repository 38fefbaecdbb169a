import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { Frame } from '../frame';
import type { ITool } from '../toolbar';

const trans = nullTranslator.load('pymastery');

const interpreter = { python: '3.13.0', implementation: 'cpython' };

function show(text = 'the text twin', tools: ITool[] = [], build = {}) {
  const zoom = jest.fn();
  render(
    <Frame
      interpreter={{ ...interpreter, ...build }}
      notices={['Something is not shown.']}
      kind="graph"
      name="A picture."
      header={<strong>A picture</strong>}
      tools={tools}
      keys={{ '+': zoom }}
      text={text}
      trans={trans}
    >
      <span tabIndex={0} data-testid="picture" />
    </Frame>
  );
  return zoom;
}

const press = (key: string, init = {}) =>
  fireEvent.keyDown(document.activeElement as Element, { key, ...init });
const tool = (label: string, isOn = false): ITool => ({
  label,
  title: label,
  isOn,
  act: () => undefined
});

describe('the frame of a view', () => {
  it.each([
    [{ pointer_size: 8, free_threaded: false }, 'CPython 3.13.0'],
    [{ pointer_size: 4, free_threaded: false }, 'CPython 3.13.0, 32-bit'],
    [{ pointer_size: 8, free_threaded: true }, 'CPython 3.13.0, free-threaded']
  ])('says what is unusual of the build: %j', (build, name) => {
    show('', [], build);
    expect(screen.getByText(name)).toBeTruthy();
  });

  it('t switches to the text twin and back, and keeps the focus inside', () => {
    show();
    act(() => screen.getByTestId('picture').focus());
    press('t');
    expect(document.activeElement).toBe(screen.getByText('the text twin'));
    press('t');
    expect(document.activeElement).toBe(screen.getByTestId('picture'));
  });

  it('leaves the focus on the button that was clicked', () => {
    show();
    const button = screen.getByRole('button', { name: 'Text' });
    act(() => button.focus());
    fireEvent.click(button);
    expect(button.getAttribute('aria-pressed')).toBe('true');
    expect(document.activeElement).toBe(button);
    expect(screen.getByTestId('picture').closest('[hidden]')).toBeTruthy();
  });

  it('keeps the picture as it was while the text is shown', () => {
    show();
    const picture = screen.getByTestId('picture');
    act(() => picture.focus());
    press('t');
    press('t');
    expect(screen.getByTestId('picture')).toBe(picture);
    expect(document.activeElement).toBe(picture);
    expect(picture.closest('[hidden]')).toBeNull();
  });

  it('leaves no focus on a button that goes with the picture, and gives it back', () => {
    show('twin', [tool('Hex'), tool('Zoom')]);
    act(() => screen.getByRole('button', { name: 'Zoom' }).focus());
    press('t');
    expect(document.activeElement?.textContent).toBe('Text');
    expect(screen.queryByRole('button', { name: 'Zoom' })).toBeNull();
    press('ArrowRight');
    expect(document.activeElement?.textContent).toBe('Text');
    press('t');
    expect(document.activeElement?.textContent).toBe('Zoom');
  });

  it('has no twin where the output has no text', () => {
    show('');
    expect(screen.queryByRole('toolbar')).toBeNull();
    act(() => screen.getByTestId('picture').focus());
    press('t');
    expect(screen.getByTestId('picture')).toBeTruthy();
  });

  it('hears its own keys only without Ctrl, and only while the picture is there', () => {
    const zoom = show();
    act(() => screen.getByTestId('picture').focus());
    press('+', { ctrlKey: true });
    expect(zoom).not.toHaveBeenCalled();
    press('+');
    expect(zoom).toHaveBeenCalledTimes(1);
    press('t');
    press('+');
    expect(zoom).toHaveBeenCalledTimes(1);
  });

  it('has a toolbar with one tab stop that the arrows move', () => {
    show('twin', [tool('Hex'), tool('Zoom')]);
    const stops = () =>
      screen
        .getAllByRole('button')
        .filter(button => button.tabIndex === 0)
        .map(button => button.textContent);
    expect(stops()).toEqual(['Hex']);
    act(() => screen.getByRole('button', { name: 'Hex' }).focus());
    press('ArrowLeft');
    expect(document.activeElement?.textContent).toBe('Text');
    expect(stops()).toEqual(['Text']);
    press('ArrowRight');
    press('ArrowRight');
    expect(stops()).toEqual(['Zoom']);
  });

  it('says of which interpreter the facts are, and what is not shown', () => {
    show();
    expect(screen.getByText('CPython 3.13.0')).toBeTruthy();
    expect(screen.getByRole('note').textContent).toBe(
      'Something is not shown.'
    );
  });
});
