import type { z } from 'zod';
import { type ErrorBody, SipinError, toSipinError } from '../app/contract/index.ts';
import {
  type BridgeCall,
  type BridgeReply,
  consoleBridge,
  type consoleCalls,
  pageBridge,
  type pageCalls,
} from '../app/desktop/index.ts';
import { errorText, type Language } from '../app/messages.ts';

/** Which page calls: the console of the chosen server, a page of the window itself, or anything else. */
export type Caller = 'console' | 'page' | 'stranger';

type Handlers<Calls extends Record<string, BridgeCall>, Sender> = {
  readonly [Name in keyof Calls]: (
    input: z.output<Calls[Name]['input']>,
    sender: Sender,
  ) => z.input<Calls[Name]['output']> | Promise<z.input<Calls[Name]['output']>>;
};
/** What is done for each call, for whoever sent it. */
export interface BridgeHandlers<Sender> {
  readonly console: Handlers<typeof consoleBridge, Sender>;
  readonly page: Handlers<typeof pageBridge, Sender>;
}

/** Answers a call: looks who calls, whether there is such a call for them, whether the input fits; then does it. */
export async function dispatch<Sender>(
  handlers: BridgeHandlers<Sender>,
  call: { readonly caller: Caller; readonly name: unknown; readonly input: unknown; readonly sender: Sender },
  language: Language,
): Promise<BridgeReply<unknown>> {
  try {
    if (call.caller === 'stranger') throw new SipinError('forbidden', 'desktop.sender-refused');
    const declared: Readonly<Record<string, BridgeCall>> = call.caller === 'console' ? consoleBridge : pageBridge;
    const name = typeof call.name === 'string' && Object.hasOwn(declared, call.name) ? call.name : undefined;
    const declaration = name === undefined ? undefined : declared[name];
    if (name === undefined || declaration === undefined) {
      throw new SipinError('not-found', 'contract.unknown-call', { name: String(call.name).slice(0, 80) });
    }
    const parsed = declaration.input.safeParse(call.input);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const path = issue?.path.join('.').slice(0, 80) ?? '';
      throw new SipinError('input', 'contract.invalid-input', { path, problem: issue?.message.slice(0, 200) ?? '' });
    }
    // The schema of this very name has checked the input; the compiler cannot follow a name that it does not know.
    const handler = handlers[call.caller][name as (typeof consoleCalls)[number] & (typeof pageCalls)[number]] as (
      input: unknown,
      sender: Sender,
    ) => unknown;
    return { value: declaration.output.parse(await handler(parsed.data, call.sender)) };
  } catch (thrown) {
    return { error: errorBody(thrown, language) };
  }
}

/** An error as it travels to a page. */
export function errorBody(thrown: unknown, language: Language): ErrorBody {
  const { code, category, params, cause } = toSipinError(thrown);
  if (category === 'internal') console.error('bridge:', cause);
  return { code, category, params, message: errorText(code, params, language) };
}
