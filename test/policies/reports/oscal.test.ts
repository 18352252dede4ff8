import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditResult } from '../../../policies/reports/json.js';
import { oscal } from '../../../policies/reports/oscal.js';
import { markup, prop, token } from '../../../policies/reports/oscal-text.js';
import { uuidOf } from '../../../policies/reports/uuid.js';
import { oscalFaults } from './published.js';
import { goodSet, mixed, reported } from './reported.js';

interface Observation {
  readonly uuid: string;
  readonly subjects: readonly { readonly 'subject-uuid': string }[];
  readonly props: readonly { readonly name: string; readonly value: string }[];
  readonly expires?: string;
  readonly 'relevant-evidence'?: readonly { readonly href?: string }[];
}
interface Finding {
  readonly title: string;
  readonly target: { readonly 'target-id': string; readonly status: { readonly state: string; readonly reason: string; readonly remarks: string } };
  readonly 'related-observations': readonly { readonly 'observation-uuid': string }[];
  readonly 'related-risks'?: readonly { readonly 'risk-uuid': string }[];
}
interface Risk {
  readonly uuid: string;
  readonly title: string;
  readonly status: string;
  readonly deadline?: string;
  readonly statement: string;
  readonly props: readonly { readonly name: string; readonly value: string }[];
}
interface Results {
  readonly uuid: string;
  readonly 'import-ap': { readonly href: string };
  readonly 'local-definitions': { readonly 'objectives-and-methods': readonly { readonly parts: readonly { readonly id?: string }[] }[] };
  readonly 'back-matter': { readonly resources: readonly { readonly uuid: string; readonly title: string; readonly rlinks?: readonly { readonly hashes: readonly { readonly value: string }[] }[] }[] };
  readonly results: readonly [
    {
      readonly observations: readonly Observation[];
      readonly findings: readonly Finding[];
      readonly risks: readonly Risk[];
      readonly 'local-definitions': { readonly 'inventory-items': readonly { readonly uuid: string }[] };
      readonly attestations: readonly { readonly parts: readonly { readonly prose: string }[] }[];
    },
  ];
}

const parsed = (result: AuditResult, lang: 'vi' | 'en' = 'en'): Results => (JSON.parse(oscal(result, lang)) as { readonly 'assessment-results': Results })['assessment-results'];

let result: AuditResult;
let all: Results;
beforeAll(() => {
  result = mixed();
  all = parsed(result);
});
const stateOf = (rule: string): unknown => all.results[0].findings.find(({ title }) => title.startsWith(rule))?.target.status;

