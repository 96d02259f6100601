/** Types of NAL units (H.264, table 7-1) and of RTP payloads (RFC 6184, table 1) that matter here. */
export const unitType = { slice: 1, key: 5, sequenceSet: 7, pictureSet: 8, aggregate: 24, fragment: 28 } as const;

/** Type of a NAL unit or of an RTP payload. */
export function typeOf(unit: Uint8Array): number {
  return (unit[0] ?? 0) & 0x1f;
}

/** What an RTP payload begins with: the unit itself, the units of an aggregate, or the first fragment of a unit. */
export function typesIn(payload: Buffer): number[] {
  const type = typeOf(payload);
  if (type === unitType.aggregate) return unitsOfAggregate(payload).map(typeOf);
  if (type === unitType.fragment) return (payload[1] ?? 0) & 0x80 ? [(payload[1] ?? 0) & 0x1f] : [];
  return [type];
}

/** Units of an aggregation packet (STAP-A); what is cut off is left out. */
export function unitsOfAggregate(payload: Buffer): Buffer[] {
  const units: Buffer[] = [];
  for (let at = 1; at + 2 < payload.length; ) {
    const end = at + 2 + payload.readUInt16BE(at);
    if (end > payload.length) break;
    if (end > at + 2) units.push(payload.subarray(at + 2, end));
    at = end;
  }
  return units;
}

/**
 * Cuts a payload that is larger than `most` bytes into ones that are not: cameras that send over TCP make packets of up
 * to 64 KB, which no datagram should be.
 */
export function cutToFit(payload: Buffer, most: number): Buffer[] {
  if (payload.length <= most) return [payload];
  const type = typeOf(payload);
  if (type === unitType.aggregate) return unitsOfAggregate(payload).flatMap((unit) => cutToFit(unit, most));
  const fragment = type === unitType.fragment;
  const indicator = ((payload[0] ?? 0) & 0xe0) | unitType.fragment;
  const inner = fragment ? (payload[1] ?? 0) & 0x1f : type;
  const first = fragment ? ((payload[1] ?? 0) & 0x80) !== 0 : true;
  const last = fragment ? ((payload[1] ?? 0) & 0x40) !== 0 : true;
  const body = payload.subarray(fragment ? 2 : 1);
  const pieces: Buffer[] = [];
  const step = most - 2;
  for (let at = 0; at < body.length; at += step) {
    const end = Math.min(at + step, body.length);
    const flags = (first && at === 0 ? 0x80 : 0) | (last && end === body.length ? 0x40 : 0);
    pieces.push(Buffer.concat([Buffer.from([indicator, flags | inner]), body.subarray(at, end)]));
  }
  return pieces;
}
