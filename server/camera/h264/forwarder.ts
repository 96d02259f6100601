import type { FrameReader } from './frames.ts';
import { type RtpPacket, writePacket } from './packet.ts';
import { cutToFit, typesIn, unitType } from './unit.ts';

/**
 * Largest payload of a packet that is forwarded. Cameras send up to about 1,400 bytes, which with all headers and SRTP
 * still fits an Ethernet frame and a PPPoE link; what is larger came over TCP and would be torn by the network.
 */
export const mostPayload = 1_400;

/**
 * Makes of a camera's packets those that are forwarded: the same pictures untouched, under our own source and payload
 * type, none larger than a datagram, and with the parameter sets before each key frame, also where the camera gives
 * them in its description only. Gaps in the numbering stay, so that receivers see what was lost.
 */
export class Forwarder {
  readonly #ssrc: number;
  readonly #payloadType: number;
  #offset = 0;
  #timestamp: number | undefined;
  #setsSeen = false;

  constructor(ssrc: number, payloadType: number) {
    this.#ssrc = ssrc;
    this.#payloadType = payloadType;
  }

  /** The packets to send on for one that has come. */
  forward(packet: RtpPacket, frames: Pick<FrameReader, 'parameterSets'>): Buffer[] {
    if (packet.timestamp !== this.#timestamp) {
      this.#timestamp = packet.timestamp;
      this.#setsSeen = false;
    }
    const types = typesIn(packet.payload);
    if (types.includes(unitType.sequenceSet)) this.#setsSeen = true;
    const payloads = cutToFit(packet.payload, mostPayload);
    if (types.includes(unitType.key) && !this.#setsSeen) {
      this.#setsSeen = true;
      payloads.unshift(...frames.parameterSets);
    }
    const first = packet.sequence + this.#offset;
    this.#offset += payloads.length - 1;
    return payloads.map((payload, index) =>
      writePacket({
        payloadType: this.#payloadType,
        marker: packet.marker && index === payloads.length - 1,
        sequence: first + index,
        timestamp: packet.timestamp,
        ssrc: this.#ssrc,
        payload,
      }),
    );
  }
}
