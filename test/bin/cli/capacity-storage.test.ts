import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import type { StorageData } from '../../../bin/storage-data.js';
import { expectNoTrace, jsonOf, ndc, remembered, said, shipped, small } from './ndc.js';

const ask = remembered((...more: readonly string[]) => ndc(['capacity', 'storage', '--sites', shipped, '--as-of', '2026-11-01', ...more]));
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));
const inTebi = (bytes: unknown): number => Math.round((Number(bytes) / 2 ** 40) * 100) / 100;

describe('ndc capacity storage', () => {
  it.each(['vi', 'en'])('fits 100 columns in %s, whatever is asked', async (lang) => {
    for (const more of [['--plot'], ['--scenario', 'all-operating', '--stretch', '2+1'], ['--lose', 'node/ndc-01/storage-1/1', '--lose', 'node/ndc-01/storage-1/2', '--protection', 'gold']]) {
      const { out, err, exit, reached } = await ask('--lang', lang, ...more);
      expect([exit, err, reached]).toEqual([0, '', []]);
      expect(widest(out)).toBeLessThanOrEqual(100);
      expect(out).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('says what a class holds today, by hand', async () => {
    const data = jsonOf<StorageData & { kind: string }>(await ask('--site', 'ndc-01', '--quarter', '2026-Q4', '--json'));
    expect(data).toMatchObject({ kind: 'ndc/capacity-storage.v1', tier: 'bronze', quarters: ['2026-Q4'], limits: { nearfull: 85, backfillfull: 90, full: 95, uneven: 5 } });
    const block = data.sites[0]?.rows.find((row) => row.class === 'ndc-block');
    // 20 nodes of 24 x 16 TiB are 7,680 TiB, of which 7,300 are declared, 3,500 as block storage: 3,682.2 of the disks.
    // On 19 of 20 nodes 3,498.1; three replicas; the mean at 85/105: 943.93.
    expect(block?.there).toMatchObject({ size: 3, minSize: 2, hosts: 20, racks: 20, failureDomain: 'rack', missing: '0' });
    expect([inTebi(block?.usable), inTebi(block?.there?.toNearfull)]).toEqual([943.93, 944.44]);
    expect(inTebi(block?.left.mid)).toBeCloseTo(943.93 - inTebi(block?.promised.primary), 1);
    expect(data.inputs.find(({ pointer }) => pointer === '/sites/ndc-01/storage/0')).toMatchObject({ source: 'assumption', file: 'ndc-01.yaml', line: expect.any(Number) as number });
    expect(data.assumptions).toBe(data.inputs.reduce((sum, { assumptions }) => sum + assumptions, 0));
  });

  it('says what a lost host, rack, hall leaves', async () => {
    const { losses } = jsonOf<StorageData>(await ask('--site', 'ndc-01', '--quarter', '2026-Q4', '--json'));
    const of = (name: string, level: string) => losses.find((row) => row.class === name && row.level === level);
    expect(of('ndc-block', 'node')).toMatchObject({ of: 20, loss: { reads: true, writes: true, redundancyLeft: 1, heals: 'by-hand', limits: ['subtree-limit'] } });
    expect(of('ndc-object', 'rack')).toMatchObject({ loss: { reads: true, writes: true, redundancyLeft: 1, hosts: 20 } });
    expect(of('ndc-object', 'hall')).toMatchObject({ domain: 'hall/ndc-01/hall-1', loss: { reads: false, redundancyLeft: -4, heals: 'no' } });
  });

  it('judges what is lost together, and what comes on top of it', async () => {
    const lost = jsonOf<StorageData>(await ask('--site', 'ndc-01', '--quarter', '2026-Q4', '--lose', 'node/ndc-01/storage-1/7', '--lose', 'node/ndc-01/storage-1/9', '--json'));
    expect(lost.together.find((row) => row.class === 'ndc-object')).toMatchObject({ domains: ['node/ndc-01/storage-1/7', 'node/ndc-01/storage-1/9'], loss: { hostsLost: 2, partsLost: 2, reads: false, redundancyLeft: 0 } });
    const { out } = await ask('--site', 'ndc-01', '--quarter', '2026-Q4', '--lose', 'node/ndc-01/storage-1/7', '--lang', 'en');
    expect(out).toContain('Lost together: node/ndc-01/storage-1/7');
    expect(out).toMatch(/ndc-block +1\/20 +reads, writes +1 +by hand/);
  });

  it('counts third replicas, buckets of other zones and local backups', async () => {
    const data = jsonOf<StorageData>(await ask('--scenario', 'all-operating', '--quarter', '2026-Q4', '--json'));
    const row = (site: string, name: string) => data.sites.find((one) => one.site === site)?.rows.find((one) => one.class === name);
    expect([inTebi(row('ndc-02', 'ndc-block')?.replicas), inTebi(row('ndc-03', 'ndc-block')?.replicas)]).toEqual([124.3, 255.29]);
    expect([inTebi(row('ndc-01', 'ndc-object')?.replicas), inTebi(row('ndc-02', 'ndc-object')?.replicas), inTebi(row('ndc-03', 'ndc-object')?.replicas)]).toEqual([0, 400, 580]);
    const alone = jsonOf<StorageData>(await ask('--quarter', '2026-Q4', '--json')).sites[0]?.rows.find((one) => one.class === 'ndc-object');
    expect([Math.round(inTebi(alone?.backups.low)), Math.round(inTebi(alone?.backups.mid)), Math.round(inTebi(alone?.backups.high))]).toEqual([296, 567, 1341]);
    expect(Number(alone?.left.mid)).toBeGreaterThan(0);
  });

  it('moves what a lost site ran, and says whose copies lie nowhere', async () => {
    const data = jsonOf<StorageData>(await ask('--lose', 'ndc-02', '--scenario', 'all-operating', '--quarter', '2026-Q4', '--json'));
    expect(data.sites.find(({ site }) => site === 'ndc-02')?.rows).toEqual([]);
    expect(data.backups.rows.some(({ missing }) => missing === 'backup-site-lost')).toBe(true);
    expect((await ask('--quarter', '2026-Q4', '--lang', 'en')).out.replaceAll(/\s+/g, ' ')).toContain('environments have no copy elsewhere (their backup sites do not operate yet)');
  });

  it('refuses 2+1 over three sites, and says why', async () => {
    const { out } = await ask('--stretch', '2+1', '--quarter', '2026-Q4', '--lang', 'en');
    expect(out).toContain('Erasure code 2+1 over 3 sites, min_size 2: REFUSED');
    expect(out).toContain('losing one site leaves no redundancy');
    expect((await ask('--stretch', '2+1', '--quarter', '2026-Q4', '--lang', 'vi')).out).toContain('TỪ CHỐI');
  });

  it.each(['2x1', '0+1', '2+', '100+1'])('does not take --stretch %s', async (written) => {
    const ran = await ask('--stretch', written);
    expect(ran.exit).toBe(2);
    expect(said(ran)).toContain(`--stretch is "${written}"; expected k+m such as 2+1`);
    expectNoTrace(ran);
  });

  it('prints what its schema says, whatever is lost', async () => {
    const schema = outcomeSchemaOf('ndc/capacity-storage.v1');
    for (const more of [[], ['--lose', 'ndc-01', '--scenario', 'all-operating'], ['--lose', 'hall/ndc-01/hall-1', '--stretch', '4+2', '--protection', 'silver']]) {
      const printed = JSON.parse((await ask('--json', ...more)).out) as unknown;
      expect(schema?.safeParse(printed)).toEqual({ success: true, data: printed });
    }
  });

  it('gives one row for each site, class and quarter as CSV', async () => {
    const { out } = await ask('--format', 'csv', '--site', 'ndc-01');
    const [head = '', ...rows] = out.replace('\ufeff', '').trim().split('\r\n');
    expect(head.split(',').slice(0, 5)).toEqual(['site', 'class', 'quarter', 'tier', 'raw']);
    // Three classes from 2026-Q4 to 2030-Q4.
    expect(rows).toHaveLength(3 * 17);
    expect(new Set(rows.map((row) => row.split(',').length))).toEqual(new Set([head.split(',').length]));
  });

  it('draws what is left of each class as SVG', async () => {
    const { out } = await ask('--format', 'svg', '--lang', 'vi', '--site', 'ndc-01');
    expect(out).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    for (const word of ['Lưu trữ còn lại ở ndc-01', 'ndc-block', 'ndc-file', 'ndc-object']) expect(out).toContain(word);
  });

  it('answers for an estate that describes no storage nodes', async () => {
    const { out, exit } = await ndc(['capacity', 'storage', '--sites', small, '--as-of', '2026-11-01', '--lang', 'en']);
    expect(exit).toBe(0);
    expect(out).not.toMatch(/undefined|NaN/);
  });
});
