import { createHash } from 'node:crypto';
import { Transformer } from '@napi-rs/image';
import { io, type Socket } from 'socket.io-client';
import { distance } from '../../app/area/index.ts';
import { type EventMessage, socketMessages } from '../../app/contract/index.ts';
import { dispatchContract, isOver, type Order } from '../../app/dispatch/index.ts';
import { photoPath, storedPhoto } from '../../app/file/index.ts';
import { incidentContract, type Kind } from '../../app/incident/index.ts';
import type { Client } from './client.ts';
import { randomSource } from './random.ts';
import type { Walk } from './walk.ts';

/** How believable people are: in ms, least and most. */
const reading = [1_500, 6_000] as const;
const deciding = [2_000, 9_000] as const;
const working = [8_000, 25_000] as const;
const declineShare = 0.08;
/** Metres from the place at which one has arrived. */
const near = 30;
const travelStep = 1_000;
/** Longest that a worker travels before it says that it has arrived all the same, in ms. */
const longestTravel = 10 * 60_000;

const findings: readonly (readonly [Kind, string])[] = [
  ['water', '路边水管漏水'],
  ['road', '井盖松动'],
  ['waste', '垃圾堆放未清'],
  ['safety', '电线垂落'],
  ['dispute', '邻里因停车争吵'],
  ['environment', '小作坊异味'],
  ['service', '独居老人需要探访'],
];

export interface Phones {
  readonly count: number;
  stop(): Promise<void>;
}

export interface PhonesOptions {
  readonly url: string;
  /** Signed-in clients by the worker's account. */
  readonly clients: ReadonlyMap<string, Client>;
  readonly walk: Walk;
  readonly seed: number;
  /** Average time between two reports of all phones together, in ms; 0 for none. */
  readonly reportEvery: number;
}

/** Workers' phones: they take orders, go there, do the work and say so; now and then one reports what it finds. */
export function startPhones(options: PhonesOptions): Phones {
  const random = randomSource(options.seed + 77);
  const phones = [...options.clients].map(([id, client]) => new Phone(id, client, options, random));
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    if (options.reportEvery === 0 || phones.length === 0) return;
    timer = setTimeout(
      () => {
        void phones[Math.floor(random() * phones.length)]?.report();
        later();
      },
      options.reportEvery * (0.5 + random()),
    );
  };
  later();
  return {
    count: phones.length,
    async stop() {
      clearTimeout(timer);
      await Promise.all(phones.map((phone) => phone.stop()));
    },
  };
}

class Phone {
  readonly #id: string;
  readonly #client: Client;
  readonly #options: PhonesOptions;
  readonly #random: () => number;
  readonly #socket: Socket;
  readonly #taken = new Set<string>();
  readonly #timers = new Map<NodeJS.Timeout, () => void>();
  #stopped = false;
  #work: Promise<void> = Promise.resolve();

