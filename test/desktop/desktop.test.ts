import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleBridge } from '../../app/desktop/index.ts';
import { ownTls } from '../../server/runtime/tls.ts';
import { type Cable, layCable } from '../harness/cable.ts';
import { type Desk, type RunningDesktop, setUpDesk } from '../harness/desktop.ts';
import { root } from '../harness/parts.ts';
import { ensureRenderer } from '../harness/renderer.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { waitFor } from '../harness/wait.ts';

declare global {
  interface Window {
    readonly sipinDesktop?: ConsoleBridge;
  }
}

const patience = 60_000;

describe('the desktop window', () => {
  let server: TestServer;
  /** The way to the server; what the window knows is the address of this. */
  let cable: Cable;
  let address: string;
  let desk: Desk;
  let desktop: RunningDesktop;
  /** Another website on this machine; its `/away` leads on to our server. */
  let stranger: Server;
  let strangerUrl: string;
  /** How often a page of the other website was fetched. */
  let visits = 0;
  let page: Page;

  beforeAll(async () => {
    ensureRenderer();
    server = await startTestServer();
    cable = await layCable(server.running.port);
    address = `http://127.0.0.1:${cable.port}`;
    stranger = createServer((request, response) => {
      visits += 1;
      if (request.url === '/away') response.writeHead(302, { location: server.url }).end();
      else response.writeHead(200, { 'content-type': 'text/html' }).end('<title>elsewhere</title>elsewhere');
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    desk = await setUpDesk();
    desktop = await desk.start('first');
    page = desktop.page;
  }, 180_000);
  afterAll(async () => {
    await desk?.stop();
    await new Promise((resolve) => stranger?.close(resolve) ?? resolve(undefined));
    await cable?.close();
    await server?.stop();
  });

  const windows = () => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  const consoleIsThere = (of: Page) => of.getByRole('banner').waitFor({ timeout: patience });
  const connect = async (text: string) => {
    await page.getByLabel('服务器地址').fill(text);
    await page.getByRole('button', { name: '连接' }).click();
  };
  const freshLink = async () => {
    const account = await server.signIn('operator', '3208', 'city-operator');
    return (await server.link(account.id)).replace(server.url, address);
  };
  /** Takes a picture of one of the window's own pages in both languages. */
  const picture = async (name: string) => {
    mkdirSync(join(root, 'docs', 'screens'), { recursive: true });
    const take = (language: string) =>
      page.screenshot({ path: join(root, 'docs', 'screens', `desktop-${name}-${language}.png`) });
    await page.locator('html[lang="zh-CN"]').waitFor();
    await take('zh-CN');
    await page.getByRole('button', { name: 'English' }).click();
    await page.locator('html[lang="en"]').waitFor();
    await take('en');
    await page.getByRole('button', { name: '中文' }).click();
    await page.locator('html[lang="zh-CN"]').waitFor();
  };

  it('runs its pages in the sandbox of Chromium', async () => {
    const processes = await desktop.app.evaluate(({ app }) =>
      app.getAppMetrics().map(({ type, sandboxed }) => ({ type, sandboxed })),
    );
    const commandLine = await desktop.app.evaluate(() => process.argv.join(' '));
    expect(commandLine).not.toContain('--no-sandbox');
    expect(processes.some(({ type }) => type === 'Tab')).toBe(true);
    const pid = await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    );
    // 2: system calls are filtered (seccomp), which only a sandboxed process is.
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
  });

  it('asks at the first start where the server is', async () => {
    await page.getByRole('heading', { name: '连接到四频服务器' }).waitFor();
    await picture('first-start');
  });

  it.each([
    ['not an address', '这不是服务器地址'],
    ['http://sipin.example.org', '必须用 https:// 开头的地址'],
    ['https://sipin.invalid', '找不到 sipin.invalid'],
  ])('says why %s will not do', async (text, reason) => {
    await connect(text);
    await page.getByRole('alert').getByText(reason).waitFor();
  });

  it('says that nobody answers at a port', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    await connect(`127.0.0.1:${port}`);
    await page.getByRole('alert').getByText(`127.0.0.1:${port} 拒绝连接`).waitFor();
  });

  it('says that another website is not Sipin', async () => {
    await connect(strangerUrl);
    await page.getByRole('alert').getByText('不是四频服务器').waitFor();
  });

  it('says that a certificate is not trusted, and how its root is installed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sipin-tls-'));
    const { cert, key } = await ownTls(folder, ['127.0.0.1']);
    const health = JSON.stringify({ now: new Date().toISOString(), parts: {} });
    const secure = createTlsServer({ cert, key }, (_, response) => response.end(health));
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    await connect(`https://127.0.0.1:${(secure.address() as AddressInfo).port}`);
    await page.getByRole('alert').getByText('证书不受信任（ERR_CERT_AUTHORITY_INVALID）').waitFor();
    await page.getByText('certutil -addstore Root').waitFor();
    secure.closeAllConnections();
    await new Promise((resolve) => secure.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  it('opens the console with a pasted one-time link, and remembers the server without the ticket', async () => {
    await connect(await freshLink());
    await consoleIsThere(page);
    const settings = readFileSync(desk.dataPath('first', 'settings.json'), 'utf8');
    expect(JSON.parse(settings)).toMatchObject({ server: address });
  });

  it('gives the page its bridge and nothing of Node or Electron', async () => {
    const seen = await page.evaluate(() => ({
      bridge: Object.keys(window.sipinDesktop ?? {}).sort(),
      node: ['process', 'require', 'module', 'Buffer', 'global', 'ipcRenderer', 'sipinPage'].filter(
        (name) => name in window,
      ),
    }));
    expect(seen.bridge).toEqual(['changeServer', 'info', 'notify', 'openWindow', 'setBadge', 'setFullScreen']);
    expect(seen.node).toEqual([]);
    expect(await page.evaluate(() => window.sipinDesktop?.info({}))).toMatchObject({ value: { fullScreen: false } });
  });

  it('refuses calls that do not fit, and goes on', async () => {
    const replies = await page.evaluate(async () => {
      const bridge = window.sipinDesktop as unknown as Record<
        string,
        (input: unknown) => Promise<{ error?: { code: string } }>
      >;
      const garbage: [string, unknown][] = [
        ['openWindow', { path: '//example.org' }],
        ['openWindow', { path: '/\\example.org' }],
        ['openWindow', { path: 'https://example.org' }],
        ['openWindow', { path: '/api/docs' }],
        ['openWindow', {}],
        ['setFullScreen', { on: 'yes' }],
        ['setBadge', { count: Number.NaN }],
        ['setBadge', null],
        ['notify', { title: '', body: '' }],
        ['info', { more: 1 }],
        ['changeServer', 'https://example.org'],
      ];
      return Promise.all(garbage.map(async ([name, input]) => (await bridge[name]?.(input))?.error?.code));
    });
    expect(new Set(replies)).toEqual(new Set(['contract.invalid-input']));
    expect(await windows()).toBe(1);
    expect(await page.evaluate(() => window.sipinDesktop?.setBadge({ count: 0 }))).toEqual({ value: {} });
  });

  it('has camera, microphone and notifications, but not the place of the desk', async () => {
    const tracks = await page.evaluate(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
      const kinds = stream
        .getTracks()
        .map(({ kind }) => kind)
        .sort();
      for (const track of stream.getTracks()) track.stop();
      return kinds;
    });
    expect(tracks).toEqual(['audio', 'video']);
    expect(await page.evaluate(() => Notification.permission)).toBe('granted');
    const place = await page.evaluate(
      () =>
        new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('given'),
            ({ code }) => resolve(code),
          ),
        ),
    );
    expect(place).toBe(1);
  });

  it('gives another website no camera, even when it is in the window', async () => {
    // No page can bring it there (below); the program's own debugger puts it there for this test.
    const refused = await desktop.app.evaluate(async ({ BrowserWindow }, url) => {
      const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
      await window.loadURL(url);
      const ask = (what: string) => window.webContents.executeJavaScript(what, true) as Promise<string>;
      const media = await ask(
        `navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(() => 'given', (error) => error.name)`,
      );
      const notification = await ask('Notification.requestPermission()');
      window.destroy();
      return { media, notification };
    }, strangerUrl);
    expect(refused).toEqual({ media: 'NotAllowedError', notification: 'denied' });
  });

  it('shares a screen that the person chose, and none when none was chosen', async () => {
    const share = () =>
      page.evaluate(async () => {
        try {
          const stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
          const kinds = stream.getTracks().map(({ kind }) => kind);
          for (const track of stream.getTracks()) track.stop();
          return kinds.join();
        } catch (error) {
          return (error as Error).name;
        }
      });
    for (const [choice, outcome] of [
      [/^屏幕 · /, 'video'],
      ['不共享', /NotAllowedError|AbortError|NotFoundError/],
    ] as const) {
      const opening = desktop.app.waitForEvent('window');
      const answer = share();
      const picker = await opening;
      const closing = picker.waitForEvent('close');
      const button = picker.getByRole('button', { name: choice }).first();
      await button.waitFor();
      // The window may be gone before the click is reported; that it closes, and what was shared, is what counts.
      await Promise.all([closing, button.click().catch(() => undefined)]);
      expect(await answer).toMatch(outcome);
    }
    await waitFor('the picker to close', async () => (await windows()) === 1);
  });

  it('does not leave the server: links, scripts and windows to elsewhere do nothing', async () => {
    const before = visits;
    await page.evaluate((url) => {
      location.href = url;
    }, strangerUrl);
    await page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
      link.remove();
    }, 'https://example.invalid/');
    const opened = await page.evaluate(
      (url) => [window.open(url) === null, window.open('file:///etc/passwd') === null],
      strangerUrl,
    );
    expect(opened).toEqual([true, true]);
    // The page answers from where it was, after all of this was asked for.
    const there = await page.evaluate(() => ({ origin: location.origin, console: !!document.querySelector('header') }));
    expect(there).toEqual({ origin: address, console: true });
    expect(await windows()).toBe(1);
    expect(visits).toBe(before);
    // Playwright takes a denied navigation for one that goes on, until the next.
    await page.reload();
    await consoleIsThere(page);
  });

  it('opens pages of the console in windows of its own, with the same bridge', async () => {
    const opening = desktop.app.waitForEvent('window');
    await page.evaluate(() => void window.open('/account'));
    const second = await opening;
    await second.waitForURL(`${address}/account`);
    expect(await second.evaluate(() => typeof window.sipinDesktop)).toBe('object');
    expect(await windows()).toBe(2);
    // The same page again brings that window to the front.
    expect(await page.evaluate(() => window.sipinDesktop?.openWindow({ path: '/account' }))).toEqual({ value: {} });
    expect(await windows()).toBe(2);
    await second.close();
    await waitFor('the second window to close', async () => (await windows()) === 1);
  });

  it('a second start shows the first window instead', async () => {
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    expect(await desk.startAgain('first')).toBe(0);
    await waitFor('the window to be shown', () =>
      desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()),
    );
    expect(await windows()).toBe(1);
  });

  it('says that the server is away, and comes back by itself to the page where it was', async () => {
    await page.goto(`${address}/account`);
    await page.getByRole('heading').first().waitFor();
    cable.cut();
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
    await page.getByRole('heading', { name: '连不上服务器' }).waitFor();
    await picture('offline');
    cable.mend();
    await page.waitForURL(`${address}/account`, { timeout: patience });
    await page.getByRole('heading').first().waitFor();
  });

  it('shows that the page crashed and loads it again by itself, but not for ever', async () => {
    // Playwright gives a page up that has crashed; the window itself is asked instead.
    const ask = (code: string) =>
      desktop.app.evaluate(({ BrowserWindow }, what) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        if (!contents || contents.isCrashed()) return undefined;
        // A page that is just going away never answers; it is asked again.
        const unanswered = new Promise<unknown>((resolve) => setTimeout(resolve, 1_000));
        return Promise.race([contents.executeJavaScript(what) as Promise<unknown>, unanswered]);
      }, code);
    const says = (text: string) =>
      waitFor(text, () => ask(`document.body.innerText.includes(${JSON.stringify(text)})`), patience);
    const press = (text: string) =>
      ask(
        `[...document.querySelectorAll('button')].find((each) => each.textContent === ${JSON.stringify(text)}).click()`,
      );
    const pageIsBack = () =>
      waitFor(
        'the page where it was',
        () =>
          ask(`'sipinDesktop' in window && location.pathname === '/account' && !!document.querySelector('h1, h2, h3')`),
        patience,
      );
    const crash = () =>
      desktop.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
      );
    const keepPicture = async (language: string) => {
      const png = await desktop.app.evaluate(async ({ BrowserWindow }) =>
        (await BrowserWindow.getAllWindows()[0]?.webContents.capturePage())?.toPNG().toString('base64'),
      );
      writeFileSync(join(root, 'docs', 'screens', `desktop-crash-${language}.png`), Buffer.from(png ?? '', 'base64'));
    };
    await crash();
    await says('页面意外停止');
    await says('秒后自动重新加载');
    await pageIsBack();
    await crash();
    await says('五分钟内第 2 次');
    await press('立即重新加载');
    await pageIsBack();
    await crash();
    await says('五分钟内第 3 次');
    await keepPicture('zh-CN');
    await press('English');
    await says('The page stopped unexpectedly');
    await keepPicture('en');
    await press('中文');
    await says('五分钟内第 3 次');
    await press('立即重新加载');
    await pageIsBack();
    await crash();
    await says('已停止自动加载');
    await press('立即重新加载');
    await pageIsBack();
  });

  it('stands where it stood, on the server where it was, after it was closed and started again', async () => {
    const bounds = { x: 140, y: 90, width: 1180, height: 730 };
    await desktop.app.evaluate(
      ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
      bounds,
    );
    await desktop.close();
    desktop = await desk.start('first');
    page = desktop.page;
    await consoleIsThere(page);
    expect(await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(
      bounds,
    );
  });

  it('changes the server from the account menu, and back without a change', async () => {
    await page.getByRole('button', { name: /▾/ }).click();
    await page.getByRole('menuitem', { name: '更换服务器' }).click();
    await page.getByRole('heading', { name: '连接到四频服务器' }).waitFor();
    expect(await page.evaluate(() => typeof window.sipinDesktop)).toBe('undefined');
    await page.getByRole('button', { name: `返回 ${address}` }).click();
    await consoleIsThere(page);
  });

  it('goes to full screen and back from the account menu', async () => {
    const isFull = () => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFullScreen());
    await page.getByRole('button', { name: /▾/ }).click();
    await page.getByRole('menuitem', { name: '全屏', exact: true }).click();
    await waitFor('full screen', isFull);
    await page.getByRole('button', { name: /▾/ }).click();
    await page.getByRole('menuitem', { name: '退出全屏' }).click();
    await waitFor('the end of full screen', async () => !(await isFull()));
  });

  it('does not follow its server to elsewhere', async () => {
    await desktop.close();
    // Whatever was chosen is the server; this one sends its visitors on.
    desktop = await desk.start('sent-on', { server: strangerUrl });
    page = desktop.page;
    await page.waitForURL(`${strangerUrl}/`);
    const stopped = desktop.app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<string | undefined>((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.once('did-stop-loading', () => resolve(contents.getURL()));
        }),
    );
    const before = visits;
    await page.evaluate(() => {
      location.href = '/away';
    });
    expect(await stopped).toBe(`${strangerUrl}/`);
    expect(visits).toBe(before + 1);
  });

  it('asks again when its settings are broken, and keeps them', async () => {
    await desktop.close();
    desk.write('broken', 'settings.json', '{"server": "http');
    desktop = await desk.start('broken');
    page = desktop.page;
    await page.getByText('原来的设置文件无法读取').waitFor();
    const kept = readdirSync(desk.dataPath('broken', '.')).find((name) => name.startsWith('settings.json.broken-'));
    expect(readFileSync(desk.dataPath('broken', kept ?? ''), 'utf8')).toBe('{"server": "http');
  });
});
