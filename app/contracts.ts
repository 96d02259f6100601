import * as account from './account/contract.ts';
import * as area from './area/contract.ts';
import * as audit from './audit/contract.ts';
import * as camera from './camera/contract.ts';
import * as conference from './conference/contract.ts';
import type { Act, Query } from './contract/index.ts';
import * as dispatch from './dispatch/contract.ts';
import * as incident from './incident/contract.ts';
import * as position from './position/contract.ts';
import * as room from './room/contract.ts';
import * as worker from './worker/contract.ts';

/** Everything that can be called or told, by capability: the source of routes, OpenAPI and the garbage test. */
export const contracts = {
  account,
  area,
  audit,
  camera,
  conference,
  dispatch,
  incident,
  position,
  room,
  worker,
} as const;

function all<Kind extends string>(kind: Kind): readonly { kind: Kind; key: string }[] {
  return Object.values(contracts).flatMap((contract) =>
    Object.values(contract as Record<string, unknown>).filter(
      (value): value is { kind: Kind; key: string } =>
        typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind,
    ),
  );
}

export const allActs = all('act') as readonly Act[];
export const allQueries = all('query') as readonly Query[];
