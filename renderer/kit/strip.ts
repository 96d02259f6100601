import { create } from 'zustand';

const storageKey = 'sipin.strip.height';
const least = 72;
/** Until the user chooses another height: enough to see that there is something, little enough to leave it the map. */
const usual = 96;
/** Most of the window's height that the strip takes. */
const mostOfWindow = 0.75;

interface StripState {
  readonly height: number;
  /** Key of the tab that is shown; null: the first. */
  readonly tab: string | null;
  choose(tab: string): void;
  resize(height: number): void;
  /** Shows a tab, at least so high. */
  show(tab: string, height: number): void;
}

function fitting(height: number): number {
  return Math.round(Math.min(Math.max(height, least), window.innerHeight * mostOfWindow));
}

/** The one owner of the strip at the bottom of the console: its height, which is remembered, and its tab. */
export const useStrip = create<StripState>()((set, get) => ({
  height: Number(localStorage.getItem(storageKey)) || usual,
  tab: null,
  choose: (tab) => set({ tab }),
  resize(wanted) {
    const height = fitting(wanted);
    localStorage.setItem(storageKey, String(height));
    set({ height });
  },
  show(tab, height) {
    set({ tab });
    if (get().height < height) get().resize(height);
  },
}));
