import { QueryClient, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import {
  type Act,
  type EventDeclaration,
  type InputOf,
  type OutputOf,
  type Query,
  type SipinError,
  toSipinError,
} from '../../app/contract/index.ts';
import { Live, newKey } from './live.ts';

/** The page's one line to the server and its cache of what was read. */
export const live = new Live();
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 300_000,
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; only what may pass by itself is tried again.
      retry: (count, error) => toSipinError(error).category === 'unavailable' && count < 5,
      retryDelay: (count) => Math.min(500 * 2 ** count, 8_000) * (0.75 + Math.random() / 2),
    },
  },
});
live.onReset(() => void queryClient.invalidateQueries());

/** How long several events may come together before what they change is read again, in ms. */
const settleMilliseconds = 200;

/** How the line to the server is, and since when (ms since 1970). */
export function useConnection() {
  return useSyncExternalStore(live.connection.subscribe, () => live.connection.snapshot);
}

/**
 * What a query answers, kept current: it is read again when one of the events of `refreshOn` comes, after a gap, and,
 * for what no event tells of, every so often.
 * `dataUpdatedAt` of the result says when it was true.
 */
export function useLiveQuery<D extends Query>(
  declaration: D,
  input: InputOf<D>,
  options: { refreshOn?: readonly EventDeclaration[]; enabled?: boolean; everyMilliseconds?: number } = {},
): UseQueryResult<OutputOf<D>, SipinError> {
  const client = useQueryClient();
  const refreshOn = options.refreshOn ?? [];
  const events = refreshOn.map((event) => event.key).join();
  const declarations = useRef(refreshOn);
  declarations.current = refreshOn;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `events` stands for the declarations, which are constants
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: [declaration.key] });
      }, settleMilliseconds);
    };
    const stops = declarations.current.map((event) => live.on(event, refresh));
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [client, declaration, events]);
  return useQuery<OutputOf<D>, SipinError>({
    queryKey: [declaration.key, input],
    queryFn: ({ signal }) => live.query(declaration, input, signal),
    enabled: options.enabled ?? true,
    refetchInterval: options.everyMilliseconds ?? false,
    placeholderData: (previous) => previous,
  });
}

export interface ActState<D extends Act> {
  /** Does it; resolves to undefined when it failed, and `error` then says why. */
  run(input: InputOf<D>): Promise<OutputOf<D> | undefined>;
  readonly pending: boolean;
  readonly error: SipinError | null;
  clear(): void;
}

/**
 * An act of a button or a form. The idempotency key is made with the intent: pressing again after a failed connection
 * with the same input repeats the same intent, so nothing is done twice.
 */
export function useAct<D extends Act>(declaration: D): ActState<D> {
  const [state, setState] = useState<{ pending: boolean; error: SipinError | null }>({ pending: false, error: null });
  const intent = useRef<{ input: string; key: string } | null>(null);
  const run = useCallback(
    async (input: InputOf<D>) => {
      const text = JSON.stringify(input);
      if (intent.current?.input !== text) intent.current = { input: text, key: newKey() };
      setState({ pending: true, error: null });
      try {
        const output = await live.act(declaration, input, intent.current.key);
        intent.current = null;
        setState({ pending: false, error: null });
        return output;
      } catch (thrown) {
        const error = toSipinError(thrown);
        if (error.category !== 'unavailable') intent.current = null;
        setState({ pending: false, error });
        return undefined;
      }
    },
    [declaration],
  );
  const clear = useCallback(() => setState({ pending: false, error: null }), []);
  return { run, clear, ...state };
}
