import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ffmpeg } from './ffmpeg.mjs';
import { livekit } from './livekit.mjs';
import { mediasoupWorker } from './mediasoup.mjs';
import { node } from './node.mjs';
import { packages, postgresBinaries } from './packages.mjs';
import { root } from './place.mjs';
import { renderer } from './renderer.mjs';
import { failure, line } from './terminal.mjs';
import { chromium, electron, rtspServer } from './test-parts.mjs';

/** `npm test [-- STEP…]`: prepares all parts, runs every step to its end, and closes with one line of counts. */

const counts = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const warnings = [];
/** @type {string[]} */
const summary = [];
const asked = process.argv.slice(2);
const results = mkdtempSync(join(tmpdir(), 'sipin-results-'));

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
function inherit(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/**
 * @param {string} name
 * @param {() => Promise<{ passed: number, failed: number, skipped: number }>} run
 */
async function step(name, run) {
  if (asked.length > 0 && !asked.includes(name)) return;
  line(`── ${name}`);
  const started = Date.now();
  const result = await run();
  counts.passed += result.passed;
  counts.failed += result.failed;
  counts.skipped += result.skipped;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  summary.push(
    `${result.failed > 0 ? 'RED  ' : 'green'} ${name.padEnd(12)} ${result.passed} passed, ${result.failed} failed, ${seconds} s`,
  );
}

/**
 * A step that is one command: it passes or it fails.
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 */
const commandStep = (name, command, args) =>
  step(name, async () =>
    (await inherit(command, args)) === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 },
  );

/**
 * @param {string} program
 * @param {string} project
 */
const vitestStep = (program, project) =>
  step(project, async () => {
    const file = join(results, `${project}.json`);
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const code = await inherit(program, [
      vitest,
      'run',
      '--config',
      join('test', 'vitest.config.ts'),
      '--project',
      project,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ]);
    if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const failed =
      report.numFailedTests +
      report.testResults.filter(
        (/** @type {any} */ each) => each.status === 'failed' && each.assertionResults.length === 0,
      ).length;
    return {
      passed: report.numPassedTests,
      // An error outside of any test (a listener, a worker) makes the run red too.
      failed: failed === 0 && code !== 0 ? 1 : failed,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  });

/** @param {string} folder */
const hasTests = (folder) =>
  existsSync(join(root, folder)) && readdirSync(join(root, folder)).some((name) => name.endsWith('.test.ts'));

try {
  await packages();
  const program = await node();
  process.env.SIPIN_NODE = program;
  process.env.PATH = `${dirname(program)}${delimiter}${process.env.PATH}`;
  process.env.SIPIN_POSTGRES = postgresBinaries();
  process.env.SIPIN_FFMPEG = await ffmpeg();
  process.env.SIPIN_RTSP_SERVER = await rtspServer();
  process.env.SIPIN_CHROMIUM = await chromium();
  await renderer();
  process.env.SIPIN_LIVEKIT = await livekit((progress, what) =>
    line(`livekit: ${Math.round(progress * 100)} % ${what}`),
  );
  let said = -1;
  process.env.MEDIASOUP_WORKER_BIN = await mediasoupWorker((progress, what) => {
    if (Math.floor(progress * 10) > said) line(`mediasoup worker: ${Math.round(progress * 100)} % ${what}`);
    said = Math.max(said, Math.floor(progress * 10));
  });
  let hasElectron = false;
  try {
    process.env.ELECTRON_OVERRIDE_DIST_PATH = await electron();
    hasElectron = true;
  } catch (error) {
    warnings.push(`THE DESKTOP TEST DID NOT RUN: there is no Electron here. ${/** @type {Error} */ (error).message}`);
  }

  const bin = (/** @type {string} */ path) => join(root, 'node_modules', ...path.split('/'));
  await commandStep('lint', program, [bin('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '.']);
  for (const room of ['app', 'server', 'renderer', 'main', 'test']) {
    await commandStep(`types:${room}`, program, [bin('typescript/bin/tsc'), '-p', room]);
  }
  await commandStep('knip', program, [bin('knip/bin/knip.js'), '--config', join('test', 'knip.ts')]);
  await vitestStep(program, 'unit');
  await vitestStep(program, 'integration');
  await vitestStep(program, 'browser');
  await vitestStep(program, 'faults');
  if (hasElectron && hasTests('test/desktop')) await vitestStep(program, 'desktop');
  else if (!hasElectron) counts.skipped += 1;
} catch (error) {
  failure(error);
  counts.failed += 1;
}
rmSync(results, { recursive: true, force: true });
console.log(`\n${summary.join('\n')}`);
for (const warning of warnings) console.log(`\n!!! ${warning}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);
