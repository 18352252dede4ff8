import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantCheckData } from '../../../bin/tenant-check-data.js';
import { filesOf, ordinary, puts, tenant } from '../../sites/tenancy/requests.js';
import { repository } from '../journey/repository.js';

const run = promisify(execFile);
const clone = mkdtempSync(join(tmpdir(), 'ndc-check-'));
const sites = join(clone, 'sites/data');
const git = (...args: readonly string[]): Promise<unknown> => run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example', '-c', 'core.hooksPath=/dev/null', ...args], { cwd: clone });

async function checked(name: string): Promise<TenantCheckData> {
  const call = run(process.execPath, [join(repository, 'bin/ndc'), 'tenant', 'check', join(sites, name), '--sites', sites, '--as-of', '2026-06-30', '--json'], { cwd: clone, maxBuffer: 1 << 26 });
  const { stdout } = await call.catch((error: unknown) => error as { stdout: string });
  return JSON.parse(stdout) as TenantCheckData;
}

beforeAll(async () => {
  for (const file of filesOf(puts(...ordinary))) {
    if (!('bytes' in file)) continue;
    mkdirSync(dirname(join(sites, file.name)), { recursive: true });
    writeFileSync(join(sites, file.name), file.bytes);
  }
  await git('init', '-q', '-b', 'main');
  await git('add', '-A');
  await git('commit', '-q', '-m', 'base');
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

/** As somebody works who edits the request in place: what is in force is what was committed last, not what was just written. */
describe('a request edited in the data directory', () => {
  const text = (cpu: string): string => {
    const file = filesOf(puts(...ordinary, ['quota: {cpu: 8,', `quota: {cpu: ${cpu},`])).find(({ name }) => name === tenant);
    if (file === undefined || !('bytes' in file)) throw new Error('there is no request');
    return new TextDecoder().decode(file.bytes);
  };

  it('is as in force while nothing was changed', async () => {
    const data = await checked(tenant);
    expect([data.comparedWith, data.requests[0]?.against]).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/), 'unchanged']);
  });

  it('is compared with the last commit, so that growth asks for its approvals', async () => {
    writeFileSync(join(sites, tenant), text('32'));
    const data = await checked(tenant);
    expect(data.comparedWith).toMatch(/^[0-9a-f]{40}$/);
    expect(data.requests[0]?.against).toBe('recorded');
    expect(data.requests[0]?.approvals.filter(({ required }) => required).length).toBeGreaterThan(0);
    expect(data.requests[0]?.fit.rows.find(({ site, resource }) => site === 'ndc-01' && resource === 'cpu')?.request).toBe('24000');
  });

  it('is so still once it is committed on a branch, and its past is known', async () => {
    await git('checkout', '-q', '-b', 'request');
    await git('commit', '-q', '-a', '-m', 'ask');
    const data = await checked(tenant);
    expect(data.requests[0]?.against).toBe('recorded');
    expect(JSON.stringify(data.requests[0]?.approvals)).not.toContain('past is not known');
    await git('checkout', '-q', 'main');
  });

  it('that no commit has is the first one', async () => {
    await git('rm', '-q', '-f', `sites/data/${tenant}`);
    await git('commit', '-q', '-m', 'without');
    mkdirSync(dirname(join(sites, tenant)), { recursive: true });
    writeFileSync(join(sites, tenant), text('9'));
    expect((await checked(tenant)).requests[0]?.against).toBe('first');
  });
});
