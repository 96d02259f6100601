import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { areaContract } from '../../app/area/index.ts';
import { dispatchContract } from '../../app/dispatch/index.ts';
import { incidentContract } from '../../app/incident/index.ts';
import { workerContract } from '../../app/worker/index.ts';
import { launchBrowser, newPerson, type Person } from '../harness/browser.ts';
import { type SignedIn, startTestServer, type TestServer } from '../harness/server.ts';
import { waitFor } from '../harness/wait.ts';

const phone = { width: 390, height: 844 };
const grid = '320803001001001';
const square: [number, number][] = [
  [119, 33.58],
  [119.04, 33.58],
  [119.04, 33.62],
  [119, 33.62],
  [119, 33.58],
];

describe('from the worker’s phone to the console and back', () => {
  let server: TestServer;
  let browser: Browser;
  let administrator: SignedIn;
  let county: SignedIn;
  let worker: string;
  const people: Person[] = [];

  const person = async (link: string, options: Parameters<typeof newPerson>[1]) => {
    const someone = await newPerson(browser, options);
    people.push(someone);
    await someone.page.goto(link);
    return someone;
  };

  beforeAll(async () => {
    server = await startTestServer();
    administrator = await server.signIn('administrator', '3208');
    await administrator.client.call(areaContract.importAreas, {
      datum: 'WGS-84',
      areas: [
        ['3208', '淮安市'],
        ['320803', '淮安区'],
        ['320803001', '淮城街道'],
        ['320803001001', '友谊社区'],
        [grid, '友谊社区第一网格'],
      ].map(([code = '', name = '']) => ({ code, name, polygons: [[square]] })),
    });
    county = await server.signIn('operator', '320803');
    const { workers } = await administrator.client.call(workerContract.enrol, {
      workers: [{ login: 'worker-1', name: '网格员0001', area: grid }],
    });
    worker = workers[0]?.id ?? '';
    browser = await launchBrowser();
  });
  afterEach(async () => {
    expect(people.flatMap(({ errors }) => errors)).toEqual([]);
    for (const { context } of people.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await server.stop();
  });

  it('a report made without a network goes out once it is back, is ordered, done, verified and closed', async () => {
    const field = await person(await server.link(worker), { viewport: phone });
    await field.page.getByRole('button', { name: '我', exact: true }).click();
    await field.page.getByRole('switch').click();
    await field.page.getByText('在岗时每 5 秒').waitFor();

    const desk = await person(await server.link(county.id), {});
    await desk.page.getByText('没有待处理的来电和事件').waitFor();

    // Without a network: the report is kept, and says that it has not been sent.
    await field.context.setOffline(true);
    await field.page.getByRole('status').getByText('离线').waitFor();
    await field.page.getByRole('button', { name: '上报事件' }).click();
    await field.page.getByLabel('发生了什么').fill('运河边水管漏水');
    await field.page.getByLabel('类型').selectOption('water');
    await field.page.getByText('紧急', { exact: true }).click();
    await field.page.setInputFiles('input[type=file]', {
      name: 'photo.png',
      mimeType: 'image/png',
      buffer: await field.page.screenshot(),
    });
    await field.page.getByRole('button', { name: '上报', exact: true }).click();
    await field.page.getByText('1 项未发送').waitFor();
    await field.page.reload({ waitUntil: 'commit' }).catch(() => undefined);

    await field.context.setOffline(false);
    if (!field.page.url().endsWith('/field')) await field.page.goto(`${server.url}/field`);
    await field.page.getByRole('list', { name: '我的上报' }).getByText('待受理').waitFor();
    expect(await field.page.getByText('未发送').count()).toBe(0);

    // It is on the console; the operator orders the nearest worker.
    const incoming = desk.page.getByRole('list', { name: '新事件' }).getByRole('button', { name: /运河边水管漏水/ });
    await incoming.click();
    await desk.page.getByText('网格员0001 上报').waitFor();
    await desk.page.getByAltText('照片 1').first().waitFor();
    await desk.page.getByLabel(/网格员0001.*米/).check();
    await desk.page.getByRole('button', { name: '派给选中的人' }).click();
    await desk.page.getByLabel('指令内容').fill('请关闭阀门并拍照');
    await desk.page.getByRole('button', { name: '发送指令', exact: true }).click();

    // The order fills the phone's screen.
    const order = field.page.getByRole('region', { name: '新指令' });
    await order.getByText('请关闭阀门并拍照').waitFor();
    await order.getByRole('button', { name: '接受' }).click();
    await order.getByRole('button', { name: '我到了' }).click();
    await order.getByLabel('处理情况').fill('阀门已关闭');
    await order.getByRole('button', { name: '完成' }).click();

    // How far it got is on the console, with every step.
    await desk.page.getByRole('button', { name: '核查通过' }).click();
    await desk.page.getByRole('button', { name: '结案', exact: true }).click();
    await desk.page
      .getByRole('dialog')
      .getByRole('button', { name: /确\s?定/ })
      .click();
    await waitFor('closed', async () => {
      const { incidents } = await county.client.call(incidentContract.list, {});
      return incidents.length === 1 && incidents[0]?.stage === 'closed';
    });
    const { orders } = await county.client.call(dispatchContract.list, {});
    expect(orders[0]?.steps.map(({ state }) => state)).toEqual([
      'queued',
      'sent',
      'delivered',
      'read',
      'accepted',
      'arrived',
      'done',
    ]);
    expect(orders).toHaveLength(1);
  });

  it('a worker who cannot go says why, and the console shows it', async () => {
    const field = await person(await server.link(worker), { viewport: phone });
    await field.page.getByText('在线').waitFor();
    await county.client.call(dispatchContract.send, { workers: [worker], text: '请到广场集合' });
    const order = field.page.getByRole('region', { name: '新指令' });
    await order.getByText('请到广场集合').waitFor();
    await order.getByRole('button', { name: '不能去' }).click();
    await order.getByLabel('原因').fill('正在医院');
    await order.getByRole('button', { name: '告诉中心不能去' }).click();
    await waitFor('declined', async () => {
      const { orders } = await county.client.call(dispatchContract.list, { worker });
      return orders[0]?.state === 'declined' && orders[0].steps.at(-1)?.note === '正在医院';
    });
  });
});
