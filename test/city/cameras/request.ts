/** A request of RTSP 1.0 (RFC 2326). */
export interface Request {
  readonly method: string;
  readonly uri: string;
  readonly sequence: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
}

export const reasons = {
  200: 'OK',
  302: 'Found',
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  454: 'Session Not Found',
  455: 'Method Not Valid in This State',
  459: 'Aggregate Operation Not Allowed',
  461: 'Unsupported Transport',
  501: 'Not Implemented',
  503: 'Service Unavailable',
} as const;
export type Code = keyof typeof reasons;

const mostBytes = 16 * 1024;

/** Cuts what a player sends into requests and interleaved packets; throws an Error when it is no RTSP or too long. */
export class RequestReader {
  readonly #request: (request: Request) => void;
  readonly #packet: () => void;
  #rest: Buffer = Buffer.alloc(0);

  /** `packet` is called for each interleaved packet: a player's reports, which say that it is alive. */
  constructor(request: (request: Request) => void, packet: () => void) {
    this.#request = request;
    this.#packet = packet;
  }

  push(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      if (this.#rest[0] === 0x24) {
        const end = this.#rest.length < 4 ? Infinity : 4 + this.#rest.readUInt16BE(2);
        if (this.#rest.length < end) return;
        this.#rest = this.#rest.subarray(end);
        this.#packet();
        continue;
      }
      const head = this.#rest.indexOf('\r\n\r\n');
      if (head < 0) {
        if (this.#rest.length > mostBytes) throw new Error('too long');
        return;
      }
      const request = requestOf(this.#rest.subarray(0, head).toString('utf8'));
      const body = Number(request.headers.get('content-length') ?? 0);
      if (!(body >= 0 && body <= mostBytes)) throw new Error('too long');
      if (this.#rest.length < head + 4 + body) return;
      this.#rest = this.#rest.subarray(head + 4 + body);
      this.#request(request);
    }
  }
}

function requestOf(text: string): Request {
  const [first = '', ...lines] = text.split('\r\n');
  const [, method, uri] = /^([A-Z_]+) (\S+) RTSP\/1\.\d$/.exec(first) ?? [];
  if (!method || !uri) throw new Error('no RTSP');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { method, uri, sequence: headers.get('cseq') ?? '0', headers };
}

/** Writes an answer. */
export function answerText(
  code: Code,
  sequence: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): string {
  const lines = [`RTSP/1.0 ${code} ${reasons[code]}`, `CSeq: ${sequence}`, `Date: ${new Date().toUTCString()}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
