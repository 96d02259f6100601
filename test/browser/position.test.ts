import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areaContract } from '../../app/area/index.ts';
import { encodeFrame, ingestPath, positionContract } from '../../app/position/index.ts';
import { workerContract } from '../../app/worker/index.ts';
import { launchBrowser, newPerson, type Person } from '../harness/browser.ts';
import { ensureRenderer } from '../harness/renderer.ts';
import { type SignedIn, startTestServer, type TestServer } from '../harness/server.ts';
import { waitFor } from '../harness/wait.ts';

const square = (longitude: number, latitude: number, side: number): [number, number][] => [
  [longitude, latitude],
  [longitude + side, latitude],
  [longitude + side, latitude + side],
  [longitude, latitude + side],
  [longitude, latitude],
];
const areas = [
  { code: '3208', name: '淮安市', polygons: [[square(119, 33, 0.4)]] },
  { code: '320803', name: '淮安区', polygons: [[square(119, 33, 0.4)]] },
  { code: '320803001', name: '淮城街道', polygons: [[square(119, 33, 0.4)]] },
  { code: '320803001001', name: '友谊社区', polygons: [[square(119, 33, 0.4)]] },
  { code: '320803001001001', name: '友谊社区第一网格', polygons: [[square(119, 33, 0.4)]] },
];
const grid = '320803001001001';
const middle = { longitude: 119.2, latitude: 33.2 };

