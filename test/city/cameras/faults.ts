/** How a simulated camera misbehaves, for tests; several at once are possible. */
export const faults = [
  /** It knows no such stream: 404. */
  'missing',
  /** It accepts the connection and never answers. */
  'silent',
  /** It answers DESCRIBE and nothing after that. */
  'silent-after-describe',
  /** It answers PLAY and sends no packet. */
  'no-packets',
  /** Connections are closed at once. */
  'dead',
  /** Its SDP offers H.265. */
  'h265',
  /** It answers with bytes that are no RTSP. */
  'garbage',
  /** Over TCP it sends each unit in one packet, up to 60,000 bytes. */
  'large-packets',
  /** Parameter sets come in the SDP only. */
  'bare',
  /** Parameter sets come in the stream only. */
  'undescribed',
  /** Its Transport names another host as the source. */
  'foreign-source',
  /** It answers DESCRIBE with a redirection to another host. */
  'redirect',
] as const;
export type Fault = (typeof faults)[number];
