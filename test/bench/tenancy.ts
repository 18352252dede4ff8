import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { asOf, filesWith } from './estate-of.js';
import { measured } from './measured.js';

const ndc = new URL('../../bin/ndc', import.meta.url).pathname;
const shipped = new URL('../../sites/data', import.meta.url).pathname;
const organisations = 500;
/** Open requests in the queue that is weighed. */
const proposals = 20;

/** Seconds a run spent on a processor itself, in its own code: what others on the machine took does not count. */
const userSeconds = /^ *([\d.]+)/;

/** A repository whose approved branch holds 500 organisations, with one branch for each open request. */
function repository(at: string): void {
  const git = (...args: readonly string[]): void => void execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example', '-c', 'core.hooksPath=/dev/null', ...args], { cwd: at, stdio: 'ignore' });
  git('init', '-q', '-b', 'main');
  const files = filesWith(organisations);
  const put = (name: string, bytes: Uint8Array): void => {
    const path = join(at, 'sites/data', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  };
  for (const file of files) if ('bytes' in file) put(file.name, file.bytes);
  git('add', '-A');
  git('commit', '-q', '-m', 'base');
  for (let index = 0; index < proposals; index += 1) {
    const name = `tenants/org-${index}.yaml`;
    const file = files.find((one) => one.name === name);
    if (file === undefined || !('bytes' in file)) throw new Error(`the bench's estate has no ${name}`);
    const text = new TextDecoder().decode(file.bytes);
    // Twice the cores of whatever comes first, whether by figures or by size.
    const grown = text.replace(/\b(?:size: [sm]\b|cpu: \d+)/, (found) => (found.startsWith('size') ? 'size: l' : `cpu: ${Number(found.slice('cpu: '.length)) * 2}`));
    git('checkout', '-q', '-b', `request/${index}`, 'main');
    put(name, new TextEncoder().encode(grown === text ? `${text}reviewOn: 2027-12-31\n` : grown));
    git('commit', '-q', '-a', '-m', 'request');
  }
  git('checkout', '-q', 'main');
}

/** What those who ask and those who approve wait for. On a shared machine, wall time is others' too: the load is told beside it. */
export async function tenancyBench(row: (what: string, figure: string, target?: string) => void): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'ndc-bench-tenancy-'));
  try {
    repository(work);
    const run = async (what: string, args: readonly string[], target: string): Promise<void> => {
      const load = loadavg()[0] ?? 0;
      // `time -p` of the shell tells the processor seconds of what it ran.
      const { seconds, peakMiB, exit, out } = await measured('bash', ['-c', 'TIMEFORMAT=%U; { time "$@" > /dev/null 2> /dev/null; } 2>&1', 'bench', process.execPath, ndc, 'tenant', ...args, '--as-of', asOf], { cwd: work, keep: true });
      if (exit !== 0 && exit !== 1) throw new Error(`${what} ended with ${String(exit)}`);
      row(what, `${userSeconds.exec(out)?.[1] ?? '?'} s`, `${target}; wall ${seconds.toFixed(2)} s at load ${load.toFixed(1)} of ${cpus().length}, ${peakMiB ?? '?'} MiB`);
    };
    await run('tenant check of one file, shipped estate', ['check', join(shipped, 'tenants/bo-y-te.yaml'), '--sites', shipped], 'target < 2 s, < 400 MiB');
    await run(`tenant review of one branch, ${organisations} organisations`, ['review', '--base', 'main', '--head', 'request/3'], 'target < 5 s, < 400 MiB');
    await run(`tenant queue of ${proposals} branches, ${organisations} organisations`, ['queue', '--base', 'main', '--head', 'refs/heads/request/*'], 'no target');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
