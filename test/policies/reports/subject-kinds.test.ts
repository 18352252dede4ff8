import { describe, expect, it } from 'vitest';
import { rules } from '../../../policies/engine/catalogue.js';
import { runRules } from '../../../policies/engine/run.js';
import { subjectKinds } from '../../../policies/reports/subject-kinds.js';
import { estateOf, documents, today } from '../estate-builder.js';
import { dataOf, goodSet, mixed, rendered } from './reported.js';

const verdict = (object: string) => ({ subject: { object } });

describe('what names of subjects mean', () => {
  it('is said of every kind that the rules name, in both languages', async () => {
    const packs = ['design', 'operations', 'failover'] as const;
    const verdicts = runRules({ estate: estateOf(documents), asOf: today, rules, packs, planset: await goodSet() });
    const kinds = [...new Set(verdicts.map(({ subject }) => subject.object.split('/')[0]))].sort();
    expect(subjectKinds(verdicts).map(([kind]) => kind)).toEqual(kinds);
    expect(kinds.length).toBeGreaterThan(15);
    for (const [, { vi, en }] of subjectKinds(verdicts)) expect(vi).not.toBe(en);
  });

  it('names each kind once, and none that it does not know', () => {
    expect(subjectKinds([verdict('dataset/a'), verdict('dataset/b'), verdict('constructor/x'), verdict('cua-toi/x')]).map(([kind, { vi }]) => [kind, vi])).toEqual([['dataset', 'tập dữ liệu']]);
  });

  it('stands above the findings of a Vietnamese report and of the page', async () => {
    const data = dataOf(mixed());
    expect((await rendered(data, 'text', 'vi')).replaceAll(/\s+/g, ' ')).toContain('tên đối tượng: ');
    expect(await rendered(data, 'text', 'en')).not.toContain('tên đối tượng');
    expect(await rendered(data, 'html', 'vi')).toContain('<dt><code>environment/…</code></dt><dd><span lang="vi">môi trường của hệ thống</span><span lang="en">environment of a system</span></dd>');
  });
});
