import type { Logger } from 'pino';
import type { z } from 'zod';
import { roleMay } from '../../app/account/index.ts';
import {
  cameraMessages,
  connectInput,
  consumeInput,
  settledInput,
  viewInput,
  watchRoles,
} from '../../app/camera/index.ts';
import { type CallReply, nothing, SipinError } from '../../app/contract/index.ts';
import { languageFor } from '../../app/messages.ts';
import { errorBody } from '../pipeline/pipeline.ts';
import { RateLimiter } from '../pipeline/rate.ts';
import { newRequestId } from '../pipeline/request-id.ts';
import type { Connection } from '../pipeline/socket.ts';
import { ConsoleLine } from './console-line.ts';
import type { Media } from './media.ts';
import type { CameraService } from './service.ts';
import type { Views } from './views.ts';

export interface MessageParts {
  readonly service: CameraService;
  readonly media: Media;
  readonly views: Views;
  readonly log: Logger;
}

const rate = { most: 300, seconds: 10 };
const pulseMilliseconds = 1_000;

/** The messages that bring pictures to consoles, and the clock that tells them how old those are. */
export class CameraLines {
  readonly #parts: MessageParts;
  readonly #lines = new Map<string, ConsoleLine>();
  readonly #rates = new RateLimiter();
  readonly #stops: (() => void)[] = [];

  constructor(parts: MessageParts) {
    this.#parts = parts;
  }

  start(): void {
    const { media, service } = this.#parts;
    const timer = setInterval(() => {
      const now = Date.now();
      for (const line of this.#lines.values()) line.pulse(now);
    }, pulseMilliseconds);
    this.#stops.push(
      () => clearInterval(timer),
      media.onChange(() => {
        for (const line of this.#lines.values()) line.mediaChanged();
      }),
      service.onReload((camera) => {
        for (const line of this.#lines.values()) line.reload(camera);
      }),
    );
  }

  /** Idempotent. */
  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const line of this.#lines.values()) line.close();
    this.#lines.clear();
  }

  /** A console has connected. */
  connected({ socket, actor }: Connection): void {
    const { views } = this.#parts;
    const line = () => {
      const present = this.#lines.get(socket.id) ?? new ConsoleLine({ ...this.#parts, socket });
      this.#lines.set(socket.id, present);
      return present;
    };
    const on = <Input extends z.ZodType>(
      message: string,
      input: Input,
      run: (input: z.output<Input>) => unknown | Promise<unknown>,
    ) => {
      socket.on(message, (raw: unknown, reply: unknown) => {
        if (typeof reply !== 'function') return;
        const carry = async () => {
          if (!roleMay(actor.role, watchRoles)) throw new SipinError('forbidden', 'contract.role-refused');
          const wait = this.#rates.take(socket.id, rate);
          if (wait > 0) throw new SipinError('limit', 'contract.too-many', { seconds: wait });
          const parsed = input.safeParse(raw);
          if (!parsed.success) {
            const [issue] = parsed.error.issues;
            const path = issue?.path.join('.') || '/';
            throw new SipinError('input', 'contract.invalid-input', { path, problem: issue?.message ?? '' });
          }
          return run(parsed.data);
        };
        carry().then(
          (output) => reply({ ok: true, output: output ?? {} } satisfies CallReply),
          (error) => {
            const language = languageFor(socket.handshake.headers['accept-language']);
            reply({ ok: false, error: errorBody(error, newRequestId(), language) } satisfies CallReply);
          },
        );
      });
    };
    on(cameraMessages.watch, viewInput, ({ view }) => line().watch(views.require(view, actor.sessionId)));
    on(cameraMessages.unwatch, viewInput, ({ view }) => line().unwatch(view));
    on(cameraMessages.settled, settledInput, ({ view, settled }) => line().settled(view, settled));
    on(cameraMessages.transport, nothing, () => line().transport());
    on(cameraMessages.connect, connectInput, ({ transport, dtlsParameters }) =>
      line().connect(transport, dtlsParameters),
    );
    on(cameraMessages.consume, consumeInput, ({ view, transport, rtpCapabilities }) =>
      line().consume(view, transport, rtpCapabilities),
    );
    socket.on('disconnect', () => {
      for (const view of this.#lines.get(socket.id)?.close() ?? []) views.close(view);
      this.#lines.delete(socket.id);
    });
  }

  /** Does any connection watch this view now? */
  watches(view: string): boolean {
    return [...this.#lines.values()].some((line) => line.watches(view));
  }

  /** A view was closed: it is watched nowhere any more. */
  closed(view: string): void {
    for (const line of this.#lines.values()) line.unwatch(view);
  }
}
