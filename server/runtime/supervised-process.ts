import { type ChildProcess, spawn } from 'node:child_process';
import type { Logger } from 'pino';

export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  readonly cwd?: string;
  readonly log: Logger;
  /** Resolves once the process serves; rejects when it never will. Asked again after every start. */
  ready(): Promise<void>;
  /** Told of every change, for the health of the part. */
  changed(state: ProcessState): void;
  /** Signal that asks it to end well. */
  readonly stopSignal?: NodeJS.Signals;
  /** How long it may take to end before it is killed, in ms. */
  readonly stopMilliseconds?: number;
}

export type ProcessState =
  | { readonly state: 'starting' }
  | { readonly state: 'up'; readonly pid: number }
  | { readonly state: 'down'; readonly reason: string; readonly retryAt: Date };

const firstDelay = 250;
const longestDelay = 15_000;
/** A process that ran this long starts with the shortest delay again. */
const steadyMilliseconds = 30_000;

/** Keeps one child process running: started again after it has died, with growing delays, until it is stopped. */
export class SupervisedProcess {
  readonly #options: ProcessOptions;
  #child: ChildProcess | undefined;
  #delay = firstDelay;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: ProcessOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts it; resolves when it serves for the first time, rejects when the first start failed (it is still retried). */
  start(): Promise<void> {
    return this.#launch();
  }

  async #launch(): Promise<void> {
    const { name, command, args, env, uid, gid, cwd, log, ready, changed } = this.#options;
    changed({ state: 'starting' });
    const startedAt = Date.now();
    const child = spawn(command, args, {
      ...(env ? { env } : {}),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
      ...(cwd === undefined ? {} : { cwd }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let lastLine = '';
    const onLines = (chunk: Buffer) => {
      for (const line of chunk.toString().split('\n')) {
        if (line.trim() === '') continue;
        lastLine = line.slice(0, 500);
        log.debug({ part: name }, lastLine);
      }
    };
    child.stdout?.on('data', onLines);
    child.stderr?.on('data', onLines);
    let failure: Error | undefined;
    child.on('error', (error) => {
      failure = error;
    });
    const exited = new Promise<void>((resolve) => {
      const end = (reason: string) => {
        if (this.#child !== child) return resolve();
        this.#child = undefined;
        resolve();
        if (this.#stopped) return;
        if (Date.now() - startedAt > steadyMilliseconds) this.#delay = firstDelay;
        const delay = this.#delay;
        this.#delay = Math.min(this.#delay * 2, longestDelay);
        log.warn({ part: name, reason, delay, lastLine }, 'part ended; starting it again');
        changed({ state: 'down', reason: failure?.message ?? reason, retryAt: new Date(Date.now() + delay) });
        this.#timer = setTimeout(() => {
          this.#launch().catch((error) => log.warn({ part: name, err: error }, 'part did not start'));
        }, delay);
      };
      child.on('error', (error) => end(error.message));
      child.on('exit', (code, signal) => end(signal ? `signal ${signal}` : `exit code ${code}: ${lastLine}`));
    });
    this.#ended = exited;
    await Promise.race([
      ready(),
      exited.then(() => Promise.reject(new Error(`${name} ended while starting: ${failure?.message ?? lastLine}`))),
    ]);
    if (this.#child === child && child.pid !== undefined) changed({ state: 'up', pid: child.pid });
  }

  /** Ends it and does not start it again; killed when it takes too long. Idempotent. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return this.#ended;
    child.kill(this.#options.stopSignal ?? 'SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), this.#options.stopMilliseconds ?? 10_000);
    await this.#ended;
    clearTimeout(timer);
  }
}