describe('workers on the map', () => {
  let server: TestServer;
  let browser: Browser;
  let operator: SignedIn;
  let gateway: SignedIn;
  let person: Person;
  let workers: { id: string; index: number; login: string }[];
  let map: Locator;

  beforeAll(async () => {
    ensureRenderer();
    server = await startTestServer();
    const administrator = await server.signIn('administrator', '3208');
    operator = await server.signIn('operator', '3208');
    gateway = await server.signIn('gateway', '3208');
    await administrator.client.call(areaContract.importAreas, { datum: 'WGS-84', areas });
    ({ workers } = await administrator.client.call(workerContract.enrol, {
      workers: Array.from({ length: 12 }, (_, at) => ({ login: `w${at}`, name: `网格员${at + 1}号`, area: grid })),
    }));
    await gateway.client.call(workerContract.passDuty, {
      workers: workers.slice(0, 10).map(({ id }) => id),
      onDuty: true,
    });
    browser = await launchBrowser();
    person = await newPerson(browser, { viewport: { width: 1600, height: 900 } });
    // The first worker stands in the middle of the map, the others in a row to the west and the east.
    await send(0);
    await person.page.goto(await server.link(operator.id));
    map = person.page.getByRole('group', { name: '辖区、网格员与摄像机地图' });
    await map.locator('canvas').first().waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  /** All workers on duty tell their position; the first is `north` degrees north of the middle. */
  async function send(north: number): Promise<void> {
    const now = Date.now();
    const response = await fetch(server.url + ingestPath, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', authorization: `Bearer ${gateway.token}` },
      body: encodeFrame(
        'ingest',
        0,
        now,
        workers.slice(0, 10).map(({ index }, at) => ({
          index,
          time: now,
          longitude: middle.longitude + (at % 2 === 0 ? 1 : -1) * Math.ceil(at / 2) * 0.02,
          latitude: middle.latitude + (at === 0 ? north : 0),
          accuracy: 6,
          speed: 1,
          heading: 0,
          battery: 66,
          flags: 0,
        })),
      ),
    });
    expect(await response.json()).toMatchObject({ accepted: 10 });
  }

  /** Two frames: then what is under the pointer has been looked for. */
  const frames = () =>
    person.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

  /** Has the search fly to the worker, which then stands in the middle of the map. */
  async function flyTo(name: string): Promise<void> {
    await person.page.getByRole('combobox', { name: '搜索' }).fill(name);
    await person.page.getByText(new RegExp(`^${name} `)).click();
    await person.page.getByRole('heading', { name }).waitFor();
  }

  /** Hovers from the middle of the map upwards until the tooltip names the worker; where that was. */
  async function find(name: string): Promise<{ x: number; y: number }> {
    const box = await map.boundingBox();
    if (!box) throw new Error('no map');
    const tooltip = person.page.locator('.map-tooltip', { hasText: name });
    return waitFor(`${name} under the pointer`, async () => {
      for (let up = 0; up < 120; up += 6) {
        const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 - up };
        await person.page.mouse.move(place.x, place.y);
        await frames();
        if (await tooltip.isVisible()) return place;
      }
      return null;
    });
  }

  it('counts those on duty and says how old the positions are', async () => {
    const legend = person.page.getByRole('region', { name: '网格员' });
    await legend.getByText('在岗 10').waitFor();
    await legend.getByText(/定位：最新 \d+ 秒前，最旧 \d+ 秒前/).waitFor();
    await person.page.getByRole('button', { name: '人 12 在岗 10' }).waitFor();
  });

  it('names a worker under the pointer, follows it when it moves, and opens it by a click', async () => {
    await flyTo('网格员1号');
    const before = await find('网格员1号');
    // 200 m to the north are some 50 pixels at this zoom.
    await send(0.0018);
    const moved = await waitFor('the worker at rest further north', async () => {
      const [place, again] = [await find('网格员1号'), await find('网格员1号')];
      return place.y < before.y - 24 && place.y === again.y ? place : null;
    });
    await person.page.mouse.click(moved.x, moved.y);
    await person.page.getByRole('heading', { name: '网格员1号' }).waitFor();
    await person.page.getByText('66 %').waitFor();
    await person.page.getByRole('button', { name: '查看当日轨迹' }).click();
    await person.page.getByText('共 2 个定位点').waitFor();
    const worker = await server.signIn('worker', grid, 'w0');
    const { looks } = await worker.client.call(positionContract.looks, {});
    expect(looks.length).toBeGreaterThan(0);
  });

  it('chooses several by lasso and by box, each by its key', async () => {
    const box = await map.boundingBox();
    if (!box) throw new Error('no map');
    const around = async (points: readonly (readonly [number, number])[]) => {
      const [first, ...rest] = points.map(([x, y]) => [box.x + box.width * x, box.y + box.height * y] as const);
      if (!first) return;
      await person.page.mouse.move(...first);
      await person.page.mouse.down();
      for (const point of rest) await person.page.mouse.move(...point, { steps: 4 });
      await person.page.mouse.up();
    };
    // Zooming out takes a moment: the lasso is drawn again until all are inside.
    await waitFor('all workers inside the lasso', async () => {
      await person.page.keyboard.press('-');
      await person.page.keyboard.press('l');
      await person.page.getByRole('img', { name: /画一圈/ }).waitFor();
      await around([
        [0.02, 0.02],
        [0.98, 0.02],
        [0.98, 0.98],
        [0.02, 0.98],
        [0.02, 0.1],
      ]);
      return person.page.getByRole('heading', { name: '已选 10 人' }).isVisible();
    });
    await person.page.keyboard.press('b');
    await person.page.getByRole('img', { name: /画出方框/ }).waitFor();
    await around([
      [0.02, 0.02],
      [0.48, 0.98],
    ]);
    await person.page.getByRole('heading', { name: '已选 5 人' }).waitFor();
    await person.page.keyboard.press('l');
    await person.page.keyboard.press('Escape');
    await person.page.getByRole('img', { name: /画一圈/ }).waitFor({ state: 'detached' });
  });

  it('shows a call for help at once, and takes who goes off duty from the map', async () => {
    const worker = await server.signIn('worker', grid, 'w3');
    await worker.client.call(workerContract.raiseSos, {});
    await person.page.getByRole('button', { name: '网格员4号 正在求助' }).click();
    await person.page.getByRole('heading', { name: '网格员4号' }).waitFor();
    await person.page.getByRole('button', { name: '已处置，解除求助' }).click();
    await person.page.getByRole('button', { name: '网格员4号 正在求助' }).waitFor({ state: 'detached' });
    await worker.client.call(workerContract.setDuty, { onDuty: false });
    await person.page.getByRole('region', { name: '网格员' }).getByText('在岗 9').waitFor();
    await person.page.getByText('没有定位：离岗期间不采集').waitFor();
  });

  it('comes back by itself when the graphics card drops the map', async () => {
    await person.page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.map-canvas canvas');
      canvas?.setAttribute('data-old', 'yes');
      canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    });
    await person.page.locator('.map-canvas canvas:not([data-old])').waitFor();
    await person.page.getByText('显卡中断了地图显示').waitFor({ state: 'detached' });
    await flyTo('网格员1号');
    await find('网格员1号');
    expect(person.errors).toEqual([]);
  });
});
