import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SipinError } from '../app/contract/index.ts';
import { consoleBridge, consoleCalls, type PageView, pageBridge, pageCalls } from '../app/desktop/index.ts';
import { messages } from '../app/messages.ts';
import { type BridgeHandlers, type Caller, dispatch } from './dispatcher.ts';

/** Handlers that only write down that they were reached; what each does is tested in the real window. */
function recording(): {
  readonly reached: { name: string; input: unknown }[];
  readonly handlers: BridgeHandlers<string>;
} {
  const reached: { name: string; input: unknown }[] = [];
  const note =
    <Output>(name: string, output: Output) =>
    (input: unknown) => {
      reached.push({ name, input });
      return output;
    };
  const view: PageView = { language: 'en', state: { view: 'first-start', server: null, putAside: null } };
  return {
    reached,
    handlers: {
      console: {
        info: note('info', { version: '1', electron: '45', platform: 'linux', fullScreen: false }),
        changeServer: note('changeServer', {}),
        openWindow: note('openWindow', {}),
        setFullScreen: note('setFullScreen', { on: true }),
        setBadge: note('setBadge', {}),
        notify: () => {
          throw new SipinError('limit', 'desktop.too-many-windows', { limit: 8 });
        },
      },
      page: {
        state: note('state', view),
        choose: note('choose', { server: 'https://sipin.example.org' }),
        back: note('back', {}),
        retry: note('retry', {}),
        changeServer: note('changeServer', {}),
        language: note('language', view),
        share: note('share', {}),
      },
    },
  };
}

const code = (reply: object) => ('error' in reply ? (reply.error as { code: string }).code : 'done');

describe('calls over the bridge', () => {
  const call = async (caller: Caller, name: unknown, input: unknown) => {
    const { reached, handlers } = recording();
    return { reply: await dispatch(handlers, { caller, name, input, sender: 'x' }, 'en'), reached };
  };

  it('are done when caller, name and input fit', async () => {
    const { reply, reached } = await call('console', 'openWindow', { path: '/cameras' });
    expect(reply).toEqual({ value: {} });
    expect(reached).toEqual([{ name: 'openWindow', input: { path: '/cameras' } }]);
  });

  it('from anywhere else are refused, whatever they are', async () => {
    for (const name of [...consoleCalls, ...pageCalls]) {
      const { reply, reached } = await call('stranger', name, {});
      expect(code(reply)).toBe('desktop.sender-refused');
      expect(reached).toEqual([]);
    }
  });

  it.each(pageCalls.filter((name) => !(name in consoleBridge)))('%s is not the console’s to call', async (name) => {
    expect(code((await call('console', name, {})).reply)).toBe('contract.unknown-call');
  });

  it.each(['constructor', '__proto__', 'toString', '', 7, null, undefined, {}])('%s is no call', async (name) => {
    expect(code((await call('console', name, {})).reply)).toBe('contract.unknown-call');
  });

  it('tell an error with its code and its text', async () => {
    expect((await call('console', 'notify', { title: 'a', body: '' })).reply).toEqual({
      error: {
        code: 'desktop.too-many-windows',
        category: 'limit',
        params: { limit: 8 },
        message: messages.en.desktop.errors['too-many-windows'].replace('{{limit}}', '8'),
      },
    });
  });

  it.each([
    ...consoleCalls.map((name) => ['console', name, consoleBridge[name]] as const),
    ...pageCalls.map((name) => ['page', name, pageBridge[name]] as const),
  ])('of the %s, %s, never reach the window with what does not fit', async (caller, name, { input: schema }) => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (garbage) => {
        fc.pre(!schema.safeParse(garbage).success);
        const { reply, reached } = await call(caller, name, garbage);
        expect(code(reply)).toBe('contract.invalid-input');
        expect(reached).toEqual([]);
      }),
    );
  });
});

describe('paths of windows', () => {
  it('never lead to another host, whatever is asked for', () => {
    const pieces = fc.array(
      fc.constantFrom('/', '\\', '.', ':', '@', '?', '#', '%2f', 'a', 'evil.example', '\t', '\n'),
    );
    const anything = fc.oneof(
      fc.string(),
      pieces.map((each) => `/${each.join('')}`),
    );
    fc.assert(
      fc.property(anything, (path) => {
        if (!consoleBridge.openWindow.input.safeParse({ path }).success) return;
        const own = 'https://sipin.example.org';
        expect(new URL(`${own}${path}`).origin).toBe(own);
        expect(new URL(path, own).origin).toBe(own);
      }),
      { numRuns: 2_000 },
    );
  });
});
