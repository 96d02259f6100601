import { type CityCameras, startCameras } from './cameras/city-cameras.ts';
import { Client } from './client.ts';
import type { CityArea } from './grids.ts';
import { importLand } from './land.ts';
import type { CityOptions } from './options.ts';
import { makeWorkers } from './people.ts';
import { type EnrolledWorker, enrolOperators, enrolWorkers, gatewayClient } from './people-on-server.ts';
import { startPhones } from './phones.ts';
import { startSite } from './sites.ts';
import { startWalk, type Walk } from './walk.ts';

/** The simulated city at work. */
export interface City {
  readonly administrator: Client;
  readonly areas: readonly CityArea[];
  /** Operators' accounts by area code. */
  readonly operators: ReadonlyMap<string, string>;
  readonly workers: readonly EnrolledWorker[];
  readonly walk: Walk;
  /** Undefined when none were asked for, or when they could not start. */
  readonly cameras: CityCameras | undefined;
  /** Ends everything that it started. Idempotent. */
  stop(): Promise<void>;
}

/** Says how far the city is: 0 to 1, and what is being done. */
export type Progress = (progress: number, step: string) => void;

/**
 * A whole simulated city against any server, over its public interface alone: it is the demo, the load generator and
 * the fixture of the tests.
 */
export async function startCity(options: CityOptions, progress: Progress = () => undefined): Promise<City> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const administrator = await Client.redeem(options.target, options.ticket, 'simulated city');
    progress(0.05, 'areas');
    const areas = await importLand(administrator, options.seed);
    const root = areas[0]?.code ?? '3208';
    progress(0.4, 'operators');
    const operators = await enrolOperators(administrator, areas);
    progress(0.5, 'workers');
    const workers = await enrolWorkers(administrator, makeWorkers(areas, options.workers));
    progress(0.7, 'positions');
    const gateway = await gatewayClient(administrator, root);
    const walk = await startWalk(gateway, areas, workers, options);
    stops.push(() => walk.stop());
    progress(0.8, 'phones');
    const clients = await administrator.signInAs(
      spread(walk.onDuty, options.phones).map(({ id }) => id),
      'simulated phone',
    );
    const phones = startPhones({
      url: options.target,
      clients,
      walk,
      seed: options.seed,
      reportEvery: options.reportEvery,
    });
    stops.push(() => phones.stop());
    progress(0.85, 'cameras');
    let cameras: CityCameras | undefined;
    let without = '';
    if (options.cameras > 0) {
      try {
        cameras = await startCameras(administrator, areas, options);
        stops.push(() => cameras?.stop() ?? Promise.resolve());
      } catch (error) {
        // A city without cameras (there is no ffmpeg) is a city all the same; it is said at its end.
        without = ` (cameras did not start: ${(error as Error).message})`;
      }
    }
    progress(0.9, 'centres');
    const sites = centresWithoutOperator(areas, options.sites);
    const siteClients = await administrator.signInAs(
      sites.map(({ code }) => operators.get(code) ?? ''),
      'simulated centre',
    );
    for (const { code, name } of sites) {
      const token = siteClients.get(operators.get(code) ?? '')?.token;
      if (!token) continue;
      const site = await startSite({ url: options.target, token, area: code, name });
      stops.push(() => site.stop());
    }
    progress(
      1,
      `${areas.length} areas, ${workers.length} workers, ${walk.onDuty.length} on duty, ${phones.count} phones, ${cameras?.ids.size ?? 0} cameras${without}, ${sites.length} centres`,
    );
    return { administrator, areas, operators, workers, walk, cameras, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `most` of the items, spread evenly. */
function spread<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)] as T);
}

/** Centres that answer by themselves: all counties, and a town with a village of each, as far as `most` goes. */
function centresWithoutOperator(areas: readonly CityArea[], most: number): CityArea[] {
  const counties = areas.filter(({ level }) => level === 'county');
  const firstOf = (parents: readonly CityArea[]) =>
    parents.flatMap(({ code }) => areas.find(({ parent }) => parent === code) ?? []);
  const towns = firstOf(counties);
  return [...counties, ...towns, ...firstOf(towns)].slice(0, most);
}
