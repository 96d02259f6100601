import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { areaContract } from '../../app/area/index.ts';
import { conferenceContract } from '../../app/conference/index.ts';
import { startSite } from '../city/sites.ts';
import { launchBrowser, newPerson, screenshot } from '../harness/browser.ts';
import { decodedFrames } from '../harness/meeting.ts';
import { ensureRenderer } from '../harness/renderer.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { waitFor } from '../harness/wait.ts';

const square = (west: number) => [
  [
    [
      [west, 33.5],
      [west + 0.1, 33.5],
      [west + 0.1, 33.6],
      [west, 33.6],
      [west, 33.5],
    ] as [number, number][],
  ],
];
const names: Readonly<Record<string, string>> = {
  '3208': '淮安市',
  '320803': '淮安区',
  '320804': '淮阴区',
  '320812': '清江浦区',
  '320826': '涟水县',
  '320826100': '涟城街道',
  '320826100001': '安东社区',
};
const simulated = ['320803', '320804', '320812', '320826100'];
const looks = [
  { language: 'zh-CN', viewport: { width: 1920, height: 1080 }, size: 'desk' },
  { language: 'en', viewport: { width: 1920, height: 1080 }, size: 'desk' },
  { language: 'zh-CN', viewport: { width: 390, height: 844 }, size: 'phone' },
  { language: 'en', viewport: { width: 390, height: 844 }, size: 'phone' },
] as const;

describe('pictures of a conference with simulated centres', () => {
  let server: TestServer;
  let browser: Browser;
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    ensureRenderer();
    server = await startTestServer({ livekit: true });
    const administrator = await server.signIn('administrator', '3208');
    await administrator.client.call(areaContract.importAreas, {
      datum: 'WGS-84',
      areas: Object.entries(names).map(([code, name], place) => ({ code, name, polygons: square(119 + place / 10) })),
    });
    browser = await launchBrowser();
    for (const area of simulated) {
      const { token } = await server.signIn('operator', area);
      const site = await startSite({ url: server.url, token, area, name: names[area] ?? area, answerMilliseconds: 0 });
      stops.push(() => site.stop());
    }
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
    await browser.close();
    await server.stop();
  });

  const choose = (page: Page, names: RegExp) => page.getByRole('button', { name: names }).first().click();

  it.each(looks)('$language $size', async ({ language, viewport, size }) => {
    const name = (what: string) => `conference-${what}-${language === 'en' ? 'en' : 'zh'}-${size}`;
    const account = await server.signIn('operator', '320826');
    const { page, context } = await newPerson(browser, { viewport, language });
    await page.goto(await server.link(account.id));
    await page.getByRole('banner').waitFor();
    const city = await server.signIn('operator', '3208');
    const { id } = await city.client.call(conferenceContract.start, {
      title: language === 'en' ? 'Flood control' : '全市防汛调度会',
      areas: [...simulated, '320826', '320826100001'],
    });
    await page.getByRole('alertdialog').waitFor();
    await screenshot(page, name('ring'));
    await page.getByRole('alertdialog').getByRole('button').first().click();
    await page.locator('.room-preview video:not([hidden])').waitFor();
    await screenshot(page, name('join'));
    await choose(page, /进入会场|^Enter$/);
    for (const area of simulated) {
      await waitFor(`the picture of ${area}`, async () => (await decodedFrames(page, area)) > 3, 60_000);
    }
    await screenshot(page, name('grid'));
    await page.locator('.ant-segmented-item', { hasText: /演讲者|Speaker/ }).click();
    await page.locator('.room-tile.large.live, .room-tile.large.low').waitFor();
    await screenshot(page, name('speaker'));
    await choose(page, /^离\s?开$|^Leave$/);
    await page.locator('.conference-home').waitFor();
    await screenshot(page, name('home'));
    await context.close();
    await city.client.call(conferenceContract.end, { conference: id });
  });
});
