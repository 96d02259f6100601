import { useMemo } from 'react';
import { conferenceContract } from '../../app/conference/index.ts';
import { useLiveQuery } from '../live/index.ts';

const refreshOn = [conferenceContract.changed, conferenceContract.ringing];

/** Conferences of the own centre that go on, kept current. */
export function useConferences() {
  return useLiveQuery(conferenceContract.list, {}, { refreshOn });
}

/** One conference with its sites, kept current. */
export function useConference(conference: string) {
  return useLiveQuery(
    conferenceContract.get,
    { conference },
    { refreshOn: [conferenceContract.changed], enabled: conference !== '' },
  );
}

/** Those that ring at the own centre, the oldest first. */
export function useRinging() {
  const { data } = useConferences();
  return useMemo(() => (data?.conferences ?? []).filter(({ mine }) => mine?.state === 'ringing').toReversed(), [data]);
}
