import { cameraContract } from '../../app/camera/index.ts';
import { useSelection } from '../kit/selection.ts';
import { useLiveQuery } from '../live/index.ts';

/** States of streams change without an event; they are read again so often, in ms. */
const statesMilliseconds = 5_000;
/** Most cameras on the map at a time. */
const most = 500;

/** Cameras of the chosen area, at most 500, and how it stands with each. */
export function useCameras() {
  const area = useSelection((state) => state.area);
  return useLiveQuery(
    cameraContract.list,
    { area, limit: most },
    { refreshOn: [cameraContract.changed], everyMilliseconds: statesMilliseconds, enabled: area !== '' },
  );
}

/** One camera. */
export function useCamera(camera: string) {
  return useLiveQuery(
    cameraContract.get,
    { camera },
    { refreshOn: [cameraContract.changed], everyMilliseconds: statesMilliseconds },
  );
}
