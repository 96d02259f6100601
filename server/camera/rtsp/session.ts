import type { Socket } from 'node:net';
import type { Delivery } from '../../../app/camera/index.ts';
import { CameraError } from '../failure.ts';
import { Authorization, type Credentials, readChallenge } from './authorization.ts';
import { type Datagrams, openDatagrams } from './datagrams.ts';
import { readDescription, type VideoDescription } from './description.ts';
import { NoRtspError, type RtspMessage, RtspReader } from './message.ts';

export interface RtspOptions {
  /** Connection to the camera, opened by the gate that knows where we may connect to. */
  readonly socket: Socket;
  /** Address without name and password. */
  readonly address: string;
  readonly credentials: Credentials;
  readonly delivery: Delivery;
  /** What the camera sends, before the first packet. */
  described(video: VideoDescription): void;
  /** Each RTP packet of the video. */
  packet(data: Buffer): void;
  /** It ended after it had begun, and why. Called at most once, not after `close`. */
  ended(error: CameraError): void;
}

const stepMilliseconds = 5_000;
const userAgent = 'Sipin';
/** Session timeout where the camera names none (RFC 2326, 12.37). */
const defaultTimeoutSeconds = 60;

/** Asks one camera for its video: DESCRIBE, SETUP, PLAY, and keeps the session alive until it is closed. */
export class RtspSession {
  readonly #options: RtspOptions;
  readonly #reader: RtspReader;
  readonly #waiting = new Map<number, (reply: RtspMessage | CameraError) => void>();
  #sequence = 0;
  #authorization: Authorization | undefined;
  #session: string | undefined;
  #timeoutSeconds = defaultTimeoutSeconds;
  #keepAliveMethod = 'OPTIONS';
  #base: string;
  #datagrams: Datagrams | undefined;
  #keepAlive: NodeJS.Timeout | undefined;
  #channel = 0;
  #playing = false;
  /** Why nothing more will come, before it has begun to play. */
  #broken: CameraError | undefined;
  #closed = false;

