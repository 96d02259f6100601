type Child = Node | string | undefined;

/** Makes an element with its attributes and children; texts are always text, never markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A button and what it does; it cannot be pressed again until that is done. */
export function button(label: string, act: () => unknown, primary = false): HTMLButtonElement {
  const made = element('button', { type: 'button', ...(primary ? { class: 'primary' } : {}) }, label);
  made.addEventListener('click', () => {
    made.disabled = true;
    void Promise.resolve(act()).finally(() => {
      made.disabled = false;
    });
  });
  return made;
}

/** A line that counts down by itself until a moment. */
export function countdown(until: number, text: (seconds: number) => string): HTMLElement {
  const made = element('p', { role: 'timer' });
  const tick = () => {
    made.textContent = text(Math.max(0, Math.ceil((until - Date.now()) / 1_000)));
    if (made.isConnected) setTimeout(tick, 250);
  };
  made.textContent = text(Math.max(0, Math.ceil((until - Date.now()) / 1_000)));
  setTimeout(tick, 250);
  return made;
}
