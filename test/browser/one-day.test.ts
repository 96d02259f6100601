import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Frame } from '../../app/position/index.ts';
import { type City, startCity } from '../city/city.ts';
import { launchBrowser, newPerson, type Person } from '../harness/browser.ts';
import { partPath } from '../harness/parts.ts';
import { ensureRenderer } from '../harness/renderer.ts';
import { type SignedIn, startTestServer, type TestServer } from '../harness/server.ts';
import { waitFor } from '../harness/wait.ts';

const cityCode = '3208';
const county = '320826';

describe('one day in Huai’an', () => {
  let server: TestServer;
  let city: City;
  let browser: Browser;
  let administrator: SignedIn;
  const desks = new Map<string, Person>();
  const everybody: Person[] = [];
  /** Places that each worker has been at, as they came over the line of the city's console. */
  const places = new Map<number, Set<string>>();

  const page = (area: string): Page => {
    const desk = desks.get(area);
    if (!desk) throw new Error(`nobody sits at ${area}`);
    return desk.page;
  };
  const operatorOf = (area: string) => city.operators.get(area) ?? '';
  const nameOf = (area: string) => city.areas.find(({ code }) => code === area)?.name ?? area;

  /** Opens the operator's one-time link in a browser context of their own. */
  async function sitDown(area: string): Promise<void> {
    const person = await newPerson(browser, {
      viewport: area === cityCode ? { width: 1600, height: 1000 } : { width: 1280, height: 720 },
    });
    everybody.push(person);
    desks.set(area, person);
    if (area === cityCode) readPositions(person.page);
    await person.page.goto(await server.link(operatorOf(area)));
    await person.page.getByRole('banner').waitFor();
  }

  /** Decodes the binary frames of positions that the page is sent. */
  function readPositions(watched: Page): void {
    watched.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        const frame = typeof payload === 'string' ? null : Frame.read(new Uint8Array(payload));
        for (let at = 0; frame && at < frame.count; at += 1) {
          const { index, longitude, latitude } = frame.record(at);
          const seen = places.get(index) ?? new Set();
          places.set(index, seen.add(`${longitude} ${latitude}`));
        }
      }),
    );
  }

  beforeAll(async () => {
    ensureRenderer();
    process.env.SIPIN_FFMPEG ??= partPath('ffmpeg');
    server = await startTestServer();
    administrator = await server.signIn('administrator', cityCode, 'administrator');
    const [, ticket = ''] = (await server.link(administrator.id)).split('#');
    city = await startCity({
      target: server.url,
      ticket,
      workers: 300,
      every: 1_000,
      cameras: 3,
      cameraHost: '127.0.0.1',
      phones: 0,
      sites: 0,
      reportEvery: 0,
      seed: 1,
    });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await city?.stop();
    await server?.stop();
  });

  it('begins with the city: the real tree, its people moving, and an area found by its initials', async () => {
    await sitDown(cityCode);
    const desk = page(cityCode);
    const tree = desk.getByRole('navigation', { name: '辖区', exact: true });
    for (const { name } of city.areas.filter(({ level }) => level === 'county')) {
      await tree.getByText(name, { exact: true }).waitFor();
    }
    await desk.getByRole('button', { name: /^人 300 / }).waitFor();
    await desk
      .getByRole('region', { name: '网格员' })
      .getByText(/定位：最新 \d+ 秒前/)
      .waitFor();
    await waitFor('most of those on duty to move', () => {
      const moved = city.walk.onDuty.filter(({ index }) => (places.get(index)?.size ?? 0) > 2);
      return moved.length > city.walk.onDuty.length / 2;
    });

    await tree.getByRole('searchbox', { name: '搜索辖区' }).or(tree.getByLabel('搜索辖区')).first().fill('lsx');
    await tree.getByRole('button', { name: new RegExp(`^${nameOf(county)}`) }).click();
    await desk.getByRole('heading', { name: nameOf(county), exact: true }).waitFor();
    const inCounty = city.workers.filter(({ grid }) => grid.startsWith(county)).length;
    await desk.getByRole('button', { name: new RegExp(`^人 ${inCounty} `) }).waitFor();
    await desk.getByRole('button', { name: '摄 0' }).waitFor();
    // The map has moved there: what the pointer finds around its middle belongs to the county.
    const box = await desk.locator('.map-canvas').boundingBox();
    if (!box) throw new Error('no map');
    const inside = new Set(city.areas.filter(({ code }) => code.startsWith(county)).map(({ name }) => name));
    let step = 0;
    await waitFor('the county under the pointer', async () => {
      step += 1;
      await desk.mouse.move(box.x + box.width / 2 + (step % 9) * 8, box.y + box.height / 2);
      const [found] = await desk.locator('.map-tooltip').allTextContents();
      return found !== undefined && inside.has(found);
    });
    await tree.getByLabel('搜索辖区').first().fill('');
    await tree.getByText(nameOf(cityCode), { exact: true }).click();
    await desk.getByRole('button', { name: /^人 300 / }).waitFor();
    expect(everybody.flatMap(({ errors }) => errors)).toEqual([]);
  });
});