  constructor(options: RtspOptions) {
    this.#options = options;
    this.#base = options.address;
    this.#reader = new RtspReader({
      message: (message) => this.#receive(message),
      packet: (channel, data) => {
        if (channel === this.#channel) options.packet(data);
      },
    });
    const { socket } = options;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      try {
        this.#reader.push(chunk);
      } catch (error) {
        if (!(error instanceof NoRtspError)) throw error;
        this.#fail(new CameraError('garbage'));
      }
    });
    socket.on('error', (error: NodeJS.ErrnoException) => this.#fail(new CameraError('ended', error.code ?? null)));
    socket.on('close', () => this.#fail(new CameraError('ended')));
  }

  /** Starts the pictures. Rejects with a CameraError; it is closed then. */
  async play(): Promise<void> {
    try {
      const video = await this.#describe();
      this.#options.described(video);
      await this.#setup(video);
      await this.#request('PLAY', this.#base, { range: 'npt=0.000-' });
      this.#playing = true;
      this.#stayAlive();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Says goodbye and ends the connection. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#keepAlive);
    this.#datagrams?.close();
    const { socket } = this.#options;
    if (this.#session !== undefined && socket.writable) this.#write('TEARDOWN', this.#base, {});
    socket.end();
    // A camera that does not close its side is not waited for.
    setTimeout(() => socket.destroy(), 1_000).unref();
    for (const answer of this.#waiting.values()) answer(new CameraError('ended'));
    this.#waiting.clear();
  }

  async #describe(): Promise<VideoDescription> {
    const reply = await this.#request('DESCRIBE', this.#base, { accept: 'application/sdp' });
    const base = reply.headers.get('content-base') ?? reply.headers.get('content-location');
    if (base !== undefined && sameHost(base, this.#options.address)) this.#base = base.trim();
    const video = readDescription(reply.body);
    if (!video) throw new CameraError('no-video');
    if (video.encoding !== 'H264') throw new CameraError('codec', nameOfCodec(video.encoding));
    return video;
  }

  async #setup({ control }: VideoDescription): Promise<void> {
    const { socket, delivery, packet } = this.#options;
    let transport = 'RTP/AVP/TCP;unicast;interleaved=0-1';
    if (delivery === 'udp') {
      this.#datagrams = await openDatagrams(socket.localAddress ?? '0.0.0.0', socket.remoteAddress ?? '', packet);
      transport = `RTP/AVP;unicast;client_port=${this.#datagrams.port}-${this.#datagrams.port + 1}`;
    }
    const reply = await this.#request('SETUP', this.#controlAddress(control), { transport });
    const [session = '', ...parameters] = (reply.headers.get('session') ?? '').split(';');
    this.#session = session.trim();
    const timeout = parameters.map((each) => /^\s*timeout=(\d+)/i.exec(each)?.[1]).find((each) => each !== undefined);
    if (timeout !== undefined) this.#timeoutSeconds = Math.min(Math.max(Number(timeout), 2), 600);
    const agreed = reply.headers.get('transport') ?? '';
    if (delivery === 'tcp') this.#channel = Number(/interleaved=(\d+)/i.exec(agreed)?.[1] ?? 0);
    // An address that the camera names as the source is not looked at: packets are taken from the camera itself only.
  }

  /** Absolute address of a control attribute; one that leads to another host is refused. */
  #controlAddress(control: string): string {
    if (control === '') return this.#base;
    if (!/^rtsp:/i.test(control)) return `${this.#base.replace(/\/$/, '')}/${control.replace(/^\//, '')}`;
    if (!sameHost(control, this.#options.address)) throw new CameraError('refused', 'another host');
    return control;
  }

  async #request(
    method: string,
    uri: string,
    headers: Readonly<Record<string, string>>,
    attempt = 1,
  ): Promise<RtspMessage> {
    const reply = await this.#exchange(method, uri, headers);
    if (reply.status >= 200 && reply.status < 300) return reply;
    if (reply.status === 401) {
      const challenge = readChallenge(reply.headers.get('www-authenticate'));
      const again = this.#authorization === undefined || (challenge?.scheme === 'digest' && challenge.stale);
      if (challenge && again && attempt < 3 && this.#options.credentials.user !== '') {
        this.#authorization = new Authorization(this.#options.credentials, challenge);
        return this.#request(method, uri, headers, attempt + 1);
      }
      throw new CameraError('password');
    }
    if (reply.status === 403) throw new CameraError('password');
    if (reply.status === 404 || reply.status === 410) throw new CameraError('no-stream');
    // Redirections are not followed: they would lead where the administrator has allowed nothing.
    throw new CameraError('refused', String(reply.status));
  }

  #exchange(method: string, uri: string, headers: Readonly<Record<string, string>>): Promise<RtspMessage> {
    if (this.#closed || this.#broken) return Promise.reject(this.#broken ?? new CameraError('ended'));
    return new Promise((resolve, reject) => {
      const sequence = this.#write(method, uri, headers);
      const timer = setTimeout(() => answer(new CameraError('no-answer')), stepMilliseconds);
      const answer = (reply: RtspMessage | CameraError) => {
        clearTimeout(timer);
        this.#waiting.delete(sequence);
        if (reply instanceof CameraError) reject(reply);
        else resolve(reply);
      };
      this.#waiting.set(sequence, answer);
    });
  }

  #write(method: string, uri: string, headers: Readonly<Record<string, string>>): number {
    this.#sequence += 1;
    const lines = [`${method} ${uri} RTSP/1.0`, `CSeq: ${this.#sequence}`, `User-Agent: ${userAgent}`];
    if (this.#authorization) lines.push(`Authorization: ${this.#authorization.header(method, uri)}`);
    if (this.#session !== undefined && this.#session !== '') lines.push(`Session: ${this.#session}`);
    for (const [name, value] of Object.entries(headers)) {
      lines.push(`${name.charAt(0).toUpperCase()}${name.slice(1)}: ${value}`);
    }
    this.#options.socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    return this.#sequence;
  }

  #receive(message: RtspMessage): void {
    const sequence = Number(message.headers.get('cseq'));
    if (message.status === 0) {
      // A camera's own request (a notice, an ANNOUNCE): nothing of it is needed, but it wants an answer.
      this.#options.socket.write(`RTSP/1.0 501 Not Implemented\r\nCSeq: ${sequence || 0}\r\n\r\n`);
      return;
    }
    const offered = message.headers.get('public');
    if (offered?.toUpperCase().includes('GET_PARAMETER')) this.#keepAliveMethod = 'GET_PARAMETER';
    this.#waiting.get(sequence)?.(message);
  }

  #stayAlive(): void {
    const every = Math.max(1_000, (this.#timeoutSeconds * 1_000) / 3);
    this.#keepAlive = setInterval(() => {
      this.#exchange(this.#keepAliveMethod, this.#base, {}).then(
        (reply) => {
          if (reply.status === 454) this.#fail(new CameraError('ended', '454'));
          // An old nonce: the next one is signed with the new.
          const challenge = reply.status === 401 ? readChallenge(reply.headers.get('www-authenticate')) : undefined;
          if (challenge) this.#authorization = new Authorization(this.#options.credentials, challenge);
        },
        // Cameras that do not answer a keep-alive but go on sending are not ended for it.
        () => undefined,
      );
    }, every);
  }

  #fail(error: CameraError): void {
    if (this.#closed) return;
    this.#broken ??= error;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const answer of waiting) answer(error);
    if (!this.#playing) return;
    this.close();
    this.#options.ended(error);
  }
}

/** H.264 and H.265 as people write them. */
function nameOfCodec(encoding: string): string {
  return encoding.replace(/^H26(\d)$/, 'H.26$1').slice(0, 20) || '?';
}

function sameHost(a: string, b: string): boolean {
  try {
    return new URL(a.trim()).host.toLowerCase() === new URL(b).host.toLowerCase();
  } catch {
    return false;
  }
}
