import type { ComponentType } from 'react';
import type { Role } from '../../app/account/index.ts';
import type { Mode } from './mode.ts';
import type { Selection, SelectionKind } from './selection.ts';

/** A row of the search box's answers. */
export interface SearchHit {
  readonly key: string;
  readonly title: string;
  /** What it is and where, small beside the title. */
  readonly detail: string;
  choose(): void;
}

/** Something in the strip of live pictures and meetings at the bottom. */
export interface StripTab {
  readonly key: string;
  /** Text of the tab. */
  useLabel(): string;
  readonly Component: ComponentType;
}

/** A page of its own beside the console. */
export interface FeaturePage {
  readonly path: string;
  readonly roles: readonly Role[];
  useLabel(): string;
  /** Lazily loaded. */
  readonly Component: ComponentType;
}

/** What one word puts into the console; the console only composes. Every part is optional. */
export interface ConsoleFeature {
  readonly word: string;
  /** Left column. */
  readonly Tree?: ComponentType;
  /** Counts of the chosen area under the tree; each opens its list. */
  readonly Counts?: ComponentType;
  /** Rows of the "now" part of the right column: renders nothing when there is nothing to do. */
  readonly Now?: ComponentType;
  /** What the right column shows about the chosen thing; several words may add to one kind. */
  readonly panels?: Partial<Record<SelectionKind, ComponentType<{ selection: Selection }>>>;
  /** Puts its layers on the map surface; draws no elements of its own. */
  readonly Layers?: ComponentType;
  readonly strip?: StripTab;
  /** Comes over everything (a call, an emergency); renders nothing otherwise. */
  readonly Overlay?: ComponentType;
  /** Small state in the header. */
  readonly Status?: ComponentType;
  /** Centre of the console in a mode, in place of the large map. */
  readonly modes?: Partial<Record<Mode, ComponentType>>;
  readonly pages?: readonly FeaturePage[];
  /** Answers to what is typed into the search box, best first, at most ten. */
  search?(text: string, area: string): Promise<readonly SearchHit[]>;
}
