import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areaContract } from '../../app/area/index.ts';
import { launchBrowser, newPerson, type Person } from '../harness/browser.ts';
import { type Cable, layCable } from '../harness/cable.ts';
import { decodedFrames, heardLevels, lineState, standing } from '../harness/meeting.ts';
import { ensureRenderer } from '../harness/renderer.ts';
import { type SignedIn, startTestServer, type TestServer } from '../harness/server.ts';
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
const city = '3208';
const county = '320826';
const town = '320826100';
const village = '320826100001';
const names = { [city]: '淮安市', [county]: '涟水县', [town]: '涟城街道', [village]: '安东社区', '320803': '淮安区' };
const centres = [city, county, town, village];
const patience = 60_000;

interface Desk extends Person {
  readonly account: SignedIn;
}

describe('a conference of four levels', () => {
  let server: TestServer;
  let browser: Browser;
  let cable: Cable;
  const desks = new Map<string, Desk>();

  beforeAll(async () => {
    ensureRenderer();
    server = await startTestServer({ livekit: true });
    cable = await layCable(server.running.port);
    const administrator = await server.signIn('administrator', city);
    await administrator.client.call(areaContract.importAreas, {
      datum: 'WGS-84',
      areas: Object.entries(names).map(([code, name], place) => ({ code, name, polygons: square(119 + place / 10) })),
    });
    browser = await launchBrowser();
    for (const area of centres) {
      const account = await server.signIn('operator', area, `${area}-operator`);
      const person = await newPerson(browser, { viewport: { width: 1280, height: 720 } });
      const link = await server.link(account.id);
      // The county's line to the server goes through a cable that can be cut.
      await person.page.goto(area === county ? link.replace(/:\d+\//, `:${cable.port}/`) : link);
      await person.page.getByRole('banner').waitFor();
      desks.set(area, { ...person, account });
    }
  });
  afterAll(async () => {
    await browser?.close();
    await cable?.close();
    await server?.stop();
  });

  const desk = (area: string): Desk => {
    const found = desks.get(area);
    if (!found) throw new Error(area);
    return found;
  };
  const page = (area: string): Page => desk(area).page;
  const button = (area: string, name: string) => page(area).getByRole('button', { name, exact: true });
  const rosterRow = (area: string) => page(city).locator(`.conference-site[data-area="${area}"]`);

  /** Waits until new frames of `from` are decoded at `at`. */
  async function sees(at: string, from: string): Promise<void> {
    const before = await decodedFrames(page(at), from);
    await waitFor(
      `new frames of ${from} at ${at}`,
      async () => {
        const now = await decodedFrames(page(at), from);
        return now > 0 && (now > before + 2 || now < before);
      },
      patience,
    );
  }
  async function hears(at: string, from: readonly string[]): Promise<void> {
    await waitFor(
      `${from.join()} to be heard at ${at}`,
      async () => {
        const levels = await heardLevels(page(at));
        return from.every((area) => (levels[desk(area).account.id] ?? 0) > 0.005);
      },
      patience,
    );
  }
  const connectedAt = (at: string, area: string) =>
    waitFor(`${area} connected on ${at}`, async () => (await standing(page(at), area)) === 'connected', patience);
  const live = (area: string) =>
    waitFor(`a line at ${area}`, async () => (await lineState(page(area))) === 'live', patience);

  it('rings at the centres that the city picks, over everything, and leaves the keyboard alone', async () => {
    const search = page(village).getByRole('combobox', { name: '搜索' }).or(page(village).getByLabel('搜索').first());
    await search.first().click();
    await page(city).getByText('会议', { exact: true }).first().click();
    await page(city).getByLabel('会议名称').fill('全市防汛调度会');
    const picker = page(city).getByRole('combobox', { name: '选择要呼叫的中心' });
    for (const area of [county, town, village]) {
      await picker.fill(area);
      await page(city)
        .locator('.ant-select-tree-treenode', { hasText: names[area as keyof typeof names] })
        .locator('.ant-select-tree-checkbox')
        .first()
        .click();
      await picker.fill('');
    }
    await page(city).keyboard.press('Escape');
    await page(city).getByRole('button', { name: '呼叫 3 个中心' }).click();
    await button(city, '进入会场').click();
    await live(city);
    for (const area of [county, town, village]) await page(area).getByRole('alertdialog').waitFor();
    await page(village).keyboard.type('anl');
    expect(await page(village).evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('anl');
  });

  it('shows who declined and why, and rings again', async () => {
    await page(village).getByRole('alertdialog').getByRole('button', { name: /拒绝/ }).click();
    await page(village).getByRole('button', { name: '无人值守' }).click();
    await rosterRow(village).getByText('已拒绝: 无人值守').waitFor();
    await rosterRow(village).getByRole('button', { name: '重新呼叫' }).click();
    await page(village).getByRole('alertdialog').waitFor();
  });

  it('brings all together: everybody sees and hears everybody', async () => {
    for (const area of [county, town, village]) {
      await page(area).getByRole('alertdialog').getByRole('button', { name: /接听/ }).click();
      await button(area, '进入会场').click();
    }
    for (const area of [county, town, village]) await connectedAt(city, area);
    for (const at of centres) {
      const others = centres.filter((area) => area !== at);
      for (const from of others) await sees(at, from);
      await hears(at, others);
    }
  });

  it('takes the word from a site, which cannot take it back', async () => {
    await rosterRow(town).getByRole('button', { name: '静音' }).click();
    await page(town).getByRole('button', { name: '已被主席静音' }).waitFor();
    expect(await page(town).getByRole('button', { name: '已被主席静音' }).isDisabled()).toBe(true);
    await waitFor('the town to be silent', async () => {
      const levels = await heardLevels(page(city));
      return (levels[desk(town).account.id] ?? 0) < 0.001;
    });
    await rosterRow(town).getByRole('button', { name: '解除静音' }).click();
    // Given back, it stays off until the person switches it on.
    await button(town, '打开麦克风').click();
    await hears(city, [town]);
  });

  it('comes back into the same room with the same mute state after LiveKit was killed', async () => {
    await button(county, '静音').click();
    await button(county, '打开麦克风').waitFor();
    const pid = server.livekit?.pid;
    if (pid === undefined) throw new Error('no LiveKit');
    process.kill(pid, 'SIGKILL');
    await waitFor('the county to say so', async () => (await lineState(page(county))) !== 'live');
    for (const area of centres) await live(area);
    for (const at of centres) for (const from of centres.filter((area) => area !== at)) await sees(at, from);
    await hears(county, [city, town, village]);
    expect((await heardLevels(page(city)))[desk(county).account.id] ?? 0).toBeLessThan(0.001);
    await button(county, '打开麦克风').waitFor();
  });

  it('comes back after the network was cut, muted as before', async () => {
    cable.cut();
    await waitFor('the county to say so', async () => (await lineState(page(county))) !== 'live');
    await page(county).locator('.room-stage .ant-alert').first().waitFor();
    cable.mend();
    await live(county);
    await sees(county, city);
    await sees(city, county);
    await button(county, '打开麦克风').waitFor();
    expect((await heardLevels(page(city)))[desk(county).account.id] ?? 0).toBeLessThan(0.001);
    await button(county, '打开麦克风').click();
    await hears(city, [county]);
  });

  it('comes back after the page was loaded anew, muted as before', async () => {
    await button(village, '静音').click();
    await button(village, '打开麦克风').waitFor();
    await page(village).reload();
    await live(village);
    await button(village, '打开麦克风').waitFor();
    await sees(village, city);
    await sees(city, village);
  });

  it('comes back after the laptop slept while its lines died, muted as before', async () => {
    await button(county, '静音').click();
    await button(county, '打开麦克风').waitFor();
    const session = await page(county).context().newCDPSession(page(county));
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    cable.cut();
    await waitFor('the county to be gone', async () => (await standing(page(city), county)) === 'connecting', patience);
    cable.mend();
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await live(county);
    await connectedAt(city, county);
    await sees(county, city);
    await sees(city, county);
    await button(county, '打开麦克风').waitFor();
    expect((await heardLevels(page(city)))[desk(county).account.id] ?? 0).toBeLessThan(0.001);
  });

  it('removes a site at once and keeps it out', async () => {
    await rosterRow(village).getByRole('button', { name: '对 安东社区 的更多操作' }).click();
    await page(city).getByRole('menuitem', { name: '移出会议' }).click();
    await page(village).getByText('您已被移出会场', { exact: false }).waitFor();
    await waitFor('the picture to go', async () => (await decodedFrames(page(city), village)) === 0);
    await button(village, '关闭').click();
    await waitFor('the removal in the roster', async () => (await standing(page(city), village)) === 'removed');
  });

  it('ends for all', async () => {
    await button(city, '结束会议').click();
    await page(city).locator('.ant-popconfirm').getByRole('button', { name: '结束会议' }).click();
    for (const area of [county, town]) await page(area).getByText('会场已经结束').first().waitFor();
    await button(county, '关闭').click();
    await page(county).getByText('没有进行中的会议', { exact: false }).waitFor();
    for (const area of centres) expect(desk(area).errors).toEqual([]);
  });
});
