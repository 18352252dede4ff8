import { spawn } from 'node:child_process';
import * as node from 'node:fs/promises';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../../../bin/edge/files.js';
import { appendTenantUse, readGivenTenantUse, readTenantUse, tenantUseFile, type TenantUseReading } from '../../../bin/edge/tenant-use-history.js';
import { eachInAFolder } from './folder.js';

const folder = eachInAFolder();
const file = (): string => tenantUseFile(folder.path, 'thu');
const reading = (changes: Partial<TenantUseReading> = {}): TenantUseReading => ({
  at: '2026-11-22T01:02:03.000Z',
  site: 'ndc-01',
  uid: 'u',
  namespace: 'ho-so-prod',
  used: new Map([['cpu', 1500n], ['memory', 2n << 30n], ['storage/ndc-block', 1n << 40n], ['pods', 3n]]),
  hard: new Map([['cpu', 8000n], ['loadBalancers', 1n]]),
  ...changes,
});

/** The real file system, one call of which fails. */
const failing = (call: keyof FileSystem, code: string): FileSystem => ({ ...node, [call]: () => Promise.reject(Object.assign(new Error(`${code}: injected`), { code, syscall: 'injected' })) });

describe('the history of environments', () => {
  it('is a line for each, in quantities a person knows', async () => {
    await appendTenantUse(file(), [reading()]);
    expect(file()).toBe(join(folder.path, 'usage', 'thu.tenants.jsonl'));
    expect(await readFile(file(), 'utf8')).toBe('{"at":"2026-11-22T01:02:03.000Z","site":"ndc-01","uid":"u","namespace":"ho-so-prod","used":{"cpu":"1500m","memory":"2Gi","storage/ndc-block":"1Ti","pods":"3"},"hard":{"cpu":"8","loadBalancers":"1"}}\n');
    await appendTenantUse(file(), [reading({ site: 'ndc-02' })]);
    expect(await readTenantUse(file())).toEqual({ readings: [reading(), reading({ site: 'ndc-02' })], unreadable: [] });
    expect(await readdir(dirname(file()))).toEqual(['thu.tenants.jsonl']);
  });

  it('gives back what was put in, whatever it is', async () => {
    const amounts = fc.uniqueArray(fc.tuple(fc.oneof(fc.constantFrom('cpu', 'memory', 'gpu', 'pods', 'loadBalancers', '__proto__', 'constructor'), fc.string({ unit: 'binary', maxLength: 60 }).map((name) => `storage/${name}`)), fc.bigInt({ min: 0n, max: (1n << 63n) - 1n })), { selector: ([resource]) => resource, maxLength: 6 }).map((entries) => new Map(entries));
    const arbitrary = fc.record({ at: fc.date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString()), site: fc.string({ minLength: 1, maxLength: 60 }), uid: fc.string({ minLength: 1, maxLength: 60 }), namespace: fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), used: amounts, hard: amounts });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(arbitrary, { minLength: 1, maxLength: 4 }), async (readings) => {
        const path = join(folder.path, `${round++}.jsonl`);
        // JSON objects cannot carry the key __proto__ of a plain literal; the file must not lose the line over it.
        const sound = readings.map((one) => ({ ...one, used: without(one.used), hard: without(one.hard) }));
        await appendTenantUse(path, sound);
        const read = await readTenantUse(path);
        expect(read.unreadable).toEqual([]);
        expect(read.readings).toEqual(sound);
      }),
      { numRuns: 60 },
    );
  });
  const without = (amounts: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> => new Map([...amounts].filter(([resource]) => resource !== '__proto__'));

  it.each([
    ['no JSON', 'không phải JSON'],
    ['a number', '5'],
    ['a list', '[]'],
    ['a line cut off', JSON.stringify({ at: '2026-11-22T01:02:03Z' }).slice(0, 20)],
    ['no quantity', '{"at":"2026-11-22T01:02:03Z","site":"s","uid":"u","namespace":"n","used":{"cpu":"nhiều"},"hard":{}}'],
    ['a negative quantity', '{"at":"2026-11-22T01:02:03Z","site":"s","uid":"u","namespace":"n","used":{"cpu":"-1"},"hard":{}}'],
    ['more than is known', '{"at":"2026-11-22T01:02:03Z","site":"s","uid":"u","namespace":"n","used":{},"hard":{},"more":1}'],
    ['an instant that is none', '{"at":"hôm nay","site":"s","uid":"u","namespace":"n","used":{},"hard":{}}'],
    ['a megabyte', `{"at":"${'1'.repeat(1 << 20)}"}`],
  ])('keeps a line with %s, and names it', async (_, strange) => {
    await mkdir(dirname(file()), { recursive: true });
    await writeFile(file(), strange);
    await appendTenantUse(file(), [reading()]);
    expect(await readTenantUse(file())).toEqual({ readings: [reading()], unreadable: [1] });
    expect((await readFile(file(), 'utf8')).startsWith(`${strange}\n{`)).toBe(true);
  });

  it('loses no reading when many write at once', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, index) => appendTenantUse(file(), [reading({ site: `ndc-0${index}` }), reading({ site: `ndc-1${index}` })])));
    const { readings, unreadable } = await readTenantUse(file());
    expect([readings.length, new Set(readings.map(({ site }) => site)).size, unreadable]).toEqual([16, 16, []]);
  });

  it.each<[string, FileSystem]>([
    ['a full disk', failing('open', 'ENOSPC')],
    ['a rename that fails', failing('rename', 'EIO')],
    ['a folder that may not be written', failing('mkdir', 'EROFS')],
  ])('%s costs none of the earlier lines, and holds no lock', async (_, fs) => {
    await appendTenantUse(file(), [reading()]);
    const before = await readFile(file(), 'utf8');
    await expect(appendTenantUse(file(), [reading({ site: 'ndc-02' })], undefined, fs)).rejects.toMatchObject({ code: 'NDC-X102', exit: 3 });
    expect(await readFile(file(), 'utf8')).toBe(before);
    expect(await readdir(dirname(file()))).toEqual(['thu.tenants.jsonl']);
    await appendTenantUse(file(), [reading({ site: 'ndc-03' })]);
    expect((await readTenantUse(file())).readings.map(({ site }) => site)).toEqual(['ndc-01', 'ndc-03']);
  });

  it('is read for the time that is asked for, and names every line that is none', async () => {
    await appendTenantUse(file(), [reading({ at: '2020-01-01T00:00:00Z' }), reading()]);
    await writeFile(file(), `${await readFile(file(), 'utf8')}rác\n`);
    expect(await readTenantUse(file(), ({ at }) => at > '2026')).toEqual({ readings: [reading()], unreadable: [3] });
  });

  it('that somebody names must be there', async () => {
    await expect(readGivenTenantUse(join(folder.path, 'khong-co.jsonl'))).rejects.toMatchObject({ code: 'NDC-X182', exit: 2 });
  });

  it('outlives writers that are killed: whole batches, and none is lost once it was written', async () => {
    const writer = `
      const { appendTenantUse } = await import(${JSON.stringify(fileURLToPath(new URL('../../../bin/edge/tenant-use-history.ts', import.meta.url)))});
      const map = new Map([['cpu', 1500n]]);
      for (let batch = 0; ; batch += 1) {
        await appendTenantUse(process.env.FILE, Array.from({ length: 40 }, (_, index) => ({ at: new Date(Date.UTC(2026, 0, 1) + batch * 1000 + index).toISOString(), site: process.env.WHO, uid: String(batch), namespace: 'n', used: map, hard: map })));
        process.stdout.write(batch + '\\n');
      }`;
    for (const who of ['a', 'b', 'c']) {
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', writer], { env: { ...process.env, FILE: file(), WHO: who }, stdio: ['ignore', 'pipe', 'pipe'] });
      let [said, wrong] = ['', ''];
      child.stderr.on('data', (chunk: Buffer) => (wrong += chunk.toString()));
      await new Promise<void>((resolve, reject) => {
        // Killed in the middle of whatever it does after its third batch.
        child.stdout.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          if (said.split('\n').length > 3) child.kill('SIGKILL');
        });
        child.on('exit', (_code, signal) => (signal === 'SIGKILL' ? resolve() : reject(new Error(wrong))));
      });
      const told = said.trim().split('\n').length;
      const { readings, unreadable } = await readTenantUse(file());
      const own = readings.filter(({ site }) => site === who);
      expect(unreadable).toEqual([]);
      expect(own.length % 40).toBe(0);
      expect(own.length).toBeGreaterThanOrEqual(told * 40);
    }
    expect(new Set((await readTenantUse(file())).readings.map(({ site }) => site))).toEqual(new Set(['a', 'b', 'c']));
    // A lock of the dead blocks nobody.
    await appendTenantUse(file(), [reading()]);
    expect((await readTenantUse(file())).readings.at(-1)).toEqual(reading());
  }, 60_000);
});
