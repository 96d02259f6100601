import { bundleDesktop } from './desktop-bundle.mjs';
import { ffmpeg } from './ffmpeg.mjs';
import { livekit } from './livekit.mjs';
import { mediasoupWorker } from './mediasoup.mjs';
import { postgresBinaries } from './packages.mjs';
import { failure } from './terminal.mjs';
import { electron, rtspServer } from './test-parts.mjs';

/** `part.mjs NAME`: prepares one part if need be and prints its path, for tests and for administrators. */
const makers = {
  ffmpeg,
  livekit,
  mediasoup: mediasoupWorker,
  postgres: async () => postgresBinaries(),
  rtspServer: () => rtspServer(),
  electron: () => electron(),
  desktop: () => bundleDesktop(),
};
const name = /** @type {keyof typeof makers} */ (process.argv[2]);
try {
  console.log(await makers[name]((progress, step) => console.error(`${name} ${Math.round(progress * 100)} % ${step}`)));
} catch (error) {
  failure(error);
  process.exit(1);
}
