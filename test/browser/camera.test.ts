import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areaContract } from '../../app/area/index.ts';
import { cameraContract } from '../../app/camera/index.ts';
import { CameraServer } from '../city/cameras/rtsp-server.ts';
import { launchBrowser, newPerson, type Person } from '../harness/browser.ts';
import { type Cable, layCable } from '../harness/cable.ts';
import { partPath } from '../harness/parts.ts';
import { ensureRenderer } from '../harness/renderer.ts';
import { type SignedIn, startTestServer, type TestServer } from '../harness/server.ts';
import { waitFor } from '../harness/wait.ts';

const square = (longitude: number, latitude: number): [number, number][] => [
  [longitude, latitude],
  [longitude + 0.4, latitude],
  [longitude + 0.4, latitude + 0.4],
  [longitude, latitude + 0.4],
  [longitude, latitude],
];
const credentials = { user: 'sipin', password: 'only for this test' };
const areas = [
  { code: '3208', name: '淮安市', polygons: [[square(119, 33)]] },
  { code: '320803', name: '淮安区', polygons: [[square(119, 33)]] },
  { code: '320804', name: '淮阴区', polygons: [[square(119.4, 33)]] },
];
const names = ['镇淮楼东门', '周恩来纪念馆', '勺湖公园', '萧湖景区', '里运河码头'] as const;
const [first, second, third, fourth, fifth] = names;
const highEfficiency = '翔宇大道（H.265）';

const locked = '楚州路口（密码已改）';

