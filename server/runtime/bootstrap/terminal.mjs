/** Prints what the bootstrap does: one line a step, so that a log shows the same as a terminal. */

const started = Date.now();

/** @param {string} text */
export function line(text) {
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
  console.log(`${seconds}s  ${text}`);
}

/** A step that failed for a known reason: what went wrong, and the command that mends it. */
export class StepError extends Error {
  /**
   * @param {string} reason
   * @param {string} mend
   */
  constructor(reason, mend) {
    super(reason);
    this.name = 'StepError';
    this.mend = mend;
  }
}

/** @param {unknown} error */
export function failure(error) {
  const reason = error instanceof Error ? error.message : String(error);
  const mend = error instanceof StepError ? `\n         to mend: ${error.mend}` : '';
  console.error(`failed   ${reason}${mend}`);
}
