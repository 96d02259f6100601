import { useEffect } from 'react';
import { create } from 'zustand';
import { SipinError } from '../../app/contract/index.ts';
import type { BridgeReply, ConsoleBridge } from '../../app/desktop/bridge.ts';

declare global {
  interface Window {
    /** Put there by the desktop window; absent in a browser. */
    readonly sipinDesktop?: ConsoleBridge;
  }
}

/** The desktop window that shows this page; undefined in a browser. */
export const desktop: ConsoleBridge | undefined = window.sipinDesktop;

/** The value of a reply of the desktop window; its error is thrown as everywhere. */
export async function fromDesktop<Value>(reply: Promise<BridgeReply<Value>>): Promise<Value> {
  const answer = await reply;
  if ('value' in answer) return answer.value;
  const { category, code, params } = answer.error;
  throw new SipinError(category, code, params);
}

/** What waits for somebody, by its key: the number on the program's icon. */
const useWaiting = create<{ readonly keys: ReadonlySet<string> }>()(() => ({ keys: new Set() }));
useWaiting.subscribe(({ keys }) => void desktop?.setBadge({ count: keys.size }));

/**
 * While there is a key, something waits for somebody: the desktop window counts it on its icon, and flashes and
 * notifies once for each key when it is not in front. Does nothing in a browser.
 */
export function useAttention(key: string | undefined, title: string, body: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each key; its words may change with the language
  useEffect(() => {
    if (key === undefined || !desktop) return;
    useWaiting.setState(({ keys }) => ({ keys: new Set([...keys, key]) }));
    void desktop.notify({ title: title.slice(0, 200), body: body.slice(0, 1_000) });
    return () => useWaiting.setState(({ keys }) => ({ keys: new Set([...keys].filter((each) => each !== key)) }));
  }, [key]);
}
