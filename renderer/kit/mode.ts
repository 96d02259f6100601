import { create } from 'zustand';

/** The four tasks that put the same panels together differently. */
export type Mode = 'command' | 'meeting' | 'reception' | 'mediation';

interface ModeState {
  readonly mode: Mode;
  choose(mode: Mode): void;
}

export const useMode = create<ModeState>()((set) => ({ mode: 'command', choose: (mode) => set({ mode }) }));
