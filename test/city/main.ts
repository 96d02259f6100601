import { startCity } from './city.ts';
import { readCityOptions } from './options.ts';

/** `npm run city -- --target URL …`: runs the simulated city until it is told to stop. */
try {
  const options = readCityOptions(process.argv.slice(2), process.env);
  const tell = (progress: number, step: string) => {
    if (process.send) process.send({ type: 'city', progress, step });
    else console.log(`city ${Math.round(progress * 100)} % ${step}`);
  };
  const city = await startCity(options, tell);
  const end = () => void city.stop().then(() => process.exit(0));
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('disconnect', end);
} catch (error) {
  console.error(`The simulated city could not start: ${(error as Error).message}`);
  process.exit(1);
}
