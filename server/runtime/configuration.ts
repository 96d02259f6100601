import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/** Everything that can be configured, by option of the command or by variable of the environment. */
export const configuration = z.object({
  host: z.string().min(1).default('127.0.0.1'),
  port: port.default(7700),
  data: z
    .string()
    .min(1)
    .default(join(import.meta.dirname, '..', '..', '.data')),
  /** Code of the area that this installation governs. */
  area: z
    .string()
    .regex(/^\d{4,12}$/)
    .default('3208'),
  /** Address that clients send media to; by default the one listened on, or the first of this machine. */
  mediaAddress: z.ipv4().optional(),
  /** UDP port of rooms and of cameras; 0 takes a free one. */
  roomPort: port.default(0),
  cameraPort: port.default(0),
  certificate: z.string().optional(),
  key: z.string().optional(),
  log: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  databaseUrl: z.string().startsWith('postgres').optional(),
  postgresBinaries: z.string().optional(),
  livekitUrl: z.url().optional(),
  livekitApiKey: z.string().optional(),
  livekitApiSecret: z.string().optional(),
  livekitBinary: z.string().optional(),
  mediasoupWorker: z.string().optional(),
  mapStyle: z.string().optional(),
  mapDatum: z.enum(['WGS-84', 'GCJ-02']).default('WGS-84'),
  mapboxToken: z.string().optional(),
});
export type Configuration = z.output<typeof configuration>;

/** Name of each setting in the environment. */
const variables: Readonly<Record<keyof Configuration, string>> = {
  host: 'SIPIN_HOST',
  port: 'SIPIN_PORT',
  data: 'SIPIN_DATA',
  area: 'SIPIN_AREA',
  mediaAddress: 'SIPIN_MEDIA_ADDRESS',
  roomPort: 'SIPIN_ROOM_PORT',
  cameraPort: 'SIPIN_CAMERA_PORT',
  certificate: 'SIPIN_CERTIFICATE',
  key: 'SIPIN_KEY',
  log: 'SIPIN_LOG',
  databaseUrl: 'DATABASE_URL',
  postgresBinaries: 'SIPIN_POSTGRES',
  livekitUrl: 'LIVEKIT_URL',
  livekitApiKey: 'LIVEKIT_API_KEY',
  livekitApiSecret: 'LIVEKIT_API_SECRET',
  livekitBinary: 'SIPIN_LIVEKIT',
  mediasoupWorker: 'MEDIASOUP_WORKER_BIN',
  mapStyle: 'SIPIN_MAP_STYLE',
  mapDatum: 'SIPIN_MAP_DATUM',
  mapboxToken: 'SIPIN_MAPBOX_TOKEN',
};

/** Reads options and environment; throws an Error that names what is wrong. Options win. */
export function readConfiguration(args: readonly string[], environment: NodeJS.ProcessEnv): Configuration {
  const { values } = parseArgs({
    args: [...args],
    options: { host: { type: 'string' }, port: { type: 'string' }, data: { type: 'string' } },
  });
  const entries = Object.entries(variables).flatMap(([name, variable]) => {
    const value = (values as Record<string, string | undefined>)[name] ?? environment[variable];
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  const parsed = configuration.safeParse(Object.fromEntries(entries));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0] ?? '') as keyof Configuration;
    throw new Error(`${variables[name] ?? name} is not usable: ${issue?.message ?? ''}`);
  }
  return parsed.data;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** The address of this machine for media: configured, or what is listened on, or the first that is not loopback. */
export function mediaAddressOf({ host, mediaAddress }: Configuration): string {
  if (mediaAddress) return mediaAddress;
  if (isLoopback(host)) return '127.0.0.1';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host) && host !== '0.0.0.0') return host;
  return ownAddresses()[0] ?? '127.0.0.1';
}

/** IPv4 addresses of this machine other than loopback. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map((address) => address.address);
}
