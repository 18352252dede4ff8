import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { controlPlaneBinaries } from '../../../bin/edge/sandbox/binaries.js';
import { sandboxDown } from '../../../bin/edge/sandbox/down.js';
import type { SandboxInfo } from '../../../bin/edge/sandbox/info.js';
import { sandboxStatus } from '../../../bin/edge/sandbox/status.js';
import { sandboxUp } from '../../../bin/edge/sandbox/up.js';
import { core, eventually, filesIn, newHome, packageRoot, runningFor, sites, type Home } from './sandboxes.js';

let home: Home;
beforeEach(async () => {
  home = await newHome();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await home.remove('one', 'two');
});

const up = (name: string, signal?: AbortSignal): Promise<SandboxInfo> =>
  sandboxUp({
    home: home.path,
    name,
    sites: sites(1),
    packageRoot,
    onProgress: home.onProgress,
    ...(signal === undefined ? {} : { signal }),
  });

/** `up` in a process of its own, which a test can kill. */
function upElsewhere(name: string, afterwards = ''): ReturnType<typeof spawn> {
  const program = `
    import { sandboxUp } from ${JSON.stringify(join(packageRoot, 'bin/edge/sandbox/up.ts'))};
    ${afterwards}
    await sandboxUp(${JSON.stringify({ home: home.path, name, sites: sites(1), packageRoot })
      .slice(0, -1)}, onProgress: () => undefined });`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  return spawn(process.execPath, args, { cwd: packageRoot, stdio: 'ignore' });
}

const ended = (child: ReturnType<typeof spawn>): Promise<void> =>
  new Promise((resolve) => child.once('exit', () => { resolve(); }));

const started = (name: string, count: number): Promise<void> =>
  eventually(`${String(count)} processes`, async () => (await runningFor(home, name)).length >= count);

describe('two sandboxes', () => {
  it('start at once and do not meet', async () => {
    const [one, two] = await Promise.all([up('one'), up('two')]);
    expect(one.sites['ndc-01']?.uid).not.toBe(two.sites['ndc-01']?.uid);
    expect(one.charts.url).not.toBe(two.charts.url);
    await sandboxDown({ home: home.path, name: 'one', onProgress: home.onProgress });
    expect(await runningFor(home, 'one')).toEqual([]);
    await core(two.sites['ndc-01']?.kubeconfig ?? '').readNamespace({ name: 'kube-system' });
    expect(await sandboxStatus({ home: home.path, name: 'two' })).toMatchObject({ condition: 'healthy' });
  });

  it('of one name are refused while the first is starting', async () => {
    const first = up('one');
    await started('one', 1);
    await expect(up('one')).rejects.toMatchObject({ code: 'sandbox/busy' });
    await first;
  });
});

describe('an up that does not end well leaves nothing', () => {
  it('when a program cannot run', async () => {
    const real = await controlPlaneBinaries({ packageRoot, onProgress: home.onProgress });
    const assets = await mkdtemp(join(tmpdir(), 'assets-'));
    await symlink(real.etcd, join(assets, 'etcd'));
    await symlink(real.kubeApiserver, join(assets, 'kube-apiserver'));
    const broken = join(assets, 'kube-controller-manager');
    await writeFile(broken, '#!/bin/sh\necho "no such flag" >&2\nexit 3\n', { mode: 0o755 });
    vi.stubEnv('KUBEBUILDER_ASSETS', assets);
    await expect(up('one')).rejects.toThrow(
      /ndc-01: kube-controller-manager: .* ended with exit code 3:\nno such flag/,
    );
    expect(await runningFor(home, 'one')).toEqual([]);
    expect(await filesIn(home)).toEqual([]);
    await rm(assets, { recursive: true });
  });

  it('when it is interrupted', async () => {
    const abort = new AbortController();
    const start = up('one', abort.signal);
    await started('one', 3);
    abort.abort();
    await expect(start).rejects.toMatchObject({ code: 'sandbox/aborted' });
    expect(await runningFor(home, 'one')).toEqual([]);
    expect(await filesIn(home)).toEqual([]);
  });

  it('when its process crashes', async () => {
    const seen = join(home.path, 'seen');
    // In the middle of the start, however fast the machine is: two of its four processes run, and it looks for the next.
    const child = upElsewhere('one', `
    import { writeFileSync } from 'node:fs';
    import { belongsTo } from ${JSON.stringify(join(packageRoot, 'bin/edge/sandbox/leftovers.ts'))};
    import { listProcesses } from ${JSON.stringify(join(packageRoot, 'bin/edge/sandbox/process-table.ts'))};
    const looking = setInterval(async () => {
      const running = (await listProcesses()).filter((one) => belongsTo(${JSON.stringify(join(home.path, 'sandbox', 'one'))}, one));
      if (running.length < 2) return;
      clearInterval(looking);
      writeFileSync(${JSON.stringify(seen)}, String(running.length));
      setImmediate(() => { throw new Error('crash'); });
    }, 20);`);
    await ended(child);
    expect(['2', '3']).toContain(await readFile(seen, 'utf8'));
    await eventually('all gone', async () => (await runningFor(home, 'one')).length === 0);
    expect(await sandboxStatus({ home: home.path, name: 'one' })).toMatchObject({ condition: 'absent' });
  });
});

describe('what a killed up left', () => {
  it.each(['up', 'down'] as const)('is cleaned by the next %s', async (command) => {
    const child = upElsewhere('one');
    await started('one', 3);
    const exit = ended(child);
    child.kill('SIGKILL');
    await exit;
    const left = await runningFor(home, 'one');
    expect(left.length).toBeGreaterThanOrEqual(3);
    expect(await sandboxStatus({ home: home.path, name: 'one' })).toMatchObject({
      condition: 'incomplete',
    });
    if (command === 'up') {
      await up('one');
      expect(home.lines.join('\n')).toMatch(/stopped \d+ processes of a start that did not finish/);
      const now = (await runningFor(home, 'one')).map(({ pid }) => pid);
      expect(now.length).toBe(4);
      expect(left.some(({ pid }) => now.includes(pid))).toBe(false);
    } else {
      await sandboxDown({ home: home.path, name: 'one', onProgress: home.onProgress });
      expect(await runningFor(home, 'one')).toEqual([]);
      expect(await filesIn(home)).toEqual([]);
    }
  });
});

describe('a connection that a person wrote', () => {
  it('is neither overwritten nor removed', async () => {
    const path = join(home.path, 'connections', 'one.yaml');
    await mkdir(join(home.path, 'connections'), { recursive: true });
    await writeFile(path, 'kind: Connection\nname: one\n');
    await expect(up('one')).rejects.toMatchObject({ code: 'sandbox/connection-foreign' });
    await sandboxDown({ home: home.path, name: 'one', onProgress: home.onProgress });
    expect(await filesIn(home)).toContain(join('connections', 'one.yaml'));
  });
});
