import { useSyncExternalStore } from 'react';
import type { RoomEngine } from './engine.ts';
import type { RoomView } from './view.ts';

/** The view of a stay in a room, told anew on every change. */
export function useRoomView(engine: RoomEngine): RoomView {
  return useSyncExternalStore(engine.subscribe, () => engine.view);
}
