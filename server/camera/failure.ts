import type { Failure } from '../../app/camera/index.ts';

/** Why pictures do not come; `detail` never holds an address or a name. */
export class CameraError extends Error {
  readonly failure: Failure;
  readonly detail: string | null;

  constructor(failure: Failure, detail: string | null = null) {
    super(detail === null ? failure : `${failure}: ${detail}`);
    this.name = 'CameraError';
    this.failure = failure;
    this.detail = detail;
  }
}
