import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** A process of this folder that is talked to by messages; its CPU can be told from others'. */
export class Child {
  readonly #process: ChildProcess;

  constructor(file: string, environment: Record<string, string> = {}) {
    this.#process = fork(join(import.meta.dirname, file), [], {
      env: { ...process.env, ...environment },
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Sends something (or nothing) and waits for the next answer. */
  ask<T>(message?: unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null) => reject(new Error(`a process of the bench ended with ${code}`));
      this.#process.once('exit', onExit);
      this.#process.once('message', (answer) => {
        this.#process.off('exit', onExit);
        resolve(answer as T);
      });
      if (message !== undefined) this.tell(message);
    });
  }

  tell(message: unknown): void {
    this.#process.send(message as never);
  }

  /** Lets go of the process and waits until it has ended. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 10_000);
    if (this.#process.connected) this.#process.disconnect();
    await ended;
    clearTimeout(timer);
  }
}
