import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import type { PackData } from '../../../bin/pack-data.js';
import { folder } from './estates.js';
import { expectNoTrace, ndc, said, type Ran } from './ndc.js';

const file = (value: unknown): string => {
  const path = join(folder(), 'pods.json');
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
};
const pack = (value: unknown, ...more: readonly string[]) => ndc(['capacity', 'pack', file(value), ...more]);

/** How far it is, on the other stream, is told where it takes long: that is the machine's affair. */
const jsonOf = <T>({ out }: Ran): T => JSON.parse(out) as T;

const zone = (name: string) => ({ shape: `gp-${name}`, resources: { cpu: 32, memory: '128Gi' }, labels: { zone: name }, maxPods: 110 });
const mixed = {
  nodes: [zone('a'), zone('b'), { shape: 'gpu', resources: { cpu: 64, memory: '512Gi', 'nvidia.com/gpu': 8 }, taints: [{ key: 'gpu', effect: 'NoSchedule' }], count: 2 }],
  pods: [
    { name: 'web', count: 1000, resources: { cpu: '500m', memory: '1Gi' }, spread: { topologyKey: 'zone' } },
    { name: 'db', count: 9, resources: { cpu: 4, memory: '32Gi' }, antiAffinity: {} },
    { name: 'train', count: 16, resources: { cpu: 4, 'nvidia.com/gpu': 1 }, tolerations: [{ key: 'gpu', operator: 'Exists' }] },
  ],
};
const without = { ...mixed, pods: [...mixed.pods, { name: '=cmd|"/c"', resources: { cpu: 400 } }, { name: 'more', count: 3, resources: { 'nvidia.com/gpu': 1 }, tolerations: [{ key: 'gpu', operator: 'Exists' }] }] };

