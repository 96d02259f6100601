import { cameraContract } from '../../app/camera/index.ts';
import { queryClient } from '../live/index.ts';

/** How long several changes may come together before states are read again, in ms. */
const settleMilliseconds = 300;
let timer: ReturnType<typeof setTimeout> | undefined;

/** What a tile has just been told, lists and map are to say as well; several tiles cost one reading. */
export function readSoon(): void {
  if (timer !== undefined) return;
  timer = setTimeout(() => {
    timer = undefined;
    for (const { key } of [cameraContract.get, cameraContract.list]) {
      void queryClient.invalidateQueries({ queryKey: [key] });
    }
  }, settleMilliseconds);
}
