import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { text } from '../../../bin/present/capacity/prove.js';
import type { ProveData } from '../../../bin/prove-data.js';
import { folder } from './estates.js';
import { asOf, expectNoTrace, ndc, said, shipped } from './ndc.js';

const write = (name: string, value: unknown): string => {
  const path = join(folder(), name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
};
const pods = { nodes: [{ shape: 'a', count: 2, resources: { cpu: 8 } }], pods: [{ name: 'web', count: 4, resources: { cpu: 2 } }] };

describe('ndc capacity prove refuses what it cannot prove', () => {
  it.each<[string, () => readonly string[], RegExp]>([
    ['a quarter outside the plan', () => ['--quarter', '2031-Q1', '--sites', shipped, ...asOf], /NDC-X007 --quarter is "2031-Q1"; expected one of/],
    ['no number of orders', () => ['--orders', '0'], /NDC-X011 --orders is "0"/],
    ['an assignment without its file', () => ['--assignment', 'a.json'], /NDC-X396 --assignment needs --input/],
    ['a file and a quarter', () => ['--input', 'a.json', '--quarter', '2030-Q4'], /NDC-X396 --quarter is about the plan/],
    ['a file that is not there', () => ['--input', 'a.json'], /NDC-X250 a\.json: there is no such file/],
    ['a file that says something else', () => ['--input', write('pods.json', { nodes: [] })], /pods\.json/],
    ['an assignment that is none', () => ['--input', write('pods.json', pods), '--assignment', write('a.json', '{"assignment": [{"node": 7}]}')], /NDC-X397 .*a\.json:1:\d+ assignment\.0\.node: no assignment/],
    ['more pods than a control plane holds', () => ['--input', write('pods.json', { nodes: [{ shape: 'a', resources: { cpu: 8 } }], pods: [{ name: 'web', count: 100_001, resources: { cpu: '1m' } }] })], /NDC-X399 the file has 100001 pods/],
  ])('%s', async (_, argv, message) => {
    const ran = await ndc(['capacity', 'prove', ...argv()], { cwd: folder() });
    expect([ran.exit, said(ran)]).toEqual([2, expect.stringMatching(message)]);
    expectNoTrace(ran);
  });

  it('the loss of a site that does not operate then', async () => {
    const ran = await ndc(['capacity', 'prove', '--quarter', '2030-Q4', '--lost', 'site/ndc-9', '--sites', shipped, ...asOf], { cwd: folder() });
    expect([ran.exit, said(ran)]).toEqual([2, expect.stringMatching(/NDC-X398 --lost is "site\/ndc-9"; expected a site that operates in 2030-Q4 and whose loss the plan survives: site\/ndc-01, site\/ndc-02, site\/ndc-03\..* Did you mean site\/ndc-01\?/)]);
    // Before anything is planned: that takes a minute.
    expect(ran.err).not.toContain('Planning purchases');
  });

  it('anything, where there is neither a scheduler nor Go to build one', async () => {
    const ran = await ndc(['capacity', 'prove', '--input', write('pods.json', pods)], { cwd: folder(), env: { NDC_CACHE: folder() } });
    expect([ran.exit, said(ran)]).toEqual([3, expect.stringMatching(/NDC-X485 [\s\S]*nor a Go compiler/)]);
    expectNoTrace(ran);
  });
});

describe('the page', () => {
  const data: ProveData = {
    of: 'plan',
    estate: { id: 'vn-ndc', name: { vi: 'Trung tâm', en: 'Centers' }, digest: 'sha256:0' },
    asOf: '2026-11-01',
    whatIf: [],
    quarter: '2030-Q4' as ProveData['quarter'] & string,
    plan: 'sha256:1',
    proof: 'sha256:2',
    scheduler: 'v1.35.4',
    seed: 1,
    sample: false,
    unplaced: 0,
    seconds: 12.34,
    pods: { expected: 530, bound: 530, shed: 2, evicted: 3 },
    stages: [{ stage: 'ndc-02', nodes: 42, normal: { expected: 260, bound: 260, shed: 0, evicted: 0 }, seconds: 2, losses: [{ lost: ['ndc-01'], standing: 250, ended: 10, added: 20, worstOrder: 4, orders: 20, seconds: 9, expected: 270, bound: 270, shed: 2, evicted: 3 }] }],
    problems: [],
  };
  const view = { columns: 100, colour: false } as const;

  it('says in both languages that all were placed', () => {
    expect(text(data, { ...view, lang: 'en' }).replaceAll(/\s+/g, ' ')).toContain('Proven: kube-scheduler v1.35.4 placed all 530 pods in 12.3 s; no node is over its allocatable, every spread is kept. 2 pods that are promised nothing then gave way.');
    expect(text(data, { ...view, lang: 'vi' })).toContain('Đạt: kube-scheduler v1.35.4 xếp đủ 530 pod trong 12,3 giây');
    expect(text(data, { ...view, lang: 'en' })).toMatch(/^ +ndc-02 +ndc-01 +42 +250 +10 +20 +20 +270 +270 +2 +9\.0$/m);
  });

  it('calls what the scheduler cannot place our failure, with its words, and lets no control character through', () => {
    const failed: ProveData = { ...data, pods: { ...data.pods, bound: 529 }, problems: [{ stage: 'ndc-02', lost: ['ndc-01'], order: 4, what: 'unbound', of: 'x\u001b[31m', detail: { vi: 'cpu: cần 12000m, có 8000m', en: 'cpu: 12000m asked for, 8000m there' }, event: '0/42 nodes are available: 42 Insufficient memory.' }] };
    const shown = text(failed, { ...view, lang: 'en' });
    expect(shown).toContain('NOT proven. A failure of the toolkit: what it placed, the scheduler cannot');
    expect(shown.replaceAll(/\s+/g, ' ')).toContain('ndc-02 with ndc-01 lost, order 4: x');
    expect(shown).toContain('42 Insufficient memory.');
    expect(shown).not.toContain('\u001b');
    const vietnamese = text(failed, { ...view, lang: 'vi' });
    expect(vietnamese).toContain('KHÔNG đạt. Lỗi của bộ công cụ');
    expect(vietnamese.replaceAll(/\s+/g, ' ')).toContain('(cpu: cần 12000m, có 8000m)');
  });
});
