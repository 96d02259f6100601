import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ffmpeg } from './ffmpeg.mjs';
import { livekit } from './livekit.mjs';
import { mediasoupWorker } from './mediasoup.mjs';
import { node } from './node.mjs';
import { openBrowser } from './open-browser.mjs';
import { packages, postgresBinaries } from './packages.mjs';
import { root } from './place.mjs';
import { renderer } from './renderer.mjs';
import { failure, line } from './terminal.mjs';

const { values } = parseArgs({
  options: {
    'no-open': { type: 'boolean', default: false },
    'no-city': { type: 'boolean', default: false },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '7700' },
    data: { type: 'string', default: join(root, '.data') },
    workers: { type: 'string', default: '7092' },
    cameras: { type: 'string', default: '24' },
    seed: { type: 'string', default: '1' },
  },
});

/** @type {import('node:child_process').ChildProcess | undefined} */
let server;
/** @type {import('node:child_process').ChildProcess | undefined} */
let city;
/** @type {Promise<void> | undefined} */
let stopping;

/** Stops everything, once; who asks again waits for the same end. */
function stop() {
  stopping ??= stopAll();
  return stopping;
}

/** The city first, which has the cameras, then the server, which stops LiveKit and PostgreSQL after itself. */
async function stopAll() {
  line('stopping');
  for (const child of [city, server]) {
    if (!child || child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
  line('stopped');
}
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => stop().then(() => process.exit(0)));
}
if (process.env.npm_lifecycle_event !== undefined) {
  // A SIGTERM to `npm start` ends npm and its shell but never reaches us; that our parent is gone tells us all the same.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void stop().then(() => process.exit(0));
  }, 500).unref();
}

/** @param {Record<string, unknown>} message */
function tell(message) {
  if (server?.connected) server.send({ type: 'part', ...message });
}

/**
 * Prepares a part beside the running server and tells it how far it is; a failure is said and does not end anything.
 * @param {string} part
 * @param {(progress: (share: number, step: string) => void) => Promise<string>} make
 */
async function prepare(part, make) {
  let said = -1;
  try {
    const path = await make((progress, step) => {
      tell({ part, state: 'preparing', progress, step });
      const tenth = Math.floor(progress * 10);
      if (tenth > said) line(`${part}: preparing ${Math.round(progress * 100)} % ${step}`);
      said = Math.max(said, tenth);
    });
    line(`${part}: ready`);
    tell({ part, state: 'ready', path });
    return path;
  } catch (error) {
    failure(error);
    const mend = /** @type {{ mend?: string }} */ (error).mend ?? '';
    tell({ part, state: 'failed', reason: /** @type {Error} */ (error).message.split('\n')[0], mend });
    return undefined;
  }
}

/**
 * @param {string} program
 * @param {Record<string, string>} environment
 * @returns {Promise<{ url: string, operatorTicket: string, administratorTicket: string }>}
 */
function startServer(program, environment) {
  return new Promise((resolve, reject) => {
    const args = ['--host', values.host, '--port', values.port, '--data', values.data];
    const child = spawn(program, [join(root, 'server', 'main.ts'), ...args], {
      env: { SIPIN_LOG: 'warn', ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // A terminal's Ctrl-C goes to the whole group; in a group of its own the server is stopped by us, in order.
      detached: process.platform !== 'win32',
    });
    server = child;
    child.on('message', (/** @type {any} */ message) => {
      if (message.type === 'ready') resolve(message);
      if (message.type === 'failed') reject(new Error(message.reason));
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      reject(new Error(`the server ended (${signal ?? `exit code ${code}`})`));
      if (!stopping) void stop().then(() => process.exit(1));
    });
  });
}

/**
 * @param {string} program
 * @param {{ url: string, administratorTicket: string }} ready
 */
function startCity(program, ready) {
  const args = ['--workers', values.workers, '--cameras', values.cameras, '--seed', values.seed, '--target', ready.url];
  const child = spawn(program, [join(root, 'test', 'city', 'main.ts'), ...args], {
    env: {
      ...process.env,
      SIPIN_CITY_TICKET: ready.administratorTicket,
      ...(ready.url.startsWith('https:') ? { NODE_EXTRA_CA_CERTS: join(values.data, 'authority.pem') } : {}),
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
  });
  city = child;
  child.on('message', (/** @type {any} */ message) => {
    if (message.type !== 'city') return;
    line(`city: ${message.step}`);
    tell(
      message.progress < 1
        ? { part: 'city', state: 'preparing', progress: message.progress, step: message.step }
        : { part: 'city', state: 'up' },
    );
  });
  child.on('exit', (code, signal) => {
    if (stopping) return;
    const reason = `the simulated city ended (${signal ?? `exit code ${code}`})`;
    line(reason);
    tell({ part: 'city', state: 'failed', reason, mend: 'npm start' });
  });
}

try {
  await packages();
  const program = await node();
  process.env.SIPIN_NODE = program;
  const pages = renderer();
  /** @type {Record<string, string>} */
  const environment = process.env.DATABASE_URL ? {} : { SIPIN_POSTGRES: postgresBinaries() };
  await pages;
  const ready = await startServer(program, environment);
  void (process.env.LIVEKIT_URL ? undefined : prepare('livekit', livekit));
  void prepare('mediasoup', mediasoupWorker);
  const link = `${ready.url}/sign-in#${values['no-city'] ? ready.administratorTicket : ready.operatorTicket}`;
  console.log(`ready ${ready.url}`);
  console.log(`one-time sign-in link of the ${values['no-city'] ? 'administrator' : "city's operator"}: ${link}`);
  if (!values['no-open']) openBrowser(link);
  if (!values['no-city']) {
    await prepare('ffmpeg', () => ffmpeg());
    if (!stopping) startCity(program, ready);
  }
} catch (error) {
  if (!stopping) failure(error);
  await stop();
  process.exit(1);
}
