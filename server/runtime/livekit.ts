import { join } from 'node:path';
import type { Logger } from 'pino';
import { type DataFolder, writeWhole } from './data-folder.ts';
import { freePort, freeUdpPort } from './free-port.ts';
import { type ProcessState, SupervisedProcess } from './supervised-process.ts';

export interface LivekitOptions {
  readonly binary: string;
  readonly dataFolder: DataFolder;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Address of this machine that clients send media to. */
  readonly mediaAddress: string;
  /** UDP port of all media; 0 takes a free one. */
  readonly mediaPort: number;
  /** Where LiveKit tells our server what happens in the rooms. */
  readonly webhook: string;
  /** Root certificate that LiveKit trusts for the webhook, where our own authority has made ours. */
  readonly authorityFile?: string | undefined;
  readonly log: Logger;
  changed(state: ProcessState): void;
}

export interface Livekit {
  /** Signalling and API on this machine; clients reach it through our own port. */
  readonly url: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

const readyMilliseconds = 20_000;

/** Runs LiveKit for this installation only: signalling on loopback, media on one UDP port. */
export async function startLivekit(options: LivekitOptions): Promise<Livekit> {
  const { dataFolder, log } = options;
  const port = await freePort();
  const udpPort = options.mediaPort || (await freeUdpPort(options.mediaAddress));
  const file = join(dataFolder.path, 'livekit.yaml');
  writeWhole(file, configurationFile(options, port, udpPort), 0o600);
  const url = `http://127.0.0.1:${port}`;
  let forget: (() => void) | undefined;
  const child = new SupervisedProcess({
    name: 'livekit',
    command: options.binary,
    args: ['--config', file],
    env: { ...process.env, ...(options.authorityFile ? { SSL_CERT_FILE: options.authorityFile } : {}) },
    log,
    ready: () => waitUntilReady(url),
    changed: (state) => {
      if (state.state === 'up') forget = dataFolder.addChild('livekit', state.pid);
      if (state.state === 'down') forget?.();
      options.changed(state);
    },
    stopMilliseconds: 5_000,
  });
  await child.start();
  return {
    url,
    get pid() {
      return child.pid;
    },
    async stop() {
      await child.stop();
      forget?.();
    },
  };
}

/** JSON is YAML. Unknown keys stop LiveKit, so there is nothing here that it does not need. */
function configurationFile(options: LivekitOptions, port: number, udpPort: number): string {
  const loopback = options.mediaAddress === '127.0.0.1';
  return JSON.stringify({
    port,
    bind_addresses: ['127.0.0.1'],
    keys: { [options.apiKey]: options.apiSecret },
    logging: { level: 'warn', json: true },
    rtc: {
      use_external_ip: false,
      node_ip: options.mediaAddress,
      udp_port: udpPort,
      // Its default listens on all interfaces.
      tcp_port: 0,
      ...(loopback ? { enable_loopback_candidate: true } : {}),
      ips: { includes: [`${options.mediaAddress}/32`] },
    },
    turn: { enabled: false },
    room: { auto_create: false, empty_timeout: 300, departure_timeout: 20, enable_remote_unmute: true },
    webhook: { api_key: options.apiKey, urls: [options.webhook] },
  });
}

async function waitUntilReady(url: string): Promise<void> {
  const until = Date.now() + readyMilliseconds;
  for (;;) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
      if (response.ok) return;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}
