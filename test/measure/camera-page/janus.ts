/** What Janus says; `transaction` is that of the request it answers. */
interface Said {
  readonly janus: string;
  readonly transaction?: string;
  readonly data?: { readonly id: number };
  readonly jsep?: RTCSessionDescriptionInit;
  readonly error?: { readonly reason: string };
  readonly plugindata?: { readonly data: { readonly error?: string } };
}

/** A handle of the streaming plugin that is attached and waits to be used. */
export interface JanusHandle {
  /** Watches a mountpoint; the track as soon as the offer has come. */
  watch(mountpoint: number): Promise<MediaStreamTrack>;
  /** Packets that have come so far. */
  packets(): Promise<number>;
  leave(): Promise<void>;
}

/** The least client of Janus' streaming plugin, over its WebSocket transport. */
export class Janus {
  readonly #socket: WebSocket;
  readonly #answers = new Map<string, (said: Said) => void>();
  readonly #alive: ReturnType<typeof setInterval>;
  #session = 0;
  #count = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const said = JSON.parse(data as string) as Said;
      // An acknowledgement only says that the answer is to come.
      if (said.transaction && said.janus !== 'ack') this.#answers.get(said.transaction)?.(said);
    });
    this.#alive = setInterval(() => this.#send({ janus: 'keepalive' }), 20_000);
  }

  static async open(url: string): Promise<Janus> {
    const socket = new WebSocket(url, 'janus-protocol');
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', () => reject(new Error('Janus does not answer')));
    });
    const janus = new Janus(socket);
    janus.#session = (await janus.#ask({ janus: 'create' })).data?.id ?? 0;
    return janus;
  }

  async attach(): Promise<JanusHandle> {
    const { data } = await this.#ask({ janus: 'attach', plugin: 'janus.plugin.streaming' });
    const handle = { handle_id: data?.id ?? 0 };
    const connection = new RTCPeerConnection({ iceServers: [] });
    connection.addEventListener('icecandidate', ({ candidate }) =>
      this.#send({ janus: 'trickle', ...handle, candidate: candidate?.toJSON() ?? { completed: true } }),
    );
    return {
      watch: async (id) => {
        const track = new Promise<MediaStreamTrack>((resolve) =>
          connection.addEventListener('track', (event) => resolve(event.track)),
        );
        const offer = await this.#ask({ janus: 'message', ...handle, body: { request: 'watch', id } });
        if (!offer.jsep) throw new Error(`Janus: ${offer.plugindata?.data.error ?? 'no offer'}`);
        await connection.setRemoteDescription(offer.jsep);
        await connection.setLocalDescription(await connection.createAnswer());
        const answer = connection.localDescription;
        this.#send({ janus: 'message', ...handle, body: { request: 'start' }, jsep: answer });
        return track;
      },
      packets: async () => {
        const report = await connection.getStats();
        return [...report.values()].reduce(
          (sum: number, each: { type: string; packetsReceived?: number }) =>
            sum + (each.type === 'inbound-rtp' ? (each.packetsReceived ?? 0) : 0),
          0,
        );
      },
      leave: async () => {
        connection.close();
        await this.#ask({ janus: 'detach', ...handle });
      },
    };
  }

  close(): void {
    clearInterval(this.#alive);
    this.#socket.close();
  }

  async #ask(message: Record<string, unknown>): Promise<Said> {
    const transaction = this.#send(message);
    const said = await new Promise<Said>((resolve) => this.#answers.set(transaction, resolve));
    this.#answers.delete(transaction);
    if (said.error) throw new Error(`Janus: ${said.error.reason}`);
    return said;
  }

  #send(message: Record<string, unknown>): string {
    this.#count += 1;
    const transaction = String(this.#count);
    const session = this.#session ? { session_id: this.#session } : {};
    this.#socket.send(JSON.stringify({ ...session, ...message, transaction }));
    return transaction;
  }
}
