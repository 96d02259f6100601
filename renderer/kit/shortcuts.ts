import { useEffect, useRef } from 'react';
import { create } from 'zustand';

/** One key of the catalogue: what is pressed and what it does (in the language of the screen). */
export interface Shortcut {
  /** As in "Ctrl+K", "M", "Escape". */
  readonly keys: string;
  readonly label: string;
}

interface CatalogueState {
  readonly shortcuts: readonly Shortcut[];
}

/** All keys that work at present, for the help page. */
export const useShortcuts = create<CatalogueState>()(() => ({ shortcuts: [] }));

function matches(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    (event.ctrlKey || event.metaKey) === parts.includes('Ctrl') &&
    event.altKey === parts.includes('Alt') &&
    (event.shiftKey === parts.includes('Shift') || !/^[a-z]$/i.test(key))
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Does `run` while the component is there, when the keys are pressed; plain letters never while somebody types. */
export function useShortcut(keys: string, label: string, run: () => void, enabled = true): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!enabled) return;
    const shortcut = { keys, label };
    useShortcuts.setState(({ shortcuts }) => ({ shortcuts: [...shortcuts, shortcut] }));
    const onKey = (event: KeyboardEvent) => {
      if (!matches(event, keys) || (isTyping(event.target) && !keys.includes('Ctrl'))) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
      useShortcuts.setState(({ shortcuts }) => ({ shortcuts: shortcuts.filter((each) => each !== shortcut) }));
    };
  }, [keys, label, enabled]);
}
