import { type Generated, sql } from 'kysely';
import type { Camera, CameraNetwork, Delivery } from '../../app/camera/index.ts';
import type { Database } from '../storage/database.ts';

interface CameraTable {
  id: Generated<string>;
  number: string;
  name: string;
  area: string;
  longitude: number;
  latitude: number;
  heading: number;
  angle: number;
  range: number;
  address: string;
  credentials: Buffer;
  delivery: Delivery;
}

interface NetworkTable {
  network: string;
  first_port: number;
  last_port: number;
}

declare module '../storage/database.ts' {
  interface Tables {
    camera: CameraTable;
    camera_network: NetworkTable;
  }
}

/** How a camera is reached; its name and password encrypted. Never leaves the server. */
export interface AccessRow {
  readonly id: string;
  readonly number: string;
  readonly address: string;
  readonly credentials: Buffer;
  readonly delivery: Delivery;
}

export type CameraRow = Omit<CameraTable, 'id'>;

const columns = ['id', 'number', 'name', 'area', 'longitude', 'latitude', 'heading', 'angle', 'range'] as const;

/** Adds cameras; those whose number is known get the new particulars. In the order given. */
export async function putCameras(
  database: Database,
  rows: readonly CameraRow[],
): Promise<{ id: string; number: string }[]> {
  return database
    .insertInto('camera')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.column('number').doUpdateSet((set) => ({
        name: set.ref('excluded.name'),
        area: set.ref('excluded.area'),
        longitude: set.ref('excluded.longitude'),
        latitude: set.ref('excluded.latitude'),
        heading: set.ref('excluded.heading'),
        angle: set.ref('excluded.angle'),
        range: set.ref('excluded.range'),
        address: set.ref('excluded.address'),
        credentials: set.ref('excluded.credentials'),
        delivery: set.ref('excluded.delivery'),
      })),
    )
    .returning(['id', 'number'])
    .execute();
}

/** Areas of those of these numbers that are registered. */
export async function areasOfNumbers(database: Database, numbers: readonly string[]): Promise<string[]> {
  const rows = await database
    .selectFrom('camera')
    .select('area')
    .where('number', '=', sql<string>`any(${[...numbers]}::text[])`)
    .execute();
  return rows.map(({ area }) => area);
}

export async function removeCamera(database: Database, id: string): Promise<void> {
  await database.deleteFrom('camera').where('id', '=', id).execute();
}

export async function cameraById(database: Database, id: string): Promise<Camera | undefined> {
  return database.selectFrom('camera').select(columns).where('id', '=', id).executeTakeFirst();
}

export async function accessOf(database: Database, id: string): Promise<AccessRow | undefined> {
  return database
    .selectFrom('camera')
    .select(['id', 'number', 'address', 'credentials', 'delivery'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Filter of a list: an area and below, and part of a name or a number. */
interface Filter {
  readonly within: string;
  readonly search?: string | undefined;
}

const matching = (database: Database, { within, search }: Filter) => {
  let select = database.selectFrom('camera').where('area', 'like', `${within}%`);
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    select = select.where((where) => where.or([where('name', 'ilike', pattern), where('number', 'ilike', pattern)]));
  }
  return select;
};

/** One page of the cameras of an area, by name. */
export async function listCameras(
  database: Database,
  filter: Filter & { readonly after?: { name: string; id: string } | undefined; readonly limit: number },
): Promise<Camera[]> {
  let select = matching(database, filter).select(columns).orderBy('name').orderBy('id').limit(filter.limit);
  if (filter.after) {
    const { name, id } = filter.after;
    select = select.where(sql<boolean>`(name, id) > (${name}, ${id}::uuid)`);
  }
  return select.execute();
}

export async function countCameras(database: Database, filter: Filter): Promise<number> {
  const row = await matching(database, filter)
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

export async function listNetworks(database: Database): Promise<CameraNetwork[]> {
  const rows = await database
    .selectFrom('camera_network')
    .select([sql<string>`network::text`.as('network'), 'first_port', 'last_port'])
    .orderBy('network')
    .orderBy('first_port')
    .execute();
  return rows.map(({ network, first_port, last_port }) => ({ network, ports: [first_port, last_port] }));
}

/** Puts these networks in place of those before. */
export async function setNetworks(database: Database, networks: readonly CameraNetwork[]): Promise<void> {
  await database.deleteFrom('camera_network').execute();
  if (networks.length === 0) return;
  await database
    .insertInto('camera_network')
    .values(
      networks.map(({ network, ports: [first_port, last_port] }) => ({
        // An address within a network means that network.
        network: sql<string>`network(${network}::inet)::cidr`,
        first_port,
        last_port,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
