import type { Actor } from '../../app/account/index.ts';
import { SipinError } from '../../app/contract/index.ts';
import {
  type Incident,
  incidentContract,
  type Kind,
  type Step,
  stageAfter,
  type Urgency,
} from '../../app/incident/index.ts';
import type { AreaDirectory } from '../area/directory.ts';
import { attachFiles } from '../file/attach.ts';
import type { ActContext } from '../pipeline/binding.ts';
import * as store from './store.ts';

type Context = Pick<ActContext, 'database' | 'now' | 'emit'> & { readonly actor: Actor };

export interface ReportDraft {
  readonly kind: Kind;
  readonly urgency: Urgency;
  readonly title: string;
  readonly note: string;
  readonly longitude: number;
  readonly latitude: number;
  readonly photos: readonly string[];
}

/** What happens to incidents. Other words change an incident only through this. */
export class IncidentService {
  readonly #areas: AreaDirectory;

  constructor(areas: AreaDirectory) {
    this.#areas = areas;
  }

  /** Area of a place: the grid it lies in; for a worker outside of all grids the own grid. */
  areaAt(longitude: number, latitude: number, actor: Actor): string {
    const grid = this.#areas.gridAt(longitude, latitude);
    if (grid) return grid;
    if (actor.role === 'worker') return actor.area;
    throw new SipinError('input', 'incident.outside');
  }

  async report(input: ReportDraft, context: Context): Promise<Incident> {
    const { actor, database, now } = context;
    const { note, photos, ...draft } = input;
    const incident = await store.insertIncident(database, {
      ...draft,
      area: this.areaAt(input.longitude, input.latitude, actor),
      stage: 'reported',
      reporter: actor.accountId,
      reporter_name: actor.name,
      reported_at: now,
    });
    await this.#write(incident, 'reported', note, photos, context);
    return incident;
  }

  /** Takes a step; refused when the incident's stage does not allow it now. */
  async step(
    id: string,
    step: Exclude<Step, 'reported'>,
    note: string,
    photos: readonly string[],
    context: Context,
  ): Promise<Incident> {
    const before = await store.incidentById(context.database, id, true);
    if (!before) throw new SipinError('not-found', 'incident.not-found');
    const stage = stageAfter(before.stage, step);
    if (!stage) throw new SipinError('conflict', 'incident.step-refused', { stage: before.stage, step });
    const incident = await store.setStage(context.database, id, stage, context.now);
    await this.#write(incident, step, note, photos, context);
    return incident;
  }

  async #write(
    incident: Incident,
    step: Step,
    note: string,
    photos: readonly string[],
    context: Context,
  ): Promise<void> {
    const { actor, database, now, emit } = context;
    await attachFiles(database, photos, incident.area, actor, [incident.reporter]);
    await store.insertEntry(database, {
      incident: incident.id,
      at: now,
      step,
      account: actor.accountId,
      name: actor.name,
      note,
      photos,
    });
    emit(incidentContract.changed, { incident, step }, { area: incident.area, accounts: [incident.reporter] });
  }
}
