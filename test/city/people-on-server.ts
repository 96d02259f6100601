import { accountContract } from '../../app/account/index.ts';
import { workerContract } from '../../app/worker/index.ts';
import type { Client } from './client.ts';
import type { CityArea } from './grids.ts';
import type { CityWorker } from './people.ts';

/** A worker of the city as the server knows it. */
export interface EnrolledWorker extends CityWorker {
  readonly id: string;
  /** Short number in binary frames. */
  readonly index: number;
}

const batch = 2_000;

/** Login of a centre's operator. */
export function operatorLogin(area: string): string {
  return `${area}-operator`;
}

/** An operator for every centre, city to village. Returns their accounts by area. */
export async function enrolOperators(client: Client, areas: readonly CityArea[]): Promise<Map<string, string>> {
  const centres = areas.filter(({ level }) => level !== 'grid');
  const { accounts } = await client.call(accountContract.enrol, {
    accounts: centres.map(({ code, name }) => ({
      login: operatorLogin(code),
      name: `${name}值班员`,
      role: 'operator' as const,
      area: code,
    })),
  });
  const byLogin = new Map(accounts.map((account) => [account.login, account.id]));
  return new Map(centres.map(({ code }) => [code, byLogin.get(operatorLogin(code)) ?? '']));
}

/** The grid workers, in batches. */
export async function enrolWorkers(client: Client, workers: readonly CityWorker[]): Promise<EnrolledWorker[]> {
  const enrolled: EnrolledWorker[] = [];
  for (let start = 0; start < workers.length; start += batch) {
    const part = workers.slice(start, start + batch);
    const answer = await client.call(workerContract.enrol, {
      workers: part.map((worker) => ({ login: workerLogin(worker), name: worker.name, area: worker.grid })),
    });
    const byLogin = new Map(answer.workers.map((each) => [each.login, each]));
    for (const worker of part) {
      const found = byLogin.get(workerLogin(worker));
      if (found) enrolled.push({ ...worker, id: found.id, index: found.index });
    }
  }
  return enrolled;
}

function workerLogin(worker: CityWorker): string {
  return `worker-${String(worker.number).padStart(5, '0')}`;
}

/** The account of the platform that passes on the workers' positions, signed in. */
export async function gatewayClient(client: Client, area: string): Promise<Client> {
  const { accounts } = await client.call(accountContract.enrol, {
    accounts: [{ login: `${area}-gateway`, name: '网格员定位平台', role: 'gateway', area }],
  });
  const [gateway] = accounts;
  if (!gateway) throw new Error('the gateway account could not be made');
  const clients = await client.signInAs([gateway.id], 'simulated city: gateway');
  const signedIn = clients.get(gateway.id);
  if (!signedIn) throw new Error('the gateway could not sign in');
  return signedIn;
}
