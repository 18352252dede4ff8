import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendUsage, readGivenUsage, readUsage, usageFile, type UsageReading } from '../../../bin/edge/usage-history.js';
import { eachInAFolder } from './folder.js';

const folder = eachInAFolder();
const reading = (changes: Partial<UsageReading> = {}): UsageReading => ({ at: '2026-11-22T01:02:03.000Z', site: 'ndc-01', uid: 'u', used: { cpu: '1500', 'storage/ndc-block': '1099511627776' }, ...changes });
const file = (): string => usageFile(folder.path, 'thu');

describe('the history of a connection', () => {
  it('begins empty and grows by lines', async () => {
    expect(await readUsage(file())).toEqual({ readings: [], unreadable: [] });
    await appendUsage(folder.path, 'thu', [reading()]);
    await appendUsage(folder.path, 'thu', [reading({ site: 'ndc-02' }), reading({ at: '2026-11-23T01:02:03.000Z' })]);
    expect(file()).toBe(join(folder.path, 'usage', 'thu.jsonl'));
    expect(await readUsage(file())).toEqual({ readings: [reading(), reading({ site: 'ndc-02' }), reading({ at: '2026-11-23T01:02:03.000Z' })], unreadable: [] });
    expect((await readFile(file(), 'utf8')).split('\n')).toHaveLength(4);
    // Neither a lock nor a temporary file is left.
    expect(await readdir(dirname(file()))).toEqual(['thu.jsonl']);
  });

  it('is not made for nothing', async () => {
    await appendUsage(folder.path, 'thu', []);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('keeps and names lines that are no reading, one that was cut off among them', async () => {
    await mkdir(dirname(file()), { recursive: true });
    const strange = ['không phải JSON', JSON.stringify({ ...reading(), used: { cpu: -1 } }), JSON.stringify({ ...reading(), more: true }), JSON.stringify({ ...reading(), at: 'hôm nay' }), '', JSON.stringify(reading()).slice(0, 30)];
    await writeFile(file(), strange.join('\n'));
    await appendUsage(folder.path, 'thu', [reading()]);
    expect(await readUsage(file())).toEqual({ readings: [reading()], unreadable: [1, 2, 3, 4, 6] });
    expect((await readFile(file(), 'utf8')).startsWith(`${strange.join('\n')}\n{`)).toBe(true);
  });

  it('loses no reading when two write at once', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, index) => appendUsage(folder.path, 'thu', [reading({ site: `ndc-0${index}` })])));
    expect((await readUsage(file())).readings.map(({ site }) => site).sort()).toEqual(Array.from({ length: 8 }, (_, index) => `ndc-0${index}`));
  });

  it('that somebody names must be there', async () => {
    await expect(readGivenUsage(join(folder.path, 'khong-co.jsonl'))).rejects.toMatchObject({ code: 'NDC-X182', exit: 2 });
  });

  it('that is no file is refused', async () => {
    await mkdir(file(), { recursive: true });
    await expect(readUsage(file())).rejects.toMatchObject({ code: 'NDC-X181', exit: 3 });
  });
});
