/** An RTP packet (RFC 3550, 5.1) without what is not looked at. */
export interface RtpPacket {
  readonly payloadType: number;
  readonly marker: boolean;
  /** 16 bits, wraps around. */
  readonly sequence: number;
  /** 90 kHz, 32 bits, wraps around. */
  readonly timestamp: number;
  readonly ssrc: number;
  /** Without padding; shares the bytes it was read from. */
  readonly payload: Buffer;
}

const headerBytes = 12;

/** Reads a packet; undefined when it is none. */
export function readPacket(data: Buffer): RtpPacket | undefined {
  if (data.length < headerBytes) return undefined;
  const [first = 0, second = 0] = data;
  if (first >> 6 !== 2) return undefined;
  let start = headerBytes + 4 * (first & 0x0f);
  if (first & 0x10) {
    if (data.length < start + 4) return undefined;
    start += 4 + 4 * data.readUInt16BE(start + 2);
  }
  const padding = first & 0x20 ? (data.at(-1) ?? 0) : 0;
  if (start + padding > data.length) return undefined;
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequence: data.readUInt16BE(2),
    timestamp: data.readUInt32BE(4),
    ssrc: data.readUInt32BE(8),
    payload: data.subarray(start, data.length - padding),
  };
}

/** Writes a packet without extension and padding. */
export function writePacket(packet: RtpPacket): Buffer {
  const data = Buffer.allocUnsafe(headerBytes + packet.payload.length);
  data[0] = 0x80;
  data[1] = (packet.marker ? 0x80 : 0) | packet.payloadType;
  data.writeUInt16BE(packet.sequence & 0xffff, 2);
  data.writeUInt32BE(packet.timestamp >>> 0, 4);
  data.writeUInt32BE(packet.ssrc >>> 0, 8);
  packet.payload.copy(data, headerBytes);
  return data;
}
