import { readFileSync } from 'node:fs';

/**
 * When a process was started, as the kernel counts it (field 22 of proc(5)); a pid that was given to another process
 * since then has another. Undefined when there is no such process, or the system has no /proc.
 */
export function startTimeOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Is this very process still alive (not a zombie, not another one with its number)? */
export function isAlive(pid: number, startTime: string | undefined): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '');
    if (stat.startsWith('Z')) return false;
  } catch {
    return false;
  }
  return startTime === undefined || startTimeOf(pid) === startTime;
}

/** Asks a process to end and waits; kills it when it takes longer than `milliseconds`. */
export async function endProcess(
  pid: number,
  startTime: string | undefined,
  signal: NodeJS.Signals,
  milliseconds: number,
): Promise<void> {
  const send = (name: NodeJS.Signals) => {
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  if (!isAlive(pid, startTime)) return;
  send(signal);
  const killAt = Date.now() + milliseconds;
  let killed = false;
  while (isAlive(pid, startTime)) {
    if (!killed && Date.now() > killAt) {
      send('SIGKILL');
      killed = true;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
