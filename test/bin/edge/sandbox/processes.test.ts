import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startDetached } from '../../../../bin/edge/sandbox/detached.js';
import { belongsTo } from '../../../../bin/edge/sandbox/leftovers.js';
import { isRunning, ownIdentity, type ProcessIdentity } from '../../../../bin/edge/sandbox/process-identity.js';
import { parseProcStat, parsePsLine } from '../../../../bin/edge/sandbox/process-table.js';
import { folder } from '../../cli/estates.js';

const TAIL = '0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 777 20 21';

describe('parseProcStat', () => {
  it.each([
    ['a plain name', `42 (etcd) S ${TAIL}`],
    ['a name with blanks and parentheses', `42 (a) b (c) S ${TAIL}`],
  ])('reads state and start of %s', (_, stat) => {
    expect(parseProcStat(stat)).toEqual({ state: 'S', startTicks: '777' });
  });

  it('knows a zombie', () => {
    expect(parseProcStat(`42 (etcd) Z ${TAIL}`)?.state).toBe('Z');
  });

  it('refuses half a line', () => {
    expect(parseProcStat('42 (etcd) S 1 2')).toBeUndefined();
  });
});

describe('parsePsLine', () => {
  it('reads pid, start and arguments', () => {
    const line = '  42 Ss   Sun Nov 22 15:21:57 2026 /bin/etcd --data-dir=/d/etcd';
    expect(parsePsLine(line)).toEqual({
      pid: 42,
      startedAt: 'Sun Nov 22 15:21:57 2026',
      argv: ['/bin/etcd', '--data-dir=/d/etcd'],
    });
  });

  it.each(['', '42 Z Sun Nov 22 15:21:57 2026 (etcd)', 'pid words'])('passes over %j', (line) => {
    expect(parsePsLine(line)).toBeUndefined();
  });
});

describe('isRunning', () => {
  it('knows this process', async () => {
    expect(await isRunning(await ownIdentity())).toBe(true);
  });

  it('does not take a later process with the same pid for the one that was started', async () => {
    const later = { pid: 42, startedAt: 'boot:900', argv: ['/bin/sleep'] };
    expect(await isRunning({ pid: 42, startedAt: 'boot:100' }, () => Promise.resolve(later))).toBe(false);
  });

  it('does not believe in a process whose start was never read', async () => {
    expect(await isRunning({ pid: process.pid, startedAt: '' })).toBe(false);
  });
});

describe('belongsTo', () => {
  const directory = '/home/x/.ndc/sandbox/one';
  const process = (...argv: string[]): { pid: number; startedAt: string; argv: string[] } => ({
    pid: 1,
    startedAt: 's',
    argv,
  });

  it.each([
    ['etcd', ['/c/etcd', `--data-dir=${directory}/sites/ndc-01/etcd`]],
    ['the API server', ['/c/kube-apiserver', '--v=1', `--cert-dir=${directory}/sites/a/pki`]],
    ['the chart repository', ['/n/node', '/p/dist/chart-server.js', `--ready=${directory}/r`]],
    ['its source', ['/n/node', '--import', 'x', '/p/chart-server.ts', `--ready=${directory}/r`]],
  ])('knows %s', (_, argv) => {
    expect(belongsTo(directory, process(...argv))).toBe(true);
  });

  it.each([
    ['a reader of a log', ['tail', '-f', `${directory}/sites/ndc-01/logs/etcd.log`]],
    ['another sandbox', ['/c/etcd', '--data-dir=/home/x/.ndc/sandbox/one-more/sites/a/etcd']],
    ['another etcd', ['/c/etcd', '--data-dir=/var/lib/etcd']],
    ['a kernel thread', []],
  ])('leaves %s alone', (_, argv) => {
    expect(belongsTo(directory, process(...argv))).toBe(false);
  });
});

describe('a program that is started', () => {
  it('is told of at once by its pid, then with its start time, so that no crash in between leaves it', async () => {
    const told: ProcessIdentity[] = [];
    const { identity } = await startDetached({ file: process.execPath, args: ['-e', 'setTimeout(() => {}, 20_000)'], logFile: join(folder(), 'log'), place: { vi: 'x', en: 'x' } }, (one) => told.push(one));
    try {
      expect(identity.startedAt).not.toBe('');
      expect(told).toEqual([{ pid: identity.pid, startedAt: '' }, identity]);
    } finally {
      process.kill(-identity.pid, 'SIGKILL');
    }
  });
});
