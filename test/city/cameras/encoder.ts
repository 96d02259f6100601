import { type ChildProcess, spawn } from 'node:child_process';
import { type CodedPicture, FlvReader } from './flv.ts';
import { CameraPicture, pictureBytes } from './picture.ts';
import { pictureHeight, pictureWidth } from './scenes.ts';

export interface EncoderOptions {
  /** Path of ffmpeg. */
  readonly ffmpeg: string;
  /** Pictures per second. */
  readonly rate: number;
  /** Seconds from one key frame to the next. */
  readonly keySeconds: number;
  readonly kilobits: number;
}

export interface EncoderHandlers {
  parameterSets(sets: readonly Buffer[]): void;
  /** A coded picture and when it was drawn, ms since 1970. */
  picture(picture: CodedPicture, drawnAt: number): void;
  /** It ended by itself. */
  ended(reason: string): void;
}

/** Draws a camera's pictures by the clock and has ffmpeg encode them, until it is stopped. */
export class Encoder {
  readonly #child: ChildProcess;
  readonly #timer: NodeJS.Timeout;
  readonly #gone: Promise<void>;
  /** When each picture that ffmpeg has not given back yet was drawn, by its index. */
  readonly #drawn = new Map<number, number>();
  #index = 0;
  #stopped = false;

  constructor(number: number, options: EncoderOptions, handlers: EncoderHandlers) {
    const { rate } = options;
    const child = spawn(options.ffmpeg, argumentsOf(options), { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child = child;
    const reader = new FlvReader({
      parameterSets: (sets) => handlers.parameterSets(sets),
      picture: (picture) => {
        const index = Math.round((picture.time * rate) / 1_000);
        const drawnAt = this.#drawn.get(index);
        for (const each of this.#drawn.keys()) if (each <= index) this.#drawn.delete(each);
        if (drawnAt !== undefined && !this.#stopped) handlers.picture(picture, drawnAt);
      },
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => reader.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString('utf8')}`.slice(-500);
    });
    // Its end is told by 'close'; that a write came too late says nothing more.
    child.stdin.on('error', () => undefined);
    this.#gone = new Promise((resolve) => {
      const end = (reason: string) => {
        clearInterval(this.#timer);
        resolve();
        if (!this.#stopped) handlers.ended(reason);
        this.#stopped = true;
      };
      child.on('error', (error) => end(error.message));
      child.on('close', (code, signal) => end(`ffmpeg ended (${signal ?? `exit code ${code}`}) ${said.trim()}`));
    });
    const picture = new CameraPicture(number);
    const draw = () => {
      // An encoder that lags gets fewer pictures; nothing piles up.
      if (child.stdin.writableLength > pictureBytes) return;
      const now = Date.now();
      this.#drawn.set(this.#index, now);
      this.#index += 1;
      child.stdin.write(picture.at(now));
    };
    draw();
    this.#timer = setInterval(draw, 1_000 / rate);
  }

  /** Ends ffmpeg; resolves when it is gone. Idempotent. */
  stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#child.kill('SIGKILL');
    return this.#gone;
  }
}

function argumentsOf({ rate, keySeconds, kilobits }: EncoderOptions): string[] {
  const interval = String(Math.max(1, Math.round(rate * keySeconds)));
  return [
    ...['-hide_banner', '-loglevel', 'error', '-probesize', '32', '-analyzeduration', '0', '-fflags', 'nobuffer'],
    ...['-f', 'rawvideo', '-pixel_format', 'yuv420p', '-video_size', `${pictureWidth}x${pictureHeight}`],
    ...['-framerate', String(rate), '-i', 'pipe:0', '-an', '-c:v', 'libx264', '-preset', 'superfast'],
    ...['-tune', 'zerolatency', '-profile:v', 'baseline', '-threads', '1', '-bf', '0', '-sc_threshold', '0'],
    ...['-g', interval, '-keyint_min', interval, '-b:v', `${kilobits}k`, '-maxrate', `${kilobits}k`],
    ...['-bufsize', `${kilobits}k`, '-flush_packets', '1', '-flvflags', 'no_duration_filesize', '-f', 'flv', 'pipe:1'],
  ];
}
