import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretOf } from '../canary.js';
import { KmsPeer } from '../../../bin/edge/kms/peer.js';
import { until } from './api-server.js';
import { Plugin } from './plugin.js';
import { ensureDriver, softHsm } from './softhsm.js';

const run = promisify(execFile);
const key = 'ndc-01-api-2026c';
const request = { plaintext: Buffer.alloc(32, 1), uid: 'test' };

let folder = '';
let plugin: Plugin;
let peer: KmsPeer;

/** Processes that hold a PKCS#11 session for the plugin. */
async function sessions(): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent] = line.trim().split(/\s+/).map(Number);
    return parent === plugin.pid && line.includes('token-process') && pid !== undefined ? [pid] : [];
  });
}

const answers = async (): Promise<boolean> => 'answer' in (await peer.call('Encrypt', request));

beforeAll(async () => {
  await ensureDriver();
  folder = await mkdtemp(join(tmpdir(), 'ndc-hang-'));
  await chmod(folder, 0o700);
  const hsm = await softHsm(join(folder, 'hsm'), secretOf('pin'));
  await hsm.initialise('ndc-01-kms');
  await hsm.create('ndc-01-kms', { label: key });
  plugin = await Plugin.start(hsm, join(folder, 'kms.sock'), key, ['--timeout-ms', '1000']);
  peer = new KmsPeer(join(folder, 'kms.sock'), 20_000);
});
afterAll(async () => {
  peer.close();
  await plugin.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a library that', () => {
  it('crashes takes its session with it and nothing else', async () => {
    expect(await answers()).toBe(true);
    const before = await sessions();
    expect(before).toHaveLength(2);
    for (const pid of before) process.kill(pid, 'SIGSEGV');
    await until('the plugin answers again', answers, 30);
    await until('two sessions are open again', async () => (await sessions()).filter((pid) => !before.includes(pid)).length === 2, 30);
  });

  it('hangs is ended: callers are refused in time, and the next ones answered', async () => {
    const before = await sessions();
    // A stopped process is to its parent what a call that never returns is.
    for (const pid of before) process.kill(pid, 'SIGSTOP');
    const tried = await Promise.all([peer.call('Encrypt', request), peer.call('Encrypt', request), peer.call('Encrypt', request)]);
    for (const one of tried) expect(one).toMatchObject({ refused: { code: 'DEADLINE_EXCEEDED' } });
    expect(await peer.call('Status', {})).toMatchObject({ answer: { version: 'v2' } });
    await until('the plugin answers again', answers, 30);
    const after = await sessions();
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
  });
});

it('ends with its sessions, whatever ended it', async () => {
  const before = await sessions();
  await plugin.stop('SIGKILL');
  const left = async (): Promise<number> => {
    const { stdout } = await run('ps', ['-A', '-o', 'pid=']);
    const running = new Set(stdout.split('\n').map(Number));
    return before.filter((pid) => running.has(pid)).length;
  };
  await until('no session is left', async () => (await left()) === 0, 20);
});
