import { z } from 'zod';
import { consoleRoles } from '../account/model.ts';
import { act, event, query } from '../contract/declaration.ts';
import { areaCode, identifier, nothing, page } from '../contract/primitives.ts';
import { camera, cameraDraft, cameraNetwork, stream, watchRoles } from './model.ts';

const ofCamera = z.strictObject({ camera: identifier });
const administrator = ['administrator'] as const;

export const allow = act('camera', 'allow', {
  summary:
    'Says in which networks, at which ports, cameras may be reached, in place of what was allowed before. The server connects to nothing else.',
  input: z.strictObject({ networks: z.array(cameraNetwork).max(200) }),
  output: nothing,
  roles: administrator,
  audited: ({ networks }) => ({ networks: networks.map(({ network, ports }) => `${network}:${ports.join('-')}`) }),
});

export const networks = query('camera', 'networks', {
  summary: 'Networks in which cameras may be reached.',
  input: nothing,
  output: z.object({ networks: z.array(cameraNetwork) }),
  roles: administrator,
  audited: false,
});

export const register = act('camera', 'register', {
  summary: 'Adds cameras; one whose number is known gets the new particulars. Names and passwords are kept encrypted.',
  input: z.strictObject({ cameras: z.array(cameraDraft).min(1).max(1_000) }),
  output: z.object({ cameras: z.array(z.object({ id: identifier, number: z.string() })) }),
  roles: administrator,
  audited: ({ cameras }) => ({ count: cameras.length, numbers: cameras.slice(0, 50).map(({ number }) => number) }),
});

export const remove = act('camera', 'remove', {
  summary: 'Removes a camera; whoever looks through it is told.',
  input: ofCamera,
  output: nothing,
  roles: administrator,
  audited: (input) => input,
});

export const open = act('camera', 'open', {
  summary:
    'Opens a camera for this device. The answer is good for the messages that bring the pictures, until it is closed, the device signs out or the server restarts.',
  input: ofCamera,
  output: z.object({ view: identifier }),
  roles: watchRoles,
  // A wall that comes back opens all of its tiles at once.
  rate: { most: 200, seconds: 10 },
  audited: (input) => input,
});

export const close = act('camera', 'close', {
  summary: 'Closes a camera that was opened. What is not closed ends with the connection.',
  input: z.strictObject({ view: identifier }),
  output: nothing,
  roles: watchRoles,
  rate: { most: 200, seconds: 10 },
  audited: (input) => input,
});

export const list = query('camera', 'list', {
  summary: 'Cameras of an area by name, page by page, how many there are, and how it stands with each.',
  input: z.strictObject({
    area: areaCode.optional(),
    /** Part of the name or of the number. */
    search: z.string().max(100).optional(),
    ...page,
  }),
  output: z.object({
    cameras: z.array(camera.extend({ stream })),
    next: z.string().nullable(),
    total: z.number().int(),
  }),
  roles: consoleRoles,
  audited: false,
});

export const get = query('camera', 'get', {
  summary: 'One camera and how it stands with it.',
  input: ofCamera,
  output: camera.extend({ stream }),
  roles: consoleRoles,
  audited: false,
});

/** Told to the consoles of the area: cameras were added, changed or removed. */
export const changed = event('camera', 'changed', z.object({ cameras: z.array(identifier) }));
