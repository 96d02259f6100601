import { create } from 'zustand';

/** What can be chosen; choosing on the map, in the tree or in a list is the same. */
export type Selection =
  | { readonly kind: 'area' | 'worker' | 'camera' | 'incident' | 'order' | 'conference'; readonly id: string }
  /** Several workers, by box, lasso or list. */
  | { readonly kind: 'workers'; readonly ids: readonly string[] };

export type SelectionKind = Selection['kind'];

interface SelectionState {
  /** Area that narrows every list and where the map is: the account's own until another is chosen. */
  readonly area: string;
  /** The one thing that all panels are about; null: nothing but the area. */
  readonly selection: Selection | null;
  /** Chooses an area: moves the map and narrows the lists. */
  chooseArea(area: string): void;
  choose(selection: Selection | null): void;
}

/** The one owner of what is chosen. */
export const useSelection = create<SelectionState>()((set) => ({
  area: '',
  selection: null,
  chooseArea: (area) => set({ area, selection: { kind: 'area', id: area } }),
  choose: (selection) => set({ selection }),
}));
