import type { RtpPacket } from './packet.ts';

/** How many packets may be waited for when one is missing: datagrams overtake each other by few. */
const most = 24;

/** Distance from one 16-bit sequence number to another, -32768 to 32767. */
export function ahead(from: number, to: number): number {
  return ((to - from) << 16) >> 16;
}

/** Puts datagrams that overtook each other in order; what is late or doubled is left out. */
export class PacketOrder {
  readonly #give: (packet: RtpPacket) => void;
  readonly #held = new Map<number, RtpPacket>();
  #next: number | undefined;

  constructor(give: (packet: RtpPacket) => void) {
    this.#give = give;
  }

  push(packet: RtpPacket): void {
    this.#next ??= packet.sequence;
    const distance = ahead(this.#next, packet.sequence);
    // Far off: the camera has begun anew.
    if (Math.abs(distance) > 1_000) {
      this.#held.clear();
      this.#next = packet.sequence;
    } else if (distance < 0) return;
    this.#held.set(packet.sequence, packet);
    this.#drain();
    // What is still missing will not come any more.
    while (this.#held.size > most) {
      this.#next = ((this.#next ?? 0) + 1) & 0xffff;
      this.#drain();
    }
  }

  #drain(): void {
    for (;;) {
      const packet = this.#next === undefined ? undefined : this.#held.get(this.#next);
      if (!packet) return;
      this.#held.delete(packet.sequence);
      this.#next = (packet.sequence + 1) & 0xffff;
      this.#give(packet);
    }
  }
}
