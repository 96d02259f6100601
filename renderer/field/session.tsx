import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react';
import type { Account } from '../../app/account/index.ts';
import { live } from '../live/index.ts';
import { Outbox } from './outbox.ts';
import { QueueStore } from './queue-store.ts';
import { Tracker } from './tracker.ts';

interface FieldSession {
  readonly account: Account;
  readonly outbox: Outbox;
  readonly tracker: Tracker;
}

const FieldContext = createContext<FieldSession | null>(null);

/** Owns the outbox and the tracker of the worker who is signed in; they end with it. */
export function FieldSessionProvider({ account, children }: { account: Account; children: ReactNode }) {
  const [session, setSession] = useState<FieldSession | null>(null);
  useEffect(() => {
    const store = new QueueStore();
    const outbox = new Outbox(store, live, account.id);
    const tracker = new Tracker(store, live, account.id);
    // The line to the server is back: what waits goes out at once.
    const stop = live.connection.subscribe(() => {
      if (live.connection.snapshot.state === 'live') outbox.flush();
    });
    setSession({ account, outbox, tracker });
    return () => {
      stop();
      outbox.stop();
      tracker.stop();
      setSession(null);
    };
  }, [account]);
  return session ? <FieldContext value={session}>{children}</FieldContext> : null;
}

export function useField(): FieldSession {
  const session = use(FieldContext);
  if (!session) throw new Error('useField outside of the phone page');
  return session;
}

export function useOutbox() {
  const { outbox } = useField();
  return useSyncExternalStore(outbox.subscribe, () => outbox.snapshot);
}

export function useTracker() {
  const { tracker } = useField();
  const place = useSyncExternalStore(tracker.subscribe, () => tracker.place);
  const problem = useSyncExternalStore(tracker.subscribe, () => tracker.problem);
  return { place, problem };
}
