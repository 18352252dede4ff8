import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { HsmLoadData } from '../../../bin/hsm-load-data.js';
import { estate, folder } from './estates.js';
import { expectNoTrace, jsonOf, ndc, remembered, shipped, small } from './ndc.js';

const ask = remembered((...argv: readonly string[]) => ndc(['hsm', 'load', '--sites', shipped, '--as-of', '2026-11-20', ...argv]));

describe('ndc hsm load', () => {
  it.each(['vi', 'en'])('says in %s what each HSM is asked for and gives, within 100 columns', async (lang) => {
    const { exit, out, err, reached } = await ask('--lang', lang);
    expect([exit, err, reached]).toEqual([0, '', []]);
    expect(Math.max(...out.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(100);
    expect(out).toContain(lang === 'vi' ? 'mất một thiết bị còn 1.050: đủ' : '1,050/s with one lost: enough');
    expect(out).toMatch(lang === 'vi' ? /chứa \d+ giá trị chưa ai xác nhận/ : /hold \d+ values that nobody has confirmed/);
  });

  it('fails where a device that is lost leaves too little, or partitions run out', async () => {
    const site = readFileSync(join(shipped, 'ndc-01.yaml'), 'utf8');
    for (const [devices, words] of [['{count: 1, operationsPerSecond: 1500, partitions: 20}', 'mất một thiết bị còn 0: THIẾU'], ['{count: 2, operationsPerSecond: 1500, partitions: 6}', 'thiết bị cho phép 6: THIẾU']] as const) {
      const file = join(folder(), 'ndc-01.yaml');
      writeFileSync(file, site.replace(/devices: \{[^}]*\}/, `devices: ${devices}`));
      const ran = await ask('--with', file, '--lang', 'vi', '--site', 'ndc-01');
      expect(ran.exit).toBe(1);
      expect(ran.out).toContain(words);
      expect(ran.out).toContain('giả sử --with');
    }
  });

  it('tells what disks to come will ask for, and does not count them before', async () => {
    const site = readFileSync(join(shipped, 'ndc-01.yaml'), 'utf8');
    const pool = /  - id: storage-1\n(?: {4}.*\n)+/.exec(site)?.[0] ?? '';
    const file = join(folder(), 'ndc-01.yaml');
    writeFileSync(file, site.replace(pool, `${pool}${pool.replace('storage-1', 'storage-2').replace(/available: \S+/, 'available: 2027-Q2')}`));
    const asked = (...more: string[]) => ask('--with', file, '--site', 'ndc-01', ...more);
    const before = jsonOf<HsmLoadData>(await asked('--json')).sites[0];
    expect(before?.moments[1]?.parts).toContainEqual({ what: 'disks', operations: 480 });
    expect(before?.later).toMatchObject([{ from: '2027-Q2', disks: 960 }]);
    expect((await asked('--lang', 'vi')).out).toContain('Từ 2027-Q2 có 960 ổ đĩa');
    expect((await asked('--lang', 'en')).out).toContain('From 2027-Q2 on there are 960 disks');
    expect((await asked('--lang', 'en', '--format', 'csv')).out.trimEnd().split('\r\n')).toHaveLength(5);
    expect(jsonOf<HsmLoadData>(await asked('--json', '--as-of', '2027-04-01')).sites[0]).toMatchObject({ quarter: '2027-Q2', later: [] });
  });

  it('names every input with file and line, and is a table', async () => {
    const { inputs, sites } = jsonOf<HsmLoadData>(await ask('--json'));
    expect(inputs.map(({ pointer, file }) => [pointer, file !== undefined])).toContainEqual(['/planning/hsm', true]);
    expect(sites.map(({ site }) => site)).toEqual(['ndc-01', 'ndc-02', 'ndc-03']);
    const rows = (await ask('--format', 'csv', '--lang', 'en')).out.trimEnd().split('\r\n');
    expect(rows).toHaveLength(10);
  });

  it('says what is missing where nothing was planned', async () => {
    const ran = await ndc(['hsm', 'load', '--sites', small, '--as-of', '2026-11-01', '--lang', 'en']);
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(ran.err).toContain('NDC-X357 catalogue/planning.yaml has no section hsm (busyPercent,');
    expectNoTrace(ran);
  });

  it('of a site that operates and declares no devices is not known, and fails', async () => {
    const section = /\nhsm:\n(?: {2}.*\n)+/.exec(readFileSync(join(shipped, 'catalogue/planning.yaml'), 'utf8'))?.[0] ?? '';
    const path = estate({ 'catalogue/planning.yaml': (text) => `${text.trimEnd()}\n${section}` });
    const ran = await ndc(['hsm', 'load', '--sites', path, '--as-of', '2026-11-01', '--site', 'ndc-01', '--lang', 'en']);
    expect(ran.exit).toBe(1);
    expect(ran.out).toContain('hsm.devices (devices, operations a second, partitions) is not declared.');
    expect(ran.out).toContain('not known');
  });
});
