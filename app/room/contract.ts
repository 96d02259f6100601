import { z } from 'zod';
import { commandRoles } from '../account/model.ts';
import { act } from '../contract/declaration.ts';
import { roomName } from './model.ts';

export const join = act('room', 'join', {
  summary: 'Gives a short-lived token for a room in which the caller was admitted on this device.',
  input: z.strictObject({ room: roomName }),
  output: z.object({
    /** Path of the signalling on this server. */
    path: z.string(),
    token: z.string(),
    identity: z.string(),
  }),
  roles: commandRoles,
  // Somebody whose network comes and goes asks often; the gate is cheap.
  rate: { most: 120, seconds: 10 },
  audited: (input) => input,
});
