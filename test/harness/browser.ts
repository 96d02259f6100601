import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { root } from './parts.ts';

/** Flags with which headless Chromium has a fake camera and microphone, WebGL, and asks nobody anything. */
const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--use-gl=angle',
  '--use-angle=gl-egl',
  '--ignore-gpu-blocklist',
];

/** Starts one real Chromium; several people share it, each in a context of their own. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.SIPIN_CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

export interface Person {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page said that it should not have: uncaught errors and errors on the console. */
  readonly errors: string[];
}

/** A person in front of a screen: their own cookies, language and screen size. */
export async function newPerson(
  browser: Browser,
  options: { viewport?: { width: number; height: number }; language?: 'zh-CN' | 'en' } = {},
): Promise<Person> {
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1920, height: 1080 },
    locale: options.language ?? 'zh-CN',
    permissions: ['camera', 'microphone', 'geolocation'],
    geolocation: { longitude: 119.021, latitude: 33.597, accuracy: 12 },
    ignoreHTTPSErrors: true,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    // Refusals (401 before sign-in) and cut connections are part of what is tested; they are not errors of the page.
    if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text())) {
      errors.push(message.text());
    }
  });
  return { page, context, errors };
}

/** Keeps a picture of the page under docs/screens. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(root, 'docs', 'screens');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
