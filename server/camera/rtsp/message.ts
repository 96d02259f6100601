/** One answer (or, from a camera, a request) of RTSP 1.0, RFC 2326. */
export interface RtspMessage {
  /** 0 for a request. */
  readonly status: number;
  readonly reason: string;
  /** By lower-case name; several of one name are joined by a line break, since challenges contain commas. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** What a connection brings: messages, and binary packets between them (RFC 2326, 10.12). */
export interface RtspHandlers {
  message(message: RtspMessage): void;
  /** A packet on an interleaved channel; the bytes are not used again by the reader. */
  packet(channel: number, data: Buffer): void;
}

/** The other side does not speak RTSP. */
export class NoRtspError extends Error {}

const mostHeader = 16 * 1024;
const mostBody = 64 * 1024;
const dollar = 0x24;

/** Cuts a byte stream into messages and packets; holds at most one message, or one packet, that is not whole yet. */
export class RtspReader {
  readonly #handlers: RtspHandlers;
  #rest: Buffer = Buffer.alloc(0);

  constructor(handlers: RtspHandlers) {
    this.#handlers = handlers;
  }

  /** Takes what has come. Throws a NoRtspError when it is no RTSP. */
  push(chunk: Buffer): void {
    let data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const used = this.#one(data);
      if (used === 0) break;
      data = data.subarray(used);
    }
    this.#rest = data;
  }

  /** Takes one message or packet off the front; how many bytes it had, 0 when it is not whole. */
  #one(data: Buffer): number {
    if (data.length === 0) return 0;
    if (data[0] === dollar) {
      if (data.length < 4) return 0;
      const end = 4 + data.readUInt16BE(2);
      if (data.length < end) return 0;
      this.#handlers.packet(data[1] ?? 0, data.subarray(4, end));
      return end;
    }
    // Some cameras put an empty line between a message and the next packet.
    if (data[0] === 0x0d || data[0] === 0x0a) return 1;
    const start = data.toString('latin1', 0, Math.min(data.length, 16));
    if (!/^(RTSP?\/?|[A-Z_]+ ?)/.test(start)) throw new NoRtspError();
    const headerEnd = data.indexOf('\r\n\r\n');
    if (headerEnd < 0) {
      if (data.length > mostHeader) throw new NoRtspError();
      return 0;
    }
    if (headerEnd > mostHeader) throw new NoRtspError();
    const [first = '', ...lines] = data.toString('utf8', 0, headerEnd).split('\r\n');
    const headers = readHeaders(lines);
    const length = Number(headers.get('content-length') ?? 0);
    if (!Number.isInteger(length) || length < 0 || length > mostBody) throw new NoRtspError();
    const end = headerEnd + 4 + length;
    if (data.length < end) return 0;
    const answer = /^RTSP\/1\.\d (\d{3})(?: (.*))?$/.exec(first);
    if (!answer && !/^[A-Z_]+ \S+ RTSP\/1\.\d$/.test(first)) throw new NoRtspError();
    this.#handlers.message({
      status: answer ? Number(answer[1]) : 0,
      reason: answer?.[2] ?? '',
      headers,
      body: data.toString('utf8', headerEnd + 4, end),
    });
    return end;
  }
}

function readHeaders(lines: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  return headers;
}