describe('ndc capacity pack', () => {
  it.each(['vi', 'en'])('says nodes, shares and certificate in %s, within 100 columns', async (lang) => {
    const ran = await pack(mixed, '--lang', lang);
    expect([ran.exit, ran.reached]).toEqual([0, []]);
    expectNoTrace(ran);
    expect(Math.max(...ran.out.split('\n').slice(1).map((line) => stringWidth(line)))).toBeLessThanOrEqual(100);
    for (const word of ['gp-a', 'gp-b', 'gpu', 'nvidia.com/gpu', '100 %']) expect(ran.out).toContain(word);
    expect(ran.out).toMatch(lang === 'vi' ? /19 máy cho 1\.025 pod[\s\S]*Tối ưu: đã chứng minh/ : /19 nodes for 1,025 pods[\s\S]*Optimal: proven that no packing has fewer than 19 nodes/);
  });

  it('prints what its schema says, every pod on a node', async () => {
    const ran = await pack(mixed, '--json');
    const data = jsonOf<PackData & { kind: string; exit: number }>(ran);
    expect(outcomeSchemaOf('ndc/capacity-pack.v1')?.safeParse(data).error?.issues ?? []).toEqual([]);
    expect(data).toMatchObject({ kind: 'ndc/capacity-pack.v1', exit: 0, nodesUsed: 19, lowerBound: { value: 19 }, gap: 0, optimal: true, stopped: 'proven', bindingResource: 'nvidia.com/gpu', effort: 'normal', seed: 1, unplaced: [] });
    expect(data.assignment).toHaveLength(19);
    expect(data.assignment.flatMap(({ pods }) => pods).reduce((sum, { count }) => sum + count, 0)).toBe(1025);
    expect(data.shapes.find(({ shape }) => shape === 'gpu')?.resources.find(({ resource }) => resource === 'nvidia.com/gpu')).toEqual({ resource: 'nvidia.com/gpu', used: '16', there: '16' });
  });

  it('lists pods that have no place, with why, and exits 1', async () => {
    const ran = await pack(without, '--lang', 'en');
    expect(ran.exit).toBe(1);
    expect(ran.out).toContain('4 pods have no place:');
    expect(ran.out).toContain('=cmd|"/c" (1): asks for 400 cpu; the largest node it may stand on has 32');
    expect(ran.out).toContain('more (3): too few nodes: the proven lower bound exceeds those there are');
    expect(ran.out).not.toMatch(/optimal/i);
    const vi = await pack(without, '--lang', 'vi');
    expect(vi.out).toContain('4 pod không có chỗ:');
    expect(vi.out).not.toMatch(/tối ưu/i);
  });

  it('writes CSV that no spreadsheet evaluates', async () => {
    const { out, exit } = await pack(without, '--format', 'csv');
    const lines = out.split('\r\n');
    expect([exit, lines[0]]).toEqual([1, '\ufeffnode,shape,pod,count,reason']);
    expect(lines).toContainEqual(expect.stringMatching(/^gpu-1,gpu,train,8,$/));
    expect(out).not.toMatch(/(^|,)"?=cmd/m);
  });

  it('writes CSV in which no name breaks a line or turns one', async () => {
    const { out } = await pack({ nodes: [{ shape: 'n', resources: { cpu: 8 } }], pods: [{ name: 'a\u202e\nb', resources: { cpu: 1 } }, { name: 'c\u2066\r\nd', resources: { cpu: 9 } }] }, '--format', 'csv', '--lang', 'en');
    expect(out.split('\r\n').slice(1)).toEqual(['n-1,n,a\\u202e\\u000ab,1,', ',,c\\u2066\\u000d\\u000ad,1,asks for 9 cpu; the largest node it may stand on has 8', '']);
  });

  it.each([
    ['vi', /Rải theo từng máy: web \(maxSkew 2\)\. [\s\S]*Ghi count cho loại máy/],
    ['en', /Spread over nodes: web \(maxSkew 2\)\. [\s\S]*Give the shape a\s+count/],
  ])('says in %s where spread over nodes of a shape without count decides how many there are', async (lang, expected) => {
    const given = (count?: number, maxSkew = 2) => ({ nodes: [{ shape: 'n', resources: { cpu: 64 }, ...(count === undefined ? {} : { count }) }], pods: [{ name: 'web', count: 12, resources: { cpu: 1 }, spread: { maxSkew } }, { name: 'few', count: 2, resources: { cpu: 1 }, spread: { maxSkew } }] });
    const { out } = await pack(given(), '--lang', lang);
    expect(out).toMatch(expected);
    expect(jsonOf<PackData>(await pack(given(), '--json'))).toMatchObject({ nodesUsed: 6, spreadByNode: [{ pod: 'web', maxSkew: 2 }] });
    // Nodes that are counted, and a skew that no node comes to, decide nothing.
    expect(jsonOf<PackData>(await pack(given(3), '--json'))).toMatchObject({ nodesUsed: 3, pods: { unplaced: 0 }, spreadByNode: [] });
    expect(jsonOf<PackData>(await pack(given(undefined, 64), '--json'))).toMatchObject({ nodesUsed: 1, spreadByNode: [] });
  });

  it('calls nothing optimal that the scheduler would refuse: rules that count each other’s pods', async () => {
    // Two entries whose selectors pick both; the second minDomains made them two rules to one reader and one to another.
    const labels = { app: 'shop' };
    const zones = ['a', 'b'].map((name) => ({ ...zone(name), count: 1 }));
    const rule = { topologyKey: 'zone', labelSelector: { matchLabels: labels } };
    const data = jsonOf<PackData>(await pack({ nodes: zones, pods: [{ name: 'web', resources: { cpu: 1 }, labels, spread: rule }, { name: 'db', resources: { cpu: 1 }, labels, spread: { ...rule, minDomains: 2 } }] }, '--json'));
    expect(data).toMatchObject({ nodesUsed: 2, optimal: false, pods: { placed: 2 } });
  });

  it('packs by every effort, and the same for a seed', async () => {
    const pods = Array.from({ length: 24 }, (_, index) => ({ name: `p${index}`, resources: { cpu: `${260 + ((index * 37) % 300)}m`, memory: `${260 + ((index * 53) % 300)}Mi` } }));
    const given = { nodes: [{ shape: 'n', resources: { cpu: 1, memory: '1000Mi' } }], pods };
    const nodes: number[] = [];
    for (const effort of ['fast', 'normal', 'best']) {
      const data = jsonOf<PackData>(await pack(given, '--effort', effort, '--time-limit', '10', '--json'));
      expect(data.optimal).toBe(data.nodesUsed === data.lowerBound.value);
      nodes.push(data.nodesUsed);
    }
    expect(nodes[1]).toBeLessThanOrEqual(nodes[0] ?? 0);
    expect(nodes[2]).toBeLessThanOrEqual(nodes[0] ?? 0);
    const told = async () => ({ ...jsonOf<PackData>(await pack(given, '--seed', '7', '--json')), seconds: 0, file: '' });
    expect(await told()).toEqual(await told());
  });

  it('has an answer however short the time, and never calls it optimal for having stopped', async () => {
    const pods = Array.from({ length: 300 }, (_, index) => ({ name: `p${index}`, resources: { a: 20 + ((index * 37) % 61), b: 20 + ((index * 53) % 61), c: 20 + ((index * 71) % 61) } }));
    const data = jsonOf<PackData>(await pack({ nodes: [{ shape: 'n', resources: { a: 100, b: 100, c: 100 } }], pods }, '--effort', 'best', '--time-limit', '0.001', '--json'));
    expect(data.pods).toEqual({ placed: 300, unplaced: 0 });
    expect(data).toMatchObject({ optimal: false, stopped: 'time-limit' });
    expect(data.gap).toBeGreaterThan(0);
  });

  it.each<[string, unknown, readonly string[], RegExp]>([
    ['no JSON', 'nodes: []', [], /pods\.json:1:1 NDC-P001 not valid JSON: found "n"; expected a JSON value/],
    ['a wrong quantity', { nodes: [{ shape: 'n', resources: { memory: '64GB' } }], pods: [] }, [], /NDC-E008 nodes\.0\.resources\.memory is "64GB".* Did you mean 64G\?/],
    ['hostile names', { nodes: [{ shape: 'n', resources: {} }], pods: [{ name: 'a\u001b[2Jb', resources: {} }] }, [], /pods\.0\.name is "a\\u001b\[2Jb"/],
    ['an unknown effort', mixed, ['--effort', 'bets'], /NDC-X011 --effort is "bets".*Did you mean best\?/],
    ['no time', mixed, ['--time-limit', '0'], /NDC-X011 --time-limit is "0"; expected a number above 0 to 86400/],
    ['a seed that is none', mixed, ['--seed', '1.5'], /NDC-X011 --seed is "1\.5"; expected a whole number/],
  ])('refuses %s, exit 2', async (_what, value, more, expected) => {
    const ran = await pack(value, '--lang', 'en', ...more);
    expect(ran.exit).toBe(2);
    expectNoTrace(ran);
    expect(said(ran)).toMatch(expected);
  });

  it('refuses a folder and a file that is not there, exit 2', async () => {
    for (const path of [folder(), join(folder(), 'none.json')]) {
      const ran = await ndc(['capacity', 'pack', path, '--lang', 'en']);
      expect([ran.exit, ran.err]).toEqual([2, expect.stringMatching(/^NDC-X250 .*(no regular file|no such file)/)]);
    }
  });
});
