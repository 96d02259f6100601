import type { RtpPacket } from './h264/packet.ts';

const clockRate = 90;

/**
 * Carries numbering and time stamps of a stream on over reconnections: a camera begins at random values each time, and
 * receivers that have seen the stream before would have to begin anew as well.
 */
export class Continuity {
  #last: { sequence: number; timestamp: number; at: number } | undefined;
  #sequenceOffset = 0;
  #timestampOffset = 0;
  #fresh = true;

  /** The next packet is the first of a new connection. */
  begin(): void {
    this.#fresh = true;
  }

  /** The packet under the numbers of the whole stream; `now` in ms since 1970. */
  carry(packet: RtpPacket, now: number): RtpPacket {
    if (this.#fresh && this.#last) {
      this.#sequenceOffset = this.#last.sequence + 1 - packet.sequence;
      const elapsed = Math.max(1, now - this.#last.at) * clockRate;
      this.#timestampOffset = this.#last.timestamp + elapsed - packet.timestamp;
    }
    this.#fresh = false;
    const sequence = (packet.sequence + this.#sequenceOffset) & 0xffff;
    const timestamp = (packet.timestamp + this.#timestampOffset) >>> 0;
    this.#last = { sequence, timestamp, at: now };
    return { ...packet, sequence, timestamp };
  }
}
