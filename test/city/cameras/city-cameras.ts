import { randomBytes } from 'node:crypto';
import { cameraContract } from '../../../app/camera/index.ts';
import type { Client } from '../client.ts';
import type { CityArea } from '../grids.ts';
import { cameraPlaces } from './places.ts';
import { CameraServer } from './rtsp-server.ts';

/** The city's cameras at work. */
export interface CityCameras {
  readonly server: CameraServer;
  /** Identifiers on the server by the camera's number, from 1. */
  readonly ids: ReadonlyMap<number, string>;
  stop(): Promise<void>;
}

/**
 * Starts simulated cameras all over the city and registers them, with names and passwords of this run; those that are
 * registered from an earlier run get their new addresses. Half of them send over TCP, half in datagrams.
 */
export async function startCameras(
  administrator: Client,
  areas: readonly CityArea[],
  options: { readonly cameras: number; readonly cameraHost: string; readonly seed: number },
): Promise<CityCameras> {
  const places = cameraPlaces(areas, options.cameras, options.seed);
  const user = 'sipin';
  const settings = places.map(({ number }) => ({
    number,
    credentials: { user, password: randomBytes(12).toString('base64url') },
    qop: number % 3 === 0,
  }));
  const server = await CameraServer.start({ cameras: settings, host: options.cameraHost });
  try {
    const network = `${server.host}/32`;
    const { networks } = await administrator.call(cameraContract.networks, {});
    const others = networks.filter((each) => each.network !== network);
    await administrator.call(cameraContract.allow, {
      networks: [...others, { network, ports: [server.port, server.port] }],
    });
    const numberOf = (number: number) => `SIM-${String(number).padStart(4, '0')}`;
    const { cameras } = await administrator.call(cameraContract.register, {
      cameras: places.map((place, index) => ({
        number: numberOf(place.number),
        name: place.name,
        area: place.area,
        longitude: place.longitude,
        latitude: place.latitude,
        heading: place.heading,
        angle: place.angle,
        range: place.range,
        address: server.addressOf(place.number),
        user,
        password: settings[index]?.credentials.password ?? '',
        delivery: place.number % 2 === 1 ? ('tcp' as const) : ('udp' as const),
      })),
    });
    const byNumber = new Map(cameras.map(({ id, number }) => [number, id]));
    const ids = new Map(places.map(({ number }) => [number, byNumber.get(numberOf(number)) ?? '']));
    return { server, ids, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
