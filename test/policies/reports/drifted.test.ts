import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { driftedText } from '../../../bin/present/audit/drifted.js';
import { driftedHtml } from '../../../bin/present/audit/html-facts.js';
import { readPlan } from '../../../policies/planset/read-plan.js';
import type { Drifted, ReadStack } from '../../../policies/planset/read-model.js';
import { deedText } from '../../../policies/reports/drifted.js';
import { sourcesOf } from '../../../policies/reports/sources.js';
import { dataOf, goodSet, mixed, reported } from './reported.js';

const read = (engine: string, file: string): ReadStack => readPlan({ name: `${file}.json`, kind: 'foreign', site: '?' }, file, readFileSync(new URL(`../../fixtures/plans/${engine}/${file}.json`, import.meta.url)));
const view = (lang: 'vi' | 'en') => ({ lang, columns: 100, colour: false }) as const;

describe.each(['terraform-1.11.4', 'opentofu-1.12.6'])('what was changed behind the engine, in real plans of %s', (engine) => {
  it('is named in the report by its object and places, without values', () => {
    const sources = sourcesOf({ mode: 'planset', stacks: [read(engine, 'update'), read(engine, 'drift')] });
    const lines = driftedText({ read: sources }, view('vi')).slice(0, 3);
    expect(lines).toEqual(['Đã thay đổi bên ngoài Terraform/OpenTofu (2)', '  drift.json: kubernetes_resource_quota_v1.known bị sửa: /spec/hard/requests.cpu', '  drift.json: kubernetes_secret_v1.db bị xóa']);
    const page = driftedHtml({ read: sources })?.source ?? '';
    expect(page).toContain('<code>kubernetes_secret_v1.db</code>');
    expect(page).toContain('changed: /spec/hard/requests.cpu');
    expect(`${page}${JSON.stringify(sources)}`).not.toContain('999');
  });

  it('is what the column of the record goes by: the value that was found, and nothing where the object is gone', () => {
    const { resources } = read(engine, 'drift');
    const at = (address: string) => resources.find((resource) => resource.address === address);
    expect(at('kubernetes_resource_quota_v1.known')?.before?.body).toMatchObject({ spec: { hard: { 'requests.cpu': '999' } } });
    expect(at('kubernetes_secret_v1.db')).toMatchObject({ action: 'create' });
    expect(at('kubernetes_secret_v1.db')?.before).toBeUndefined();
  });

  it('is not an address that the configuration itself moved', () => {
    const sources = sourcesOf({ mode: 'planset', stacks: [read(engine, 'moved')] });
    expect(sources[0]?.drift?.map(({ is }) => is)).toContain('moved');
    expect(driftedText({ read: sources }, view('en'))[0]).toBe('Changed behind Terraform or OpenTofu (2)');
    expect(driftedText({ read: sources }, view('en')).join('\n')).not.toContain('renamed');
  });

  it('is not what providers report at every refresh', () => {
    const sources = sourcesOf({ mode: 'planset', stacks: [read(engine, 'no-op')] });
    expect(sources[0]).not.toHaveProperty('drift');
    expect([driftedText({ read: sources }, view('en')), driftedHtml({ read: sources })]).toEqual([[], undefined]);
  });
});

describe('the rest of a report', () => {
  const drift: readonly Drifted[] = [{ address: 'a.b', type: 'a', is: 'created', paths: [], pointer: '/resource_drift/0/change' }];

  it('says in what it does not prove that nobody judged the change, and only then', async () => {
    const good = await goodSet();
    const [first, ...others] = good.stacks;
    if (first === undefined) throw new Error('no stack');
    const limits = reported({ set: { ...good, stacks: [{ ...first, drift }, ...others] } }).statement.limits;
    expect(limits.filter(({ en }) => en.startsWith(`1 object was changed behind Terraform or OpenTofu (${first.name})`))).toHaveLength(1);
    expect(dataOf(mixed()).statement.limits.filter(({ en }) => en.includes('behind Terraform'))).toEqual([]);
  });

  it('many places of one object are counted', () => {
    const paths = Array.from({ length: 7 }, (_, index) => `/spec/${index}` as const);
    expect(deedText({ address: 'a.b', type: 'a', is: 'changed', paths, pointer: '/x' }, 'en')).toBe('changed: /spec/0, /spec/1, /spec/2, /spec/3, /spec/4 … (+2)');
  });
});
