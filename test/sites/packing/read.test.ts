import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageOf } from '../../../sites/model/diagnostic.js';
import { parseJsonFile } from '../../../sites/model/json-file.js';
import { hostname } from '../../../sites/packing/instance.js';
import { readInstance } from '../../../sites/packing/read.js';

const bytes = (text: string): Buffer => Buffer.from(text);
const read = (value: unknown) => readInstance('in.json', bytes(typeof value === 'string' ? value : JSON.stringify(value)));
const instance = (value: unknown) => {
  const found = read(value);
  if ('diagnostics' in found) throw new Error(found.diagnostics.map((one) => messageOf(one).en).join('\n'));
  return found.instance;
};
const problems = (value: unknown): string[] => {
  const found = read(value);
  return 'diagnostics' in found ? found.diagnostics.map((one) => `${one.place.line}:${one.place.column} ${one.code} ${one.pointer}`) : [];
};
const node = { shape: 'n', resources: { cpu: 8 } };

describe('JSON with places', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ depthSize: 'medium' }), fc.boolean(), (text, spaced) => {
        const value: unknown = JSON.parse(text);
        const written = spaced ? JSON.stringify(value, null, 2) : text;
        if (/"__proto__"|e-?\d{3}|e\+\d{2}|\d{17}/i.test(written)) return;
        const parsed = parseJsonFile('x', bytes(written));
        expect('file' in parsed ? parsed.file.value : parsed.diagnostics).toEqual(value);
      }),
    );
  });

  it.each([
    ['', '1:1 NDC-P001 '],
    ['{', '1:2 NDC-P001 '],
    ['{"a":1,}', '1:8 NDC-P001 '],
    ["{'a':1}", '1:2 NDC-P001 '],
    ['{"a" 1}', '1:6 NDC-P001 '],
    ['[1 2]', '1:4 NDC-P001 '],
    ['{"a":\n01}', '2:2 NDC-P001 '],
    ['{"a":"\t"}', '1:6 NDC-P001 '],
    ['{} x', '1:4 NDC-P001 '],
    ['NaN', '1:1 NDC-P001 '],
    [`${'['.repeat(60)}${']'.repeat(60)}`, '1:42 NDC-P001 '],
    ['{"a":1,"a":2}', '1:8 NDC-E005 /a'],
    ['{"__proto__":{"polluted":1}}', '1:2 NDC-E004 /__proto__'],
  ])('refuses %j at its place', (text, expected) => {
    expect(problems(text)[0]).toBe(expected);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('refuses what is not UTF-8', () => {
    expect(parseJsonFile('x', Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({ diagnostics: [{ code: 'NDC-P001', place: { line: 1, column: 2 } }] });
  });
});

describe('what ndc capacity pack reads', () => {
  it('reads quantities as Kubernetes writes them, extended resources whole', () => {
    const { nodes, pods } = instance({
      nodes: [{ shape: 'n', resources: { cpu: '1.5', memory: '64Gi', 'hugepages-2Mi': '1Gi', 'nvidia.com/gpu': '8', pods: '110' }, count: 3 }],
      pods: [{ name: 'a', resources: { cpu: '500m', memory: 1.5e9, 'nvidia.com/gpu': 1, 'example.org/seats': '2k' } }],
    });
    expect(nodes[0]).toMatchObject({ maxPods: 110, count: 3 });
    expect([...(nodes[0]?.resources ?? [])]).toEqual([['cpu', 1500n], ['memory', 1n << 36n], ['hugepages-2Mi', 1n << 30n], ['nvidia.com/gpu', 8n]]);
    expect([...(pods[0]?.resources ?? [])]).toEqual([['cpu', 500n], ['memory', 1_500_000_000n], ['nvidia.com/gpu', 1n], ['example.org/seats', 2000n]]);
    expect(pods[0]?.count).toBe(1);
  });

  it('takes rules one or many, and counts the entry’s own pods where none are selected', () => {
    const [pod] = instance({ nodes: [node], pods: [{ name: 'a', resources: {}, spread: { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'x' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] } }, antiAffinity: [{}] }] }).pods;
    expect(pod?.spread).toEqual([{ topologyKey: 'zone', maxSkew: 1, selector: [{ key: 'app', operator: 'In', values: ['x'] }, { key: 'tier', operator: 'Exists', values: [] }] }]);
    expect(pod?.antiAffinity).toEqual([{ topologyKey: hostname, selector: undefined }]);
  });

  it.each<[string, unknown, string]>([
    ['no nodes', { nodes: [], pods: [] }, '1:10 NDC-E008 /nodes'],
    ['no resources', { nodes: [node], pods: [{ name: 'a' }] }, '1:55 NDC-E007 /pods/0/resources'],
    ['half a GPU', { nodes: [node], pods: [{ name: 'a', resources: { 'nvidia.com/gpu': 0.5 } }] }, '1:95 NDC-E008 /pods/0/resources/nvidia.com~1gpu'],
    ['a decimal unit of a byte', { nodes: [node], pods: [{ name: 'a', resources: { memory: '64GB' } }] }, '1:87 NDC-E008 /pods/0/resources/memory'],
    ['more than a double holds', { nodes: [node], pods: [{ name: 'a', resources: { memory: '9Pi' } }] }, '1:87 NDC-E008 /pods/0/resources/memory'],
    ['a negative count', { nodes: [node], pods: [{ name: 'a', count: -1, resources: {} }] }, '1:75 NDC-E008 /pods/0/count'],
    ['a misspelt key', { nodes: [node], pods: [{ name: 'a', resources: {}, antiAfinity: {} }] }, '1:81 NDC-E006 /pods/0/antiAfinity'],
    ['one name twice', { nodes: [node], pods: [{ name: 'a', resources: {} }, { name: 'a', resources: {} }] }, '1:90 NDC-P002 /pods/1/name'],
    ['one shape twice', { nodes: [node, node], pods: [] }, '1:53 NDC-P002 /nodes/1/shape'],
    ['a host name for a shape', { nodes: [{ ...node, labels: { [hostname]: 'x' } }], pods: [] }, '1:78 NDC-P003 /nodes/0/labels/kubernetes.io~1hostname'],
    ['In without values', { nodes: [node], pods: [{ name: 'a', resources: {}, antiAffinity: { labelSelector: { matchExpressions: [{ key: 'x', operator: 'In' }] } } }] }, '1:137 NDC-P003 /pods/0/antiAffinity/labelSelector/matchExpressions/0'],
    ['Gt with a word', { nodes: [node], pods: [{ name: 'a', resources: {}, affinity: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'x', operator: 'Gt', values: ['many'] }] }] } }] }, '1:141 NDC-P003 /pods/0/affinity/nodeSelectorTerms/0/matchExpressions/0'],
    ['a soft spread', { nodes: [node], pods: [{ name: 'a', resources: {}, spread: { topologyKey: 'z', whenUnsatisfiable: 'ScheduleAnyway' } }] }, '1:130 NDC-E008 /pods/0/spread/whenUnsatisfiable'],
    ['a toleration of nothing', { nodes: [node], pods: [{ name: 'a', resources: {}, tolerations: [{ value: 'x' }] }] }, '1:96 NDC-P003 /pods/0/tolerations/0'],
    ['too many pods together', { nodes: [node], pods: [{ name: 'a', count: 9_000_000, resources: {} }, { name: 'b', count: 9_000_000, resources: {} }] }, '1:54 NDC-P003 /pods'],
  ])('refuses %s at its place', (_what, value, expected) => {
    const found = problems(value);
    expect(found.map((one) => one.replace(/^\d+:\d+ /, ''))).toEqual([expected.replace(/^\d+:\d+ /, '')]);
    expect(found[0]).toMatch(/^1:\d+ /);
    const told = read(value);
    if ('diagnostics' in told) for (const one of told.diagnostics) expect(Object.values(messageOf(one)).join(' ')).not.toMatch(/undefined|\[object/);
  });

  it('never throws, whatever is written', () => {
    fc.assert(fc.property(fc.json(), (text) => void read(text)));
    fc.assert(fc.property(fc.anything({ withNullPrototype: false }), (value) => void read({ nodes: [node, value], pods: [value] })), { numRuns: 200 });
  });
});
