import { parseArgs } from 'node:util';
import { z } from 'zod';

const count = (most: number) => z.coerce.number().int().min(0).max(most);

/** What `npm run city -- …` takes. */
export const cityOptions = z.object({
  /** Address of the server. */
  target: z.url(),
  /** One-time ticket of an administrator of the city: by SIPIN_CITY_TICKET, never by argument. */
  ticket: z.string().min(20),
  workers: count(200_000).default(7_092),
  /** How often each worker tells its position, in ms. */
  every: z.coerce.number().int().min(100).max(3_600_000).default(5_000),
  cameras: count(64).default(24),
  /** Address of this machine at which the server reaches the cameras. */
  cameraHost: z.ipv4().default('127.0.0.1'),
  /** Workers whose own phones are connected: they take orders and report incidents. */
  phones: count(20_000).default(600),
  /** Centres that answer calls by themselves. */
  sites: count(200).default(24),
  /** Average time between two reports of all phones together, in ms; 0 for none. */
  reportEvery: z.coerce.number().int().min(0).default(45_000),
  seed: z.coerce.number().int().default(1),
});
export type CityOptions = z.output<typeof cityOptions>;

/** Reads the options; throws an Error that says what is wrong. */
export function readCityOptions(args: readonly string[], environment: NodeJS.ProcessEnv): CityOptions {
  const names = [
    'target',
    'workers',
    'every',
    'cameras',
    'cameraHost',
    'phones',
    'sites',
    'seed',
    'reportEvery',
  ] as const;
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  });
  const parsed = cityOptions.safeParse({ ...values, ticket: environment.SIPIN_CITY_TICKET });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name =
    issue?.path[0] === 'ticket'
      ? 'SIPIN_CITY_TICKET (a one-time ticket of an administrator)'
      : `--${String(issue?.path[0])}`;
  throw new Error(`${name}: ${issue?.message ?? 'is not usable'}`);
}
