import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentContract } from '../../app/incident/index.ts';
import { Frame } from '../../app/position/index.ts';
import { type City, startCity } from '../city/city.ts';
import type { EnrolledWorker } from '../city/people-on-server.ts';
import { launchBrowser, newPerson, type Person } from '../harness/browser.ts';
import { decodedFrames, heardLevels, lineState, standing } from '../harness/meeting.ts';
import { partPath } from '../harness/parts.ts';
import { ensureRenderer } from '../harness/renderer.ts';
import { type SignedIn, startTestServer, type TestServer } from '../harness/server.ts';
import { waitFor } from '../harness/wait.ts';

const cityCode = '3208';
const county = '320826';
const otherCounty = '320803';
const patience = 60_000;
const leak = '运河边水管漏水';

describe('one day in Huai’an', () => {
  let server: TestServer;
  let city: City;
  let browser: Browser;
  let administrator: SignedIn;
  let town: string;
  let village: string;
  let worker: EnrolledWorker;
  let field: Person;
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
  const button = (area: string, name: string) => page(area).getByRole('button', { name, exact: true });

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

  /** Waits until new frames of `from` are decoded at `at`. */
  async function sees(at: string, from: string): Promise<void> {
    const before = await decodedFrames(page(at), from);
    await waitFor(
      `new frames of ${from} at ${at}`,
      async () => (await decodedFrames(page(at), from)) > before + 2,
      patience,
    );
  }

  beforeAll(async () => {
    ensureRenderer();
    process.env.SIPIN_FFMPEG ??= partPath('ffmpeg');
    server = await startTestServer({ livekit: true, mediasoup: true });
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
    const below = (code: string) => city.areas.find(({ parent }) => parent === code)?.code ?? '';
    town = below(county);
    village = below(town);
    // Somebody of the county whose shift has not begun yet: nobody else tells where they are.
    const onDuty = new Set(city.walk.onDuty.map(({ id }) => id));
    const free = city.workers.find(({ id, grid }) => grid.startsWith(county) && !onDuty.has(id));
    if (!free) throw new Error('all workers of the county are on duty');
    worker = free;
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
  });

  it('looks through a camera: live, with its age, frame after frame', async () => {
    const desk = page(cityCode);
    const name = '淮安市 1 号 广场';
    await desk.getByRole('button', { name: '摄 3' }).click();
    await desk.getByRole('dialog').getByRole('button', { name }).click();
    const tile = desk.locator('.console-strip').getByRole('figure', { name, exact: true });
    await desk.locator(`figure[aria-label="${name}"][data-state="live"][data-by="video"]`).waitFor();
    await tile.getByText(/^直播 \d+\.\d s$/).waitFor();
    const frames = () =>
      tile.locator('video').evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames);
    const before = await frames();
    await waitFor('the picture to go on', async () => (await frames()) > before + 10);
    await tile.hover();
    await tile.getByRole('button', { name: '关闭画面' }).click();
    // Closed below, it goes on beside what is told of it.
    await desk.locator('.console-strip figure').waitFor({ state: 'detached' });
    await desk.locator('.console-right figure[data-state="live"]').waitFor();
    await desk.keyboard.press('Escape');
    await desk.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('confers with a county, a town and a village: everybody sees and hears everybody', async () => {
    const called = [county, town, village];
    const centres = [cityCode, ...called];
    for (const area of called) await sitDown(area);
    const desk = page(cityCode);
    await desk.getByText('会议', { exact: true }).first().click();
    await desk.getByLabel('会议名称').fill('全市防汛调度会');
    const picker = desk.getByRole('combobox', { name: '选择要呼叫的中心' });
    for (const area of called) {
      await picker.fill(area);
      await desk
        .locator('.ant-select-tree-treenode')
        .filter({ has: desk.getByText(nameOf(area), { exact: true }) })
        .locator('.ant-select-tree-checkbox')
        .first()
        .click();
      await picker.fill('');
    }
    await desk.keyboard.press('Escape');
    await desk.getByRole('button', { name: '呼叫 3 个中心' }).click();
    await button(cityCode, '进入会场').click();
    for (const area of called) {
      await page(area).getByRole('alertdialog').getByRole('button', { name: /接听/ }).click();
      await button(area, '进入会场').click();
    }
    for (const area of centres) {
      await waitFor(`a line at ${area}`, async () => (await lineState(page(area))) === 'live', patience);
    }
    for (const area of called) {
      await waitFor(`${area} connected`, async () => (await standing(desk, area)) === 'connected', patience);
    }
    for (const at of centres) {
      const others = centres.filter((area) => area !== at);
      for (const from of others) await sees(at, from);
      await waitFor(
        `all others to be heard at ${at}`,
        async () => {
          const levels = await heardLevels(page(at));
          return others.every((area) => (levels[operatorOf(area)] ?? 0) > 0.005);
        },
        patience,
      );
    }
    await button(cityCode, '结束会议').click();
    await desk.locator('.ant-popconfirm').getByRole('button', { name: '结束会议' }).click();
    for (const area of called) await page(area).getByText('会场已经结束').first().waitFor();
    for (const area of [town, village]) await desks.get(area)?.context.close();
  });

  it('hears from a worker’s phone: at the city and the county, and at no other county', async () => {
    await sitDown(otherCounty);
    await page(otherCounty).getByText('没有待处理的来电和事件').waitFor();
    field = await newPerson(browser, { viewport: { width: 390, height: 844 } });
    everybody.push(field);
    const [longitude = 0, latitude = 0] = city.areas.find(({ code }) => code === worker.grid)?.centre ?? [];
    await field.context.setGeolocation({ longitude, latitude, accuracy: 8 });
    await field.page.goto(await server.link(worker.id));
    await field.page.getByRole('button', { name: '我', exact: true }).click();
    await field.page.getByRole('switch').click();
    await field.page.getByText('在岗时每 5 秒').waitFor();
    await field.page.getByRole('button', { name: '上报事件' }).click();
    await field.page.getByLabel('发生了什么').fill(leak);
    await field.page.getByLabel('类型').selectOption('water');
    await field.page.getByText('紧急', { exact: true }).click();
    await field.page.setInputFiles('input[type=file]', await photo());
    await field.page.getByRole('button', { name: '上报', exact: true }).click();
    await field.page.getByRole('list', { name: '我的上报' }).getByText('待受理').waitFor();
    for (const area of [cityCode, county]) {
      await page(area)
        .getByRole('list', { name: '新事件' })
        .getByRole('button', { name: new RegExp(leak) })
        .waitFor();
    }
    expect(await page(otherCounty).getByText(leak).count()).toBe(0);
    await page(otherCounty).getByText('没有待处理的来电和事件').waitFor();
    const clients = await city.administrator.signInAs([operatorOf(otherCounty)], 'test');
    const seen = await clients.get(operatorOf(otherCounty))?.call(incidentContract.list, {});
    expect(seen?.incidents).toEqual([]);
  });

  it('orders the worker there, who does it partly without a network; the city verifies and closes', async () => {
    const desk = page(cityCode);
    await desk
      .getByRole('list', { name: '新事件' })
      .getByRole('button', { name: new RegExp(leak) })
      .click();
    await desk.getByText(`${worker.name} 上报`).waitFor();
    await desk.getByAltText('照片 1').first().waitFor();
    await desk.locator('.incident-nearest li').nth(4).waitFor();
    for (const near of await desk.locator('.incident-nearest li').allTextContents()) {
      expect(near).toMatch(/\d (米|公里) · 位置 .*\d/);
    }
    await desk.getByLabel(new RegExp(`${worker.name}.*米`)).check();
    await desk.getByRole('button', { name: '派给选中的人' }).click();
    await desk.getByLabel('指令内容').fill('请关闭阀门并拍照');
    await desk.getByRole('button', { name: '发送指令', exact: true }).click();

    const way = desk.getByRole('list', { name: '进展' });
    const reached = (state: string) => way.locator('li.reached', { hasText: state }).waitFor();
    const order = field.page.getByRole('region', { name: '新指令' });
    await order.getByText('请关闭阀门并拍照').waitFor();
    for (const state of ['已送达', '已读']) await reached(state);
    await order.getByRole('button', { name: '接受' }).click();
    await reached('已接受');
    await order.getByRole('button', { name: '我到了' }).click();
    await reached('已到达');

    await field.context.setOffline(true);
    await field.page.getByRole('status').getByText('离线').waitFor();
    await order.getByLabel('处理情况').fill('阀门已关闭');
    await order.locator('input[type=file]').setInputFiles(await photo());
    await order.getByRole('button', { name: '完成' }).click();
    await field.page.getByText('1 项未发送').waitFor();
    expect(await way.locator('li.reached', { hasText: '已完成' }).count()).toBe(0);
    await field.context.setOffline(false);
    await field.page.getByText('1 项未发送').waitFor({ state: 'detached' });
    await reached('已完成');
    await desk.locator('.dispatch-order').getByAltText('照片 1').waitFor();
    expect(await way.locator('li.reached').count()).toBe(7);

    await desk.getByRole('button', { name: '核查通过' }).click();
    await desk.getByRole('button', { name: '结案', exact: true }).click();
    await desk
      .getByRole('dialog')
      .getByRole('button', { name: /确\s?定/ })
      .click();
    await desk.locator('.incident-panel').getByText('已结案').first().waitFor();
  });

  it('finds all of it on record, and the chain whole', async () => {
    const desk = await newPerson(browser, { viewport: { width: 1600, height: 1000 } });
    everybody.push(desk);
    await desk.page.goto(await server.link(administrator.id));
    await desk.page.getByRole('banner').waitFor();
    await desk.page.goto(`${server.url}/audit`);
    const search = desk.page.getByLabel('按姓名、编号或内容搜索');
    const acts = {
      [`${nameOf(cityCode)}值班员`]: [
        '用链接登录',
        '打开摄像机',
        '发起会议',
        '结束会议',
        '发送指令',
        '核查通过',
        '结案',
      ],
      [worker.name]: ['用链接登录', '上报事件', '接受', '到达', '完成'],
    };
    for (const [who, names] of Object.entries(acts)) {
      await search.fill(who);
      await search.press('Enter');
      for (const name of names) {
        await desk.page
          .getByRole('row')
          .filter({ hasText: who })
          .filter({ has: desk.page.getByRole('button', { name, exact: true }) })
          .first()
          .waitFor();
      }
    }
    await desk.page.getByRole('button', { name: '验证整条链' }).click();
    await desk.page
      .getByRole('status')
      .getByText(/^完整：\d+ 条记录/)
      .waitFor();
    expect(everybody.flatMap(({ errors }) => errors)).toEqual([]);
  });

  /** What the phone has taken a photo of: its own page. */
  async function photo() {
    return { name: 'photo.png', mimeType: 'image/png', buffer: await field.page.screenshot() };
  }
});
