import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { cameraContract } from '../../app/camera/index.ts';
import { freePort } from '../../server/runtime/free-port.ts';
import { startCity } from '../city/city.ts';
import { launchBrowser, newPerson, screenshot } from '../harness/browser.ts';
import { partPath } from '../harness/parts.ts';
import { ensureRenderer } from '../harness/renderer.ts';
import { startServerProcess } from '../harness/server-process.ts';

/** `npm run screens`: pictures of every page of a whole simulated city, in both languages, for docs/screens. */

const desk = { width: 1920, height: 1080 };
const wide = { width: 3840, height: 1080 };
const phone = { width: 390, height: 844 };
type Language = 'zh-CN' | 'en';

/** The drawing of the map comes to rest; there is no element that says so. */
const settled = (page: Page, milliseconds = 2_500) => page.waitForTimeout(milliseconds);

async function deskPages(browser: Browser, url: string, state: string, language: Language): Promise<void> {
  const { page, context } = await newPerson(browser, { viewport: desk, language });
  await context.addCookies([{ name: 'sipin_session', value: state, url }]);
  await page.goto(url);
  await page.locator('.maplibregl-canvas').waitFor();
  await settled(page, 6_000);
  await screenshot(page, `console-${language}-1920`);
  await page.locator('.incident-row').first().click();
  await settled(page, 4_000);
  await screenshot(page, `incident-${language}-1920`);
  await page.goto(`${url}/audit`);
  await page.locator('.ant-table-row').first().waitFor();
  await screenshot(page, `audit-${language}-1920`);
  await page.goto(`${url}/account`);
  await page.locator('.ant-table-row').first().waitFor();
  await screenshot(page, `account-${language}-1920`);
  await page.setViewportSize(wide);
  await page.goto(url);
  await settled(page, 6_000);
  await screenshot(page, `console-${language}-3840`);
  await context.close();
}

/** The console with cameras in its strip, the page for a second display, and, of the administrator, the register. */
async function cameraPages(
  browser: Browser,
  url: string,
  states: { readonly operator: string; readonly administrator: string },
  cameras: readonly { readonly id: string; readonly name: string }[],
  language: Language,
): Promise<void> {
  const { page, context } = await newPerson(browser, { viewport: desk, language });
  await context.addCookies([{ name: 'sipin_session', value: states.operator, url }]);
  await page.goto(`${url}/sign-in`);
  await page.evaluate((chosen) => {
    const cells = chosen.map(({ id, name }) => ({ camera: id, name, pinned: false, turn: 1 }));
    const empty = Array.from({ length: 16 - cells.length }, () => null);
    localStorage.setItem('sipin.cameras.console', JSON.stringify({ size: 4, cells: [...cells, ...empty] }));
    localStorage.setItem('sipin.cameras.page', JSON.stringify({ size: 9, cells: [...cells, ...empty] }));
    localStorage.setItem('sipin.strip.height', '300');
  }, cameras);
  const live = () => page.locator('figure[data-state="live"][data-by="video"]').nth(3).waitFor();
  await page.goto(url);
  await live();
  await settled(page, 4_000);
  await screenshot(page, `console-cameras-${language}-1920`);
  await page.goto(`${url}/cameras`);
  await live();
  await settled(page);
  await screenshot(page, `cameras-${language}-1920`);
  await page.setViewportSize(wide);
  await settled(page);
  await screenshot(page, `cameras-${language}-3840`);
  await context.clearCookies();
  await context.addCookies([{ name: 'sipin_session', value: states.administrator, url }]);
  await page.setViewportSize(desk);
  await page.goto(`${url}/cameras/setup`);
  await page.locator('.ant-table-row').first().waitFor();
  await settled(page, 1_000);
  await screenshot(page, `camera-setup-${language}-1920`);
  await context.close();
}

async function signInPages(browser: Browser, url: string, language: Language): Promise<void> {
  for (const [viewport, name] of [
    [desk, 1920],
    [phone, 390],
  ] as const) {
    const { page, context } = await newPerson(browser, { viewport, language });
    await page.goto(`${url}/sign-in`);
    await page.getByRole('button').last().waitFor();
    await settled(page, 800);
    await screenshot(page, `sign-in-${language}-${name}`);
    await context.close();
  }
}

async function phonePages(browser: Browser, url: string, state: string, language: Language): Promise<void> {
  const { page, context } = await newPerson(browser, { viewport: phone, language });
  await context.addCookies([{ name: 'sipin_session', value: state, url }]);
  await page.goto(`${url}/field`);
  const tabs = page.locator('.field-bar button');
  await tabs.first().waitFor();
  for (const [index, name] of ['tasks', 'report', 'map', 'me'].entries()) {
    await tabs.nth(index).click();
    await settled(page, 1_000);
    await screenshot(page, `field-${name}-${language}-390`);
  }
  await context.close();
}

const data = mkdtempSync(join(tmpdir(), 'sipin-screens-'));
chmodSync(data, 0o755);
ensureRenderer();
process.env.SIPIN_LIVEKIT = partPath('livekit');
process.env.MEDIASOUP_WORKER_BIN = partPath('mediasoup');
const server = await startServerProcess(data, await freePort());
const { url, administratorTicket } = server.ready;
const city = await startCity({
  target: url,
  ticket: administratorTicket,
  workers: 7_092,
  every: 5_000,
  cameras: 24,
  cameraHost: '127.0.0.1',
  phones: 60,
  sites: 8,
  seed: 1,
  reportEvery: 4_000,
});
const browser = await launchBrowser();
try {
  const operator = city.operators.get('3208') ?? '';
  const worker = city.workers[0]?.id ?? '';
  const clients = await city.administrator.signInAs([operator, worker], 'screens');
  const { cameras } = await city.administrator.call(cameraContract.list, {});
  const states = { operator: clients.get(operator)?.token ?? '', administrator: city.administrator.token ?? '' };
  for (const language of ['zh-CN', 'en'] as const) {
    await cameraPages(browser, url, states, cameras.slice(0, 9), language);
    await signInPages(browser, url, language);
    await deskPages(browser, url, clients.get(operator)?.token ?? '', language);
    await phonePages(browser, url, clients.get(worker)?.token ?? '', language);
  }
} finally {
  await browser.close();
  await city.stop();
  await server.stop();
  rmSync(data, { recursive: true, force: true });
}
