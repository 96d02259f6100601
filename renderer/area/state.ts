import { useMemo } from 'react';
import { type Area, areaContract, parentOf } from '../../app/area/index.ts';
import { useAccount } from '../account/state.ts';
import { live, queryClient, useLiveQuery } from '../live/index.ts';

/** The areas of the jurisdiction, city to village, ready to be looked up. */
export interface Areas {
  readonly version: number;
  readonly all: readonly Area[];
  readonly byCode: ReadonlyMap<string, Area>;
  /** Areas one level below, by code; of grids only those that have been read. */
  readonly children: ReadonlyMap<string, readonly Area[]>;
}

export function indexAreas(version: number, all: readonly Area[]): Areas {
  const children = new Map<string, Area[]>();
  for (const area of all) {
    const siblings = children.get(parentOf(area.code));
    if (siblings) siblings.push(area);
    else children.set(parentOf(area.code), [area]);
  }
  return { version, all, byCode: new Map(all.map((area) => [area.code, area])), children };
}

/** All areas down to the village, kept current. */
export function useAreas() {
  const account = useAccount();
  const result = useLiveQuery(
    areaContract.list,
    { to: account.area.length === 15 ? 'grid' : 'village' },
    { refreshOn: [areaContract.changed] },
  );
  const areas = useMemo(
    () => (result.data ? indexAreas(result.data.version, result.data.areas) : undefined),
    [result.data],
  );
  return { ...result, areas };
}

/** Grids of a village, read when it is opened. */
export function useGrids(village: string | undefined) {
  return useLiveQuery(
    areaContract.list,
    { within: village ?? '', to: 'grid' },
    { refreshOn: [areaContract.changed], enabled: village !== undefined },
  );
}

/** Name of an area by its code: from what was read, else asked for once and kept. */
export function useAreaName(code: string): string {
  const { areas } = useAreas();
  const known = areas?.byCode.get(code)?.name;
  const asked = useLiveQuery(
    areaContract.get,
    { code },
    { enabled: code !== '' && areas !== undefined && known === undefined },
  );
  return known ?? asked.data?.area.name ?? code;
}

/** The areas for what is not a component: search. */
export async function readAreas(to: 'village' | 'grid' = 'village'): Promise<readonly Area[]> {
  const { areas } = await queryClient.fetchQuery({
    queryKey: [areaContract.list.key, { to }],
    queryFn: () => live.query(areaContract.list, { to }),
    staleTime: 300_000,
  });
  return areas;
}