describe('cameras in the console', () => {
  let server: TestServer;
  let browser: Browser;
  let administrator: SignedIn;
  let operator: SignedIn;
  let person: Person;
  let page: Page;
  let street: CameraServer;
  /** Between the operator's console and the server. */
  let cable: Cable;

  beforeAll(async () => {
    ensureRenderer();
    street = await CameraServer.start({
      ffmpeg: partPath('ffmpeg'),
      cameras: [...names, highEfficiency, locked].map((_, at) => ({ number: at + 1, credentials })),
    });
    server = await startTestServer({ mediasoup: true });
    administrator = await server.signIn('administrator', '3208');
    operator = await server.signIn('operator', '320803', '淮安区指挥中心');
    await administrator.client.call(areaContract.importAreas, { datum: 'WGS-84', areas });
    await administrator.client.call(cameraContract.allow, {
      networks: [{ network: '127.0.0.1/32', ports: [street.port, street.port] }],
    });
    const cameras = [...names, highEfficiency, locked].map((name, at) => ({
      number: `C${at + 1}`,
      name,
      area: '320803',
      longitude: 119.2 + 0.002 * at,
      latitude: 33.2,
      heading: at * 45,
      address: street.addressOf(at + 1),
      user: credentials.user,
      password: name === locked ? 'the old one' : credentials.password,
      delivery: at % 2 === 0 ? ('tcp' as const) : ('udp' as const),
    }));
    await administrator.client.call(cameraContract.register, { cameras });
    street.setFaults(6, 'h265');
    browser = await launchBrowser();
    person = await newPerson(browser);
    page = person.page;
    cable = await layCable(Number(new URL(server.url).port));
    const address = new URL(await server.link(operator.id));
    address.port = String(cable.port);
    await page.goto(address.href);
  });
  afterAll(async () => {
    await browser.close();
    await cable.close();
    await server.stop();
    await street.stop();
  });

  const tile = (name: string): Locator => page.getByRole('figure', { name, exact: true });
  const state = (name: string, wanted: string) => page.locator(`figure[aria-label="${name}"][data-state="${wanted}"]`);

  /** Frames that the tile has really put on the screen by mediasoup's video, and the size of them. */
  const frames = (name: string) =>
    tile(name).evaluate((figure) => {
      const video = figure.querySelector('video');
      return video ? video.getVideoPlaybackQuality().totalVideoFrames : 0;
    });

  /** A digest of the pixels that are seen: two of them differ when the picture has moved. */
  const pixels = (name: string) =>
    tile(name).evaluate((figure) => {
      const by = figure.getAttribute('data-by');
      const source = by === 'video' ? figure.querySelector('video') : figure.querySelector('canvas');
      if (!source) return '';
      const sheet = document.createElement('canvas');
      sheet.width = 64;
      sheet.height = 36;
      const context = sheet.getContext('2d');
      context?.drawImage(source, 0, 0, 64, 36);
      return context ? [...context.getImageData(0, 0, 64, 36).data].join() : '';
    });

  async function openList(): Promise<void> {
    await page.getByRole('button', { name: /^摄 \d/ }).click();
    await page.getByRole('textbox', { name: '名称或编号' }).waitFor();
  }
  const inList = (name: string) => page.getByRole('dialog').getByRole('button', { name });

  /** Live by mediasoup, frames follow each other on the screen, and the picture changes. */
  async function moving(name: string): Promise<void> {
    const settled = page.locator(`figure[aria-label="${name}"][data-state="live"][data-by="video"]`);
    let before = Number.POSITIVE_INFINITY;
    await waitFor(
      `${name} moves`,
      async () => {
        const now = (await settled.isVisible()) ? await frames(name) : Number.POSITIVE_INFINITY;
        // On a busy machine the other way may have taken over for a moment; then counting begins anew.
        before = Math.min(before, now);
        if (now < before || now === Number.POSITIVE_INFINITY) before = now;
        return now !== Number.POSITIVE_INFINITY && now > before + 5;
      },
      60_000,
    );
    const picture = await pixels(name);
    await waitFor(`the picture of ${name} changes`, async () => (await pixels(name)) !== picture);
  }

  it('opens a camera from the list: a live picture that moves, with its age and who looks', async () => {
    await openList();
    await inList(first).click();
    await moving(first);
    await tile(first)
      .getByText(/^直播 \d\.\d s$/)
      .waitFor();
    await tile(first).getByText('1 人在看：淮安区指挥中心').waitFor();
  });

  it('shows four cameras at once and says in the list how each is', async () => {
    for (const name of [second, third, fourth]) await inList(name).click();
    for (const name of [first, second, third, fourth]) await moving(name);
    await inList(`${first} 正常`).waitFor();
  });

  it('says plainly why a camera cannot be shown: H.265, a wrong password', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('9');
    await openList();
    await inList(highEfficiency).click();
    await inList(locked).click();
    await tile(highEfficiency).getByText('视频编码不受支持，请在摄像机上改为 H.264').waitFor();
    await tile(highEfficiency).getByText('H.265', { exact: true }).waitFor();
    await tile(locked).getByText('摄像机的用户名或密码不对，请管理员更正').waitFor();
    await page.keyboard.press('Escape');
  });

  it('says that a camera has died, counts down to the next attempt, and is live again by itself', async () => {
    street.setFaults(1, 'dead');
    await state(first, 'failed').waitFor();
    await tile(first).getByRole('button', { name: '立即重试' }).waitFor();
    await tile(first)
      .getByText(/^重连 \d+ s 后$/)
      .waitFor();
    street.setFaults(1);
    await moving(first);
  });

  it('goes on with pictures over its connection while mediasoup is dead, and comes back to it', async () => {
    let connections = 0;
    page.on('websocket', () => {
      connections += 1;
    });
    const [worker = ''] = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'mediasoup-worker'], {
      encoding: 'utf8',
    }).split('\n');
    process.kill(Number(worker), 'SIGKILL');
    await page.locator(`figure[aria-label="${second}"][data-state="live"][data-by="pictures"]`).waitFor();
    await moving(second);
    expect(connections).toBe(0);
  });

  it('comes back with the same tiles by itself after the connection was cut, and says so meanwhile', async () => {
    cable.cut();
    await state(second, 'stale').getByText('与服务器的连接中断，正在重连').waitFor();
    cable.mend();
    for (const name of [first, second, third, fourth]) await moving(name);
  });

  it('saves the picture, enlarges a tile, and closes one', async () => {
    await tile(second).focus();
    const saved = page.waitForEvent('download');
    await tile(second).getByRole('button', { name: '保存截图' }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toMatch(/^周恩来纪念馆 \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/);
    const bytes = readFileSync(await file.path());
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    // A picture of something, not one colour: that would be a few hundred bytes.
    expect(bytes.length).toBeGreaterThan(5_000);
    await tile(second).getByRole('button', { name: '放大' }).click();
    const size = await tile(second).boundingBox();
    expect(size).toMatchObject({ width: 1920, height: 1080 });
    await page.keyboard.press('Escape');
    await waitFor('the tile in its place', async () => ((await tile(second).boundingBox())?.width ?? 1920) < 1920);
    await tile(fourth).hover();
    await tile(fourth).getByRole('button', { name: '关闭画面' }).click();
    await tile(fourth).waitFor({ state: 'detached' });
    await waitFor('nobody pulls the closed camera', () => street.stateOf(4).players === 0);
  });

  it('opens the same tiles after a reload', async () => {
    await page.reload();
    for (const name of [first, second, third]) await moving(name);
    expect(await page.getByRole('figure').count()).toBe(5);
    await state(highEfficiency, 'failed').waitFor();
  });

  it('finds a camera by search and shows it beside the map with what is known of it', async () => {
    await page.getByRole('combobox', { name: '搜索' }).fill(fifth);
    await page.getByText(`${fifth} C5`).click();
    await page.getByRole('heading', { name: fifth }).waitFor();
    await moving(fifth);
    await page.getByText('方位 180°，视角 90°，约 80 米').waitFor();
  });

  it('tells whoever looks that the camera was removed', async () => {
    await page.getByRole('button', { name: '打开画面' }).click();
    await page.getByRole('button', { name: '已在视频条中打开' }).waitFor();
    await moving(fifth);
    const { cameras } = await administrator.client.call(cameraContract.list, { search: 'C5' });
    await administrator.client.call(cameraContract.remove, { camera: cameras[0]?.id ?? '' });
    await tile(fifth).getByText('该摄像机已被移除').waitFor();
    await tile(fifth).getByText('无法播放').waitFor();
  });

  it('shows no camera to a person of another county', async () => {
    const other = await server.signIn('operator', '320804');
    const stranger = await newPerson(browser);
    await stranger.page.goto(await server.link(other.id));
    await stranger.page.getByRole('button', { name: '摄 0' }).click();
    await stranger.page.getByText('该辖区还没有登记摄像机').waitFor();
    await stranger.context.close();
  });

  it('lets an administrator allow a network, add a camera and import a file with errors line by line', async () => {
    const desk = await newPerson(browser, { language: 'en' });
    await desk.page.goto(await server.link(administrator.id));
    await desk.page.getByRole('button', { name: 'Cameras 6' }).waitFor();
    await desk.page.goto(`${server.url}/cameras/setup`);
    const networks = desk.page.getByRole('region', { name: 'Allowed networks' });
    await networks.getByRole('button', { name: 'Add a network' }).click();
    await networks.getByRole('textbox', { name: 'Network' }).last().fill('10.32.0.0/16');
    await networks.getByRole('button', { name: 'Save' }).click();
    await desk.page.getByText('Saved').waitFor();
    const file = [
      'number,name,area,longitude,latitude,address,password',
      'N1,北门,320803,119.2,33.2,rtsp://10.32.1.1/ch1,"a,b"',
      'N2,南门,32,119.2,33.2,rtsp://10.32.1.2/ch1,',
    ].join('\n');
    const upload = desk.page.getByRole('region', { name: 'Register from a file' });
    await upload
      .locator('input[type=file]')
      .setInputFiles({ name: 'cameras.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await upload.getByText('Lines that are wrong and will not be registered: 1').waitFor();
    await upload.getByText('Area code is wrong').waitFor();
    await upload.getByRole('button', { name: 'Register 1' }).click();
    await desk.page.getByText('1 registered').waitFor();
    const form = desk.page.getByRole('region', { name: 'Register one' });
    for (const [label, value] of [
      ['Number', 'N3'],
      ['Name', '西门'],
      ['Area code', '320803'],
      ['Address', 'rtsp://10.32.1.3/ch1'],
      ['Longitude', '119.21'],
      ['Latitude', '33.21'],
    ] as const) {
      await form.getByLabel(label, { exact: true }).fill(value);
    }
    await form.getByRole('button', { name: 'Register', exact: true }).click();
    const table = desk.page.getByRole('region', { name: 'Registered' });
    await table.getByRole('row', { name: /N3 西门/ }).waitFor();
    const { total } = await administrator.client.call(cameraContract.list, { search: 'N' });
    expect(total).toBe(2);
    await table
      .getByRole('row', { name: /N1 北门/ })
      .getByRole('button', { name: 'Remove' })
      .click();
    await desk.page.getByRole('tooltip').getByRole('button', { name: 'Remove' }).click();
    await table.getByRole('row', { name: /N1 北门/ }).waitFor({ state: 'detached' });
    expect(desk.errors).toEqual([]);
    await desk.context.close();
  });

  it('fills a second display with tiles of its own', async () => {
    const wide = await newPerson(browser, { viewport: { width: 3840, height: 1080 } });
    await wide.page.goto(await server.link(operator.id));
    await wide.page.getByRole('button', { name: /^摄 \d/ }).waitFor();
    await wide.page.goto(`${server.url}/cameras`);
    await wide.page.getByRole('button', { name: '选择摄像机' }).click();
    await wide.page.getByRole('dialog').getByRole('button', { name: first }).click();
    await wide.page.locator(`figure[aria-label="${first}"][data-state="live"][data-by="video"]`).waitFor();
    await wide.page.getByText('2 人在看：淮安区指挥中心和淮安区指挥中心').waitFor();
    expect(wide.errors).toEqual([]);
    await wide.context.close();
    expect(person.errors).toEqual([]);
  });
});
