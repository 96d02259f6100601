import { z } from 'zod';
import { type ErrorBody, nothing } from '../contract/index.ts';
import { languages } from '../messages.ts';
import type { ConsoleCall, PageCall } from './names.ts';

/** What a call takes and what it answers. */
export interface BridgeCall<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly input: Input;
  readonly output: Output;
}

/** A path of the console: of our own origin by its form, never another host, never an address of the interface. */
export const consolePath = z
  .string()
  .max(300)
  .regex(/^\/(?![/\\]|api(\/|$))[\w\-./~%?=&:,+]*(#[\w\-./~%?=&:,+]*)?$/);

/** An address as somebody typed or pasted it; what it means is decided by the window. */
const typedAddress = z.string().trim().min(1).max(500);

/** What the pages of the window show; each says what happened and what happens next. */
export const pageState = z.discriminatedUnion('view', [
  z.strictObject({
    view: z.literal('first-start'),
    /** The server so far; null when none was ever chosen. */
    server: z.string().nullable(),
    /** The file with the settings could not be read and was put aside under this name. */
    putAside: z.string().nullable(),
  }),
  z.strictObject({
    view: z.literal('offline'),
    server: z.string(),
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    /** When it is tried again, in ms since 1970; null while it is being tried. */
    nextTryAt: z.number().nullable(),
  }),
  z.strictObject({
    view: z.literal('crash'),
    cause: z.enum(['crashed', 'memory', 'killed', 'unresponsive']),
    at: z.number(),
    /** How often within the last minutes. */
    times: z.number().int(),
    /** When it loads again by itself, in ms since 1970; null when it came too often and somebody must say so. */
    reloadAt: z.number().nullable(),
  }),
  z.strictObject({
    view: z.literal('share'),
    sources: z.array(z.strictObject({ id: z.string(), name: z.string(), screen: z.boolean(), picture: z.string() })),
  }),
]);
export type PageState = z.infer<typeof pageState>;
/** What a page gets to know: its state and the language in which it speaks. */
export const pageView = z.strictObject({ language: z.enum(languages), state: pageState });
export type PageView = z.infer<typeof pageView>;

/** The calls of the console. */
export const consoleBridge = {
  /** What window this is. */
  info: {
    input: nothing,
    output: z.strictObject({
      version: z.string(),
      electron: z.string(),
      platform: z.string(),
      fullScreen: z.boolean(),
    }),
  },
  /** Asks for another server; the present one stays until another was found. */
  changeServer: { input: nothing, output: nothing },
  /** Opens a page of the console in a window of its own, for a second display. */
  openWindow: { input: z.strictObject({ path: consolePath }), output: nothing },
  setFullScreen: { input: z.strictObject({ on: z.boolean() }), output: z.strictObject({ on: z.boolean() }) },
  /** Number on the icon: how much waits for somebody. */
  setBadge: { input: z.strictObject({ count: z.number().int().min(0).max(9999) }), output: nothing },
  /** Draws attention when the window is not in front: flashes it and shows a notification; says whether it did. */
  notify: {
    input: z.strictObject({ title: z.string().min(1).max(200), body: z.string().max(1000) }),
    output: z.strictObject({ shown: z.boolean() }),
  },
} as const satisfies Record<ConsoleCall, BridgeCall>;

/** The calls of the pages that are shipped with the window. */
export const pageBridge = {
  state: { input: nothing, output: pageView },
  /** Looks whether Sipin is at the address, remembers it and opens it; says why not otherwise. */
  choose: { input: z.strictObject({ address: typedAddress }), output: z.strictObject({ server: z.string() }) },
  /** Back to the present server without a change. */
  back: { input: nothing, output: nothing },
  /** Now, not only when the countdown has ended. */
  retry: { input: nothing, output: nothing },
  changeServer: { input: nothing, output: nothing },
  language: { input: z.strictObject({ language: z.enum(languages) }), output: pageView },
  /** Which screen or window is shared; null for none. */
  share: { input: z.strictObject({ id: z.string().max(200).nullable() }), output: nothing },
} as const satisfies Record<PageCall, BridgeCall>;

/** How a call is answered: errors travel as bodies, since an Error loses its code between the worlds. */
export type BridgeReply<Value> = { readonly value: Value } | { readonly error: ErrorBody };

type Functions<Calls extends Record<string, BridgeCall>> = {
  readonly [Name in keyof Calls]: (
    input: z.input<Calls[Name]['input']>,
  ) => Promise<BridgeReply<z.output<Calls[Name]['output']>>>;
};

/** `window.sipinDesktop`: there in the desktop window only, absent in a browser. */
export type ConsoleBridge = Functions<typeof consoleBridge>;
/** `window.sipinPage`: there in the window's own pages only. */
export interface PageBridge extends Functions<typeof pageBridge> {
  /** Calls back when the state has changed; returns the unsubscribe. */
  onState(listener: (view: PageView) => void): () => void;
}
