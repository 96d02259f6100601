import { useSyncExternalStore } from 'react';
import { create } from 'zustand';
import { serverNow, useNow } from '../kit/clock.ts';
import type { Seen, Tally } from './field.ts';
import { PositionWatch } from './watch.ts';

/** The page's one watch on positions, shared by the map, the panels and the lists. */
export const useWatch = create<{ readonly watch: PositionWatch | null }>()(() => ({ watch: null }));

let users = 0;

/** Starts watching the area, once for all who ask; returns what lets go of it. */
export function holdWatch(area: string): () => void {
  users += 1;
  if (!useWatch.getState().watch) useWatch.setState({ watch: new PositionWatch(area) });
  return () => {
    users -= 1;
    if (users > 0) return;
    useWatch.getState().watch?.stop();
    useWatch.setState({ watch: null });
  };
}

const nothing: Tally = { states: { sos: 0, busy: 0, duty: 0, silent: 0, off: 0 }, newest: null, oldest: null };
const noUnsubscribe = () => () => undefined;

/** How many are in each state and how old the positions are; told anew once a second. */
export function useTally(): Tally {
  useNow();
  const watch = useWatch((state) => state.watch);
  return watch?.field.tally ?? nothing;
}

/** The last position of a worker, told anew once a second. */
export function useSeen(id: string): Seen | undefined {
  useNow();
  const watch = useWatch((state) => state.watch);
  return watch?.field.seen(id, serverNow());
}

/** Whether positions have begun to come. */
export function useWatchState() {
  const watch = useWatch((state) => state.watch);
  return useSyncExternalStore(
    watch ? (listener) => watch.onChange(listener) : noUnsubscribe,
    () => watch?.state ?? 'loading',
  );
}
