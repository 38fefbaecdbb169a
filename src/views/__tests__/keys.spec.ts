import { shareKeys, OUTPUT } from '../keys';

const MARK = 'data-lm-suppress-shortcuts';

/** A cell with a view in it, and what the application sees of a key: whether it may act. */
function set() {
  document.body.innerHTML = `
    <div class="jp-Cell" tabindex="-1">
      <div class="${OUTPUT}"><button>in a view</button></div>
      <input />
    </div>`;
  const [button, input] = ['button', 'input'].map(
    name => document.querySelector<HTMLElement>(name) as HTMLElement
  );
  const seen: boolean[] = [];
  // Notebook listens on the document on the way down, JupyterLab on the way up.
  const see = (event: Event): void => {
    seen.push(!(event.target as Element).hasAttribute(MARK));
  };
  document.addEventListener('keydown', see, true);
  document.addEventListener('keydown', see);
  const shared = shareKeys(window);
  return {
    button: button as HTMLElement,
    input: input as HTMLElement,
    press: (node: HTMLElement | undefined, init: KeyboardEventInit) => {
      seen.length = 0;
      const event = { bubbles: true, cancelable: true, ...init };
      node?.dispatchEvent(new KeyboardEvent('keydown', event));
      return [...seen];
    },
    end: () => {
      shared.dispose();
      document.removeEventListener('keydown', see, true);
      document.removeEventListener('keydown', see);
    }
  };
}

describe('the keyboard, shared with the application', () => {
  it('is the view’s for keys without Ctrl, Alt and Meta', () => {
    const { button, press, end } = set();
    expect(press(button, { key: 'a' })).toEqual([false, false]);
    expect(press(button, { key: 'Enter', shiftKey: true })).toEqual([
      false,
      false
    ]);
    expect(press(button, { key: 's', ctrlKey: true })).toEqual([true, true]);
    expect(press(button, { key: 'Tab' })).toEqual([false, false]);
    end();
  });

  it('is the application’s everywhere else, and after all views are gone', () => {
    const { button, input, press, end } = set();
    expect(press(input, { key: 'a' })).toEqual([true, true]);
    end();
    expect(press(button, { key: 'a' })).toEqual([]);
  });

  it('goes back to the cell with an Esc that the view has no use for', () => {
    const { button, press, end } = set();
    const used = (event: Event): void => event.preventDefault();
    button.focus();
    button.addEventListener('keydown', used);
    press(button, { key: 'Escape' });
    expect(document.activeElement).toBe(button);
    button.removeEventListener('keydown', used);
    press(button, { key: 'Escape' });
    expect(document.activeElement?.className).toBe('jp-Cell');
    end();
  });
});