describe('OSCAL assessment results', () => {
  it.each(['vi', 'en'] as const)('fit the published schema of 1.1.3, in %s', async (lang) => {
    expect(oscalFaults(JSON.parse(oscal(result, lang)))).toEqual([]);
    expect(oscalFaults(JSON.parse(oscal(reported({ set: await goodSet() }), lang)))).toEqual([]);
    expect(oscalFaults({ 'assessment-results': { uuid: 'x' } })).not.toEqual([]);
  });

  it('have an observation for each verdict', () => {
    const { observations } = all.results[0];
    expect(observations).toHaveLength(result.verdicts.length);
    const standings = observations.map(({ props }) => props.find(({ name }) => name === 'status')?.value);
    const { counts } = result.summary;
    for (const standing of ['fail', 'waived', 'unknown', 'pass', 'not-applicable'] as const) expect(standings.filter((each) => each === standing)).toHaveLength(counts[standing]);
  });

  it('say satisfied only where every subject passes, else the reason', () => {
    expect(stateOf('CAP-002')).toEqual({ state: 'not-satisfied', reason: 'fail', remarks: expect.stringContaining('1 failed') as string });
    expect(stateOf('RED-001')).toEqual({ state: 'not-satisfied', reason: 'other', remarks: expect.stringContaining('1 waived') as string });
    expect(stateOf('SUP-001')).toEqual({ state: 'not-satisfied', reason: 'other', remarks: expect.stringContaining('1 unknown') as string });
    expect(stateOf('NET-002')).toMatchObject({ state: 'satisfied', reason: 'pass' });
  });

  it('have no finding for a rule that applies to nothing', () => {
    const applies = new Set(result.verdicts.filter(({ status }) => status !== 'not-applicable').map(({ policy }) => policy));
    expect(all.results[0].findings.map(({ title }) => title.split(':')[0])).toEqual(result.rules.map(({ id }) => id).filter((id) => applies.has(id)));
    expect(applies.size).toBeLessThan(result.rules.length);
  });

  it('hold a waived failure as a risk accepted until its day, with both people and the basis', () => {
    const waived = all.results[0].risks.find(({ status }) => status === 'deviation-approved');
    expect(waived).toMatchObject({ deadline: '2026-12-10T23:59:59+07:00' });
    const values = (name: string): string[] => waived?.props.filter((each) => each.name === name).map(({ value }) => value) ?? [];
    expect([values('waiver-owner'), values('waiver-approver'), values('waiver-expires')]).toEqual([['Nguyễn Văn An', 'Nguyễn Văn An'], ['Trần Thị Bình', 'Trần Thị Bình'], ['2026-12-10', '2030-12-31']]);
    expect(values('waiver-basis')[0]).toBe('Q V.2.b, Strategy, in force from 2025-07-01');
    expect(all.results[0].risks.filter(({ status }) => status === 'open').map(({ title }) => title.split(':')[0])).toEqual(['BAK-002', 'BAK-003', 'BAK-004', 'CAP-002', 'EVI-001', 'RED-005']);
  });

  it('refer only to what they hold', () => {
    const [{ observations, findings, risks, 'local-definitions': local }] = all.results;
    const resources = new Set(all['back-matter'].resources.map(({ uuid }) => `#${uuid}`));
    const objectives = new Set(all['local-definitions']['objectives-and-methods'].flatMap(({ parts }) => parts.map(({ id }) => id)));
    const items = new Set(local['inventory-items'].map(({ uuid }) => uuid));
    const seen = new Set(observations.map(({ uuid }) => uuid));
    const held = new Set(risks.map(({ uuid }) => uuid));
    expect(resources).toContain(all['import-ap'].href);
    for (const observation of observations) {
      for (const subject of observation.subjects) expect(items).toContain(subject['subject-uuid']);
      for (const { href } of observation['relevant-evidence'] ?? []) if (href !== undefined) expect(resources).toContain(href);
    }
    for (const finding of findings) {
      expect(objectives).toContain(finding.target['target-id']);
      for (const each of finding['related-observations']) expect(seen).toContain(each['observation-uuid']);
      for (const each of finding['related-risks'] ?? []) expect(held).toContain(each['risk-uuid']);
    }
    const ids = [all.uuid, ...resources, ...items, ...seen, ...held];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('name every document with its digest, and carry the statement', () => {
    const hashes = all['back-matter'].resources.flatMap(({ rlinks = [] }) => rlinks.flatMap((link) => link.hashes.map(({ value }) => `sha256:${value}`)));
    expect(hashes).toEqual(result.read.map(({ digest }) => digest));
    expect(all.results[0].attestations[0]?.parts[0]?.prose).toContain('On redundancy: not redundant.');
  });
});

describe('ids and texts in OSCAL', () => {
  it('are made from what they name, as UUIDs of version 5', () => {
    expect(uuidOf('a', 1)).toBe(uuidOf('a', 1));
    expect(uuidOf('a', 1)).not.toBe(uuidOf('a1'));
    expect(uuidOf()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it.each([
    ['RED-001', 'RED-001'],
    ['9 x', '_9_x'],
    ['', '_'],
  ])('the token of %j', (from, to) => expect(token(from)).toBe(to));

  it.each([
    ['[x](y)', '\\[x\\](y)'],
    ['<b> {{ insert: param, x }}', '\\<b\\> \\{\\{ insert: param, x \\}\\}'],
  ])('the markup of %j', (from, to) => expect(markup(from)).toBe(to));

  it('no property is empty or padded', () => {
    expect(prop('a', '  ')).toEqual([]);
    expect(prop('a', ' b\n c ')).toMatchObject([{ value: 'b c' }]);
  });
});
