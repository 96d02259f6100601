import { encodeFrame, Frame, frameFlags } from '../../../app/position/index.ts';
import { Surface } from '../../../renderer/kit/map/surface.ts';
import { WorkerField } from '../../../renderer/position/field.ts';
import { WorkersPicture } from '../../../renderer/position/workers-layer.ts';

/** What is measured: our map, an empty frame of it, and its peers. */
export type Kind = 'ours' | 'empty' | 'setData' | 'leaflet';

interface Subject {
  /** One update: everybody has moved. */
  update(step: number): void;
}

export interface BenchPage {
  open(kind: Kind, workers: number): Promise<void>;
  /** Makes so many updates, one each `every` ms (or none for `every` ms); the longest task among them in ms. */
  run(updates: number, every: number): Promise<{ longest: number; longTasks: number }>;
}

const longitudeOf = (at: number, step: number) =>
  118.6 + ((at * 7_919) % 10_000) / 12_000 + Math.sin(step + at) * 0.0005;
const latitudeOf = (at: number, step: number) => 33 + ((at * 104_729) % 10_000) / 12_000 + Math.cos(step + at) * 0.0005;
const bounds = [118.5, 32.9, 119.5, 33.9] as const;
const color = [53, 194, 122, 255] as const;

function container(): HTMLElement {
  const element = document.getElementById('map');
  if (!element) throw new Error('no #map');
  return element;
}

const makers: Record<Kind, (workers: number) => Promise<Subject>> = {
  async ours(workers) {
    const field = new WorkerField({ duty: color, busy: color, silent: color, sos: color, off: color });
    field.setWorkers(
      Array.from({ length: workers }, (_, at) => ({
        id: `id-${at}`,
        index: at + 1,
        name: `网格员${at}`,
        area: '320803001001001',
        onDuty: true,
        busy: false,
        sosSince: null,
      })),
    );
    const surface = await opened();
    const picture = new WorkersPicture();
    // The frames are the server's work: made beforehand, taken in by the map.
    const frames = [0, 1, 2, 3].map((step) =>
      encodeFrame(
        'update',
        step,
        Date.now() + step * 1_000,
        Array.from({ length: workers }, (_, at) => ({
          index: at + 1,
          time: Date.now() + step * 1_000,
          longitude: longitudeOf(at, step),
          latitude: latitudeOf(at, step),
          accuracy: 5,
          speed: 1,
          heading: 1,
          battery: 50,
          flags: frameFlags.onDuty,
        })),
      ),
    );
    return {
      update(step) {
        const frame = Frame.read(frames[step % 4] ?? new Uint8Array());
        const now = performance.now();
        if (frame) field.takeFrame(frame, now);
        field.drawStates(Date.now());
        field.drawPositions(now);
        surface.setLayers('position', 60, [picture.layer(field, 3, 1)]);
      },
    };
  },
  async empty() {
    const surface = await opened();
    return { update: () => surface.setLayers('position', 60, []) };
  },
  async setData(workers) {
    const [maplibre, { default: workerUrl }] = await Promise.all([
      import('maplibre-gl'),
      import('maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'),
    ]);
    maplibre.setWorkerUrl(workerUrl);
    const data = (step: number) => ({
      type: 'FeatureCollection' as const,
      features: Array.from({ length: workers }, (_, at) => ({
        type: 'Feature' as const,
        properties: { state: 'duty' },
        geometry: { type: 'Point' as const, coordinates: [longitudeOf(at, step), latitudeOf(at, step)] },
      })),
    });
    const map = new maplibre.Map({
      container: container(),
      bounds: [...bounds],
      attributionControl: false,
      style: {
        version: 8,
        sources: { workers: { type: 'geojson', data: data(0) } },
        layers: [
          { id: 'ground', type: 'background', paint: { 'background-color': '#0b1118' } },
          {
            id: 'workers',
            type: 'circle',
            source: 'workers',
            paint: { 'circle-radius': 3, 'circle-color': '#35c27a' },
          },
        ],
      },
    });
    await new Promise((resolve) => map.once('idle', resolve));
    return {
      update(step) {
        const source = map.getSource('workers') as unknown as { setData(data: unknown): void };
        source.setData(data(step));
      },
    };
  },
  async leaflet(workers) {
    const { default: leaflet } = await import('leaflet');
    container().style.width = '100vw';
    container().style.height = '100vh';
    const map = leaflet.map(container(), { preferCanvas: true, zoomControl: false, attributionControl: false });
    map.fitBounds([
      [bounds[1], bounds[0]],
      [bounds[3], bounds[2]],
    ]);
    const markers = Array.from({ length: workers }, (_, at) =>
      leaflet.circleMarker([latitudeOf(at, 0), longitudeOf(at, 0)], { radius: 3, color: '#35c27a' }).addTo(map),
    );
    return {
      update(step) {
        markers.forEach((marker, at) => {
          marker.setLatLng([latitudeOf(at, step), longitudeOf(at, step)]);
        });
      },
    };
  },
};

async function opened(): Promise<Surface> {
  const surface = new Surface(container(), { kind: 'local' }, [...bounds]);
  await new Promise<void>((resolve) => {
    const stop = surface.onState(() => {
      if (surface.state.state !== 'ready') return;
      stop();
      resolve();
    });
  });
  return surface;
}

let subject: Subject | undefined;
let step = 0;

const bench: BenchPage = {
  async open(kind, workers) {
    subject = await makers[kind](workers);
    // The first update allocates; it is not what is measured.
    for (let round = 0; round < 3; round += 1) {
      step += 1;
      subject.update(step);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  },
  async run(updates, every) {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)));
    observer.observe({ type: 'longtask' });
    if (updates === 0) await new Promise((resolve) => setTimeout(resolve, every));
    for (let round = 0; round < updates; round += 1) {
      step += 1;
      subject?.update(step);
      await new Promise((resolve) => setTimeout(resolve, every));
    }
    observer.disconnect();
    return { longest: Math.max(0, ...tasks), longTasks: tasks.length };
  },
};
Object.assign(window, { bench });
