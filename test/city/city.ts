import { Client } from './client.ts';
import type { CityArea } from './grids.ts';
import { importLand } from './land.ts';
import type { CityOptions } from './options.ts';
import { makeWorkers } from './people.ts';
import { type EnrolledWorker, enrolOperators, enrolWorkers, gatewayClient } from './people-on-server.ts';
import { startWalk, type Walk } from './walk.ts';

/** The simulated city at work. */
export interface City {
  readonly administrator: Client;
  readonly areas: readonly CityArea[];
  /** Operators' accounts by area code. */
  readonly operators: ReadonlyMap<string, string>;
  readonly workers: readonly EnrolledWorker[];
  readonly walk: Walk;
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
    progress(1, `${areas.length} areas, ${workers.length} workers, ${walk.onDuty.length} on duty`);
    return { administrator, areas, operators, workers, walk, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
