import { pinyin } from 'pinyin-pro';
import { areaWithin } from '../../app/account/index.ts';
import { ancestorsOf, digitsOf, levelOf } from '../../app/area/codes.ts';
import * as contract from '../../app/area/contract.ts';
import { convert } from '../../app/area/datum.ts';
import { boundsOf, innerPoint } from '../../app/area/geometry.ts';
import { type AreaDraft, type Datum, levels } from '../../app/area/model.ts';
import { packShape } from '../../app/area/shape.ts';
import { SipinError } from '../../app/contract/index.ts';
import { bindAct, bindQuery } from '../pipeline/binding.ts';
import type { ServerModule } from '../pipeline/module.ts';
import type { AreaDirectory } from './directory.ts';
import * as store from './store.ts';

/** No grid is wider, in degrees: the directory finds grids by small cells and cannot hold one that covers the earth. */
const widestGrid = 1;

/** Areas: the tree, the outlines, and their import. */
export function createAreaModule(directory: AreaDirectory): ServerModule {
  return {
    start: () => directory.refresh(),
    bindings: [
      bindQuery(contract.list, {
        where: ({ within }) => within ?? null,
        async run({ within, to }, { database, actor }) {
          const version = await store.areaVersion(database);
          return { version, areas: await store.listAreas(database, within ?? actor.area, digitsOf(to)) };
        },
      }),
      bindQuery(contract.shapes, {
        where: ({ within }) => within,
        async run({ within, level }, { database }) {
          const version = await store.areaVersion(database);
          return { version, shapes: await store.listShapes(database, within, digitsOf(level)) };
        },
      }),
      bindQuery(contract.get, {
        where: ({ code }) => code,
        async run({ code }, { database }) {
          const codes = [...ancestorsOf(code), code];
          const found = await store.areasByCode(database, codes);
          const area = found.find((each) => each.code === code);
          if (!area) throw new SipinError('not-found', 'area.not-found', { code });
          const below = levels[codes.length];
          return {
            area,
            ancestors: found.filter((each) => each.code !== code),
            children: below ? await store.countChildren(database, code, digitsOf(below)) : 0,
            accounts: await store.accountsAt(database, code),
          };
        },
      }),
      bindAct(contract.importAreas, {
        where: () => null,
        async run({ datum, areas }, { database, actor, emit, afterCommit }) {
          for (const { code } of areas) {
            if (!areaWithin(code, actor.area))
              throw new SipinError('forbidden', 'contract.area-refused', { area: code });
          }
          // What is said last of an area counts.
          const last = new Map(areas.map((draft) => [draft.code, prepare(draft, datum)]));
          for (const { code, bounds } of last.values()) {
            const [west, south, east, north] = bounds;
            if (levelOf(code) === 'grid' && Math.max(east - west, north - south) > widestGrid) {
              throw new SipinError('input', 'area.too-wide', { code, most: widestGrid });
            }
          }
          await store.putAreas(database, [...last.values()]);
          const version = await store.raiseAreaVersion(database);
          emit(contract.changed, { version }, { area: actor.area });
          afterCommit(() => directory.refresh());
          return { version };
        },
      }),
    ],
  };
}

/** What is stored of a draft: converted to WGS-84 at this edge, with its pinyin, bounds and a point inside. */
function prepare({ code, name, polygons }: AreaDraft, datum: Datum) {
  const converted = polygons.map((polygon) =>
    polygon.map((ring) => ring.map(([longitude, latitude]) => convert(longitude, latitude, datum, 'WGS-84'))),
  );
  const [longitude, latitude] = innerPoint(converted);
  return {
    code,
    name,
    pinyin: pinyin(name, { toneType: 'none', type: 'array' }).join('').toLowerCase(),
    initials: pinyin(name, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase(),
    longitude,
    latitude,
    bounds: boundsOf(converted),
    shape: packShape(converted),
  };
}
