import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitFailure, type DetachedProcess } from '../../../../bin/edge/sandbox/detached.js';
import { sandboxDown } from '../../../../bin/edge/sandbox/down.js';
import { stopSite } from '../../../../bin/edge/sandbox/site-power.js';
import { sandboxUp } from '../../../../bin/edge/sandbox/up.js';
import { withLock } from '../../../../bin/edge/sandbox/with-lock.js';
import { layoutOf } from '../../../../bin/edge/sandbox/layout.js';
import { failed, type FailureData } from '../../../../bin/failed.js';
import { eachInAFolder } from '../folder.js';

const folder = eachInAFolder();
const onProgress = (): void => undefined;

const told = async (work: () => Promise<unknown>): Promise<{ exit: number; code: string; en: string }> => {
  const thrown = await work().then(
    () => undefined,
    (error: unknown) => error,
  );
  const { exit, data } = failed(thrown);
  const { code, message } = data as FailureData;
  return { exit, code, en: message.en };
};

describe('a folder that takes no files', () => {
  it('is the environment’s fault, and no defect', async () => {
    await writeFile(join(folder.path, 'file'), '');
    const home = join(folder.path, 'file', '.ndc');
    const sites = [{ id: 'ndc-01', serviceCidr: '10.96.0.0/16', platformGroup: 'g' }];
    const up = await told(() => sandboxUp({ home, name: 'x', sites, packageRoot: folder.path, onProgress }));
    expect({ ...up, en: up.en.includes(' cannot be written (ENOTDIR') }).toEqual({ exit: 3, code: 'NDC-X102', en: true });
  });

  it('is named by the project’s folder, whichever of its files was refused first', async () => {
    const layout = layoutOf(join(folder.path, '.ndc'), 'x');
    const refused = (code: string) => told(() => withLock(layout, 0, undefined, () => Promise.reject(Object.assign(new Error(`${code}: no, open 'x'`), { code, syscall: 'open', path: join(layout.directory, 'sites/a/pki/.1.tmp') }))));
    expect(await refused('EROFS')).toMatchObject({ exit: 3, code: 'NDC-X102', en: expect.stringMatching(/\.ndc cannot be written \(EROFS: no\)/) as unknown });
    expect(await refused('ENOSPC')).toMatchObject({ exit: 3, code: 'NDC-X489', en: expect.stringMatching(/the disk of .*\.ndc is full; expected about \d+ MB free for each site/) as unknown });
  });
});

it('a program that ended for want of space is told as a full disk, not by its stack', async () => {
  const logFile = join(folder.path, 'etcd.log');
  await writeFile(logFile, `{"level":"fatal","msg":"failed to create WAL","error":"write wal/0.tmp: no space left on device"}\npanic: no\n${'goroutine 1 [running]:\n'.repeat(40)}`);
  const ended = { program: { file: '/x/etcd', args: [], logFile, place: 'ndc-01: etcd' }, identity: { pid: 1, startedAt: '' }, ended: () => 'exit code 2' } satisfies DetachedProcess;
  const failure = await exitFailure(ended);
  expect(failure).toMatchObject({ code: 'sandbox/disk-full', exit: 3 });
  expect(failure.text.en).not.toContain('goroutine');
  await writeFile(logFile, 'flag provided but not defined\n');
  expect((await exitFailure(ended)).text.en).toContain('etcd ended with exit code 2:\nflag provided but not defined\n');
});

it('taking down what is not there makes no file', async () => {
  expect(await sandboxDown({ home: join(folder.path, '.ndc'), name: 'sandbox', onProgress })).toEqual({ stopped: 0 });
  expect(readdirSync(folder.path)).toEqual([]);
});

it('a site that the sandbox does not have is a slip of whoever typed it, told with the nearest', async () => {
  const home = join(folder.path, '.ndc');
  await mkdir(join(home, 'sandbox/sandbox'), { recursive: true });
  await writeFile(join(home, 'sandbox/sandbox/state.json'), JSON.stringify({ version: 1, name: 'sandbox', sites: ['ndc-01', 'ndc-02'].map((id) => ({ id, processes: {} })) }));
  const info = { name: 'sandbox', home, directory: '', connectionFile: '', charts: { url: '' }, sites: {} };
  expect(await told(() => stopSite(info, 'ndc-1'))).toMatchObject({ exit: 2, code: 'NDC-X475', en: expect.stringContaining('Did you mean ndc-01?') as unknown });
});