  constructor(id: string, client: Client, options: PhonesOptions, random: () => number) {
    this.#id = id;
    this.#client = client;
    this.#options = options;
    this.#random = random;
    this.#socket = io(options.url, {
      path: '/socket',
      transports: ['websocket'],
      auth: { token: client.token },
      reconnectionDelay: 1_000,
      reconnectionDelayMax: 15_000,
    });
    this.#socket.on('connect', () => void this.#readInbox());
    this.#socket.on(socketMessages.events, (events: EventMessage[]) => {
      for (const event of events) {
        if (event.key === dispatchContract.ordered.key) this.#take((event.payload as { order: Order }).order);
      }
    });
  }

  /** Reports something found where the worker is, with a photo. */
  async report(): Promise<void> {
    const place = this.#options.walk.placeOf(this.#id);
    const [kind, title] = findings[Math.floor(this.#random() * findings.length)] ?? ['other' as const, '情况'];
    if (!place || this.#stopped) return;
    await this.#quietly(async () => {
      const photo = await this.#photo();
      await this.#client.call(incidentContract.report, {
        kind,
        title,
        urgency: this.#random() < 0.1 ? 'urgent' : 'ordinary',
        longitude: place.longitude,
        latitude: place.latitude,
        photos: photo ? [photo] : [],
      });
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#socket.disconnect();
    for (const [timer, resolve] of this.#timers) {
      clearTimeout(timer);
      resolve();
    }
    await this.#work;
  }

  async #readInbox(): Promise<void> {
    await this.#quietly(async () => {
      const { orders } = await this.#client.call(dispatchContract.inbox, {});
      for (const order of orders) if (!isOver(order.state)) this.#take(order);
    });
  }

  /** One order after the other, each once. */
  #take(order: Order): void {
    if (this.#taken.has(order.id)) return;
    this.#taken.add(order.id);
    this.#work = this.#work.then(() => this.#quietly(() => this.#carryOut(order)));
  }

  async #carryOut(order: Order): Promise<void> {
    const which = { order: order.id };
    await this.#client.call(dispatchContract.acknowledge, { orders: [order.id], step: 'delivered' });
    await this.#wait(reading);
    if (this.#stopped) return;
    await this.#client.call(dispatchContract.acknowledge, { orders: [order.id], step: 'read' });
    await this.#wait(deciding);
    if (this.#stopped) return;
    if (this.#random() < declineShare) {
      await this.#client.call(dispatchContract.decline, { ...which, note: '正在处理另一件事' });
      return;
    }
    await this.#client.call(dispatchContract.accept, which);
    await this.#travel(order);
    if (this.#stopped) return;
    await this.#client.call(dispatchContract.arrive, which);
    await this.#wait(working);
    if (this.#stopped) return;
    const photo = await this.#photo();
    await this.#client.call(dispatchContract.complete, {
      ...which,
      note: '已到场处理完毕',
      photos: photo ? [photo] : [],
    });
  }

  async #travel({ longitude, latitude }: Order): Promise<void> {
    if (longitude === null || latitude === null) return this.#wait(working);
    this.#options.walk.goTo(this.#id, longitude, latitude);
    const until = Date.now() + longestTravel;
    while (!this.#stopped && Date.now() < until) {
      const place = this.#options.walk.placeOf(this.#id);
      if (!place || distance(place.longitude, place.latitude, longitude, latitude) < near) return;
      await this.#wait([travelStep, travelStep]);
    }
  }

  /** A small picture with a colour of its own, so that photos can be told apart. */
  async #photo(): Promise<string | undefined> {
    const side = 240;
    const pixels = new Uint8Array(side * side * 4);
    const [red, green, blue] = [this.#random(), this.#random(), this.#random()];
    for (let at = 0; at < side * side; at += 1) {
      const shade = 0.4 + (0.6 * ((at % side) + Math.floor(at / side))) / (2 * side);
      pixels.set([255 * red * shade, 255 * green * shade, 255 * blue * shade, 255], at * 4);
    }
    const content = await Transformer.fromRgbaPixels(pixels, side, side).jpeg(80);
    const hash = createHash('sha256').update(content).digest('hex');
    const response = await fetch(this.#client.url + photoPath(hash), {
      method: 'PUT',
      headers: { 'content-type': 'image/jpeg', authorization: `Bearer ${this.#client.token}` },
      body: new Uint8Array(content),
    });
    return response.ok ? storedPhoto.parse(await response.json()).hash : undefined;
  }

  #wait([least, most]: readonly [number, number]): Promise<void> {
    return new Promise((resolve) => {
      if (this.#stopped) return resolve();
      const timer = setTimeout(
        () => {
          this.#timers.delete(timer);
          resolve();
        },
        least + this.#random() * (most - least),
      );
      this.#timers.set(timer, resolve);
    });
  }

  /** What fails because the server is away or the order was taken back is no matter of the simulation. */
  async #quietly(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (!this.#stopped && process.env.SIPIN_CITY_LOG) console.error(`phone of ${this.#id}:`, error);
    }
  }
}
