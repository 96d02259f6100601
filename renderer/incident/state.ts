import { incidentContract } from '../../app/incident/index.ts';
import { useSelection } from '../kit/selection.ts';
import { useLiveQuery } from '../live/index.ts';

/** Most incidents that the map and the column of what is now to be done hold. */
const mostOpen = 300;

/** The open incidents of the chosen area, the newest first, kept current. */
export function useOpenIncidents() {
  const area = useSelection((state) => state.area);
  return useLiveQuery(
    incidentContract.list,
    { ...(area ? { area } : {}), open: true, limit: mostOpen },
    { refreshOn: [incidentContract.changed], enabled: area !== '' },
  );
}
