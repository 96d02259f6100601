import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { freePort } from '../../server/runtime/free-port.ts';
import { waitFor } from '../harness/wait.ts';

const binary = '/usr/bin/janus';

/** A mountpoint of the streaming plugin: one camera. */
export interface Mountpoint {
  readonly id: number;
  readonly address: string;
  /** Keep the newest key frame and send it to whoever begins to watch. */
  readonly buffered: boolean;
}

/** A Janus of its own with these cameras and nothing else. */
export interface RunningJanus {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Is the peer there? */
export function haveJanus(): boolean {
  return existsSync(binary);
}

export async function startJanus(mountpoints: readonly Mountpoint[]): Promise<RunningJanus> {
  const folder = mkdtempSync(join(tmpdir(), 'sipin-janus-'));
  const port = await freePort();
  const files = {
    'janus.jcfg': `general: {
  configs_folder = "${folder}"
  debug_level = 2
}
nat: {
  ice_enforce_list = "lo"
  ignore_mdns = true
}
plugins: {
  disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_videoroom.so,libjanus_voicemail.so"
}
transports: {
  disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so"
}
`,
    'janus.transport.websockets.jcfg': `general: {
  json = "compact"
  ws = true
  ws_port = ${port}
  ws_ip = "127.0.0.1"
}
`,
    'janus.plugin.streaming.jcfg': mountpoints.map(sectionOf).join('\n'),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const child = spawn(binary, ['-F', folder, '-C', join(folder, 'janus.jcfg')], { stdio: 'ignore' });
  const url = `ws://127.0.0.1:${port}`;
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    // Mountpoints are connected to their cameras before it listens.
    await waitFor('Janus to listen', () => answers(url), 60_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: child.pid ?? 0, stop };
}

function sectionOf({ id, address, buffered }: Mountpoint): string {
  return `camera-${id}: {
  type = "rtsp"
  id = ${id}
  audio = false
  video = true
  url = "${address}"
  videobufferkf = ${buffered}
}
`;
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, 'janus-protocol');
    socket.once('open', () => {
      socket.close();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(timer);
}
