import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditResult } from '../../../policies/reports/json.js';
import { sarif } from '../../../policies/reports/sarif.js';
import { documentUri, messageText, relativeUri } from '../../../policies/reports/sarif-text.js';
import { sarifFaults } from './published.js';
import { goodSet, mixed, reported } from './reported.js';

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly { readonly physicalLocation?: { readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string }; readonly region?: { readonly startLine: number } }; readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[] }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly justification: string; readonly properties: Readonly<Record<string, unknown>> }[];
  readonly properties: { readonly recorded?: string };
}
interface Run {
  readonly tool: { readonly driver: { readonly version: string; readonly rules: readonly { readonly id: string; readonly help: { readonly text: string } }[] } };
  readonly results: readonly Result[];
  readonly artifacts: readonly { readonly location: { readonly uri: string }; readonly hashes?: { readonly 'sha-256': string } }[];
}

const runOf = (result: AuditResult, lang: 'vi' | 'en' = 'en'): Run => {
  const log = JSON.parse(sarif(result, lang)) as { readonly runs: readonly [Run] };
  return log.runs[0];
};

let result: AuditResult;
let run: Run;
beforeAll(() => {
  result = mixed();
  run = runOf(result);
});
const ofKind = (kind: string): readonly Result[] => run.results.filter((each) => each.kind === kind);

describe('SARIF', () => {
  it.each(['vi', 'en'] as const)('fits the published schema of 2.1.0, in %s', async (lang) => {
    expect(sarifFaults(JSON.parse(sarif(result, lang)))).toEqual([]);
    expect(sarifFaults(JSON.parse(sarif(reported({ set: await goodSet() }), lang)))).toEqual([]);
    expect(sarifFaults({ version: '2.1.0', runs: [{}] })).not.toEqual([]);
  });

  it('has one result a verdict, by kind, and one a waiver that fails or ends soon', () => {
    const { counts } = result.summary;
    // Waived failures stay failures and carry their suppression; one waiver expired, another ends within 30 days.
    expect(ofKind('fail')).toHaveLength(counts.fail + counts.waived + 1);
    expect([ofKind('open').length, ofKind('pass').length, ofKind('notApplicable').length, ofKind('review').length]).toEqual([counts.unknown, counts.pass, counts['not-applicable'], 1]);
    expect(run.results).toHaveLength(result.verdicts.length + 2);
  });

  it('gives a level to failures only', () => {
    expect(new Set(ofKind('fail').map(({ level }) => level))).toEqual(new Set(['error']));
    expect(new Set(run.results.filter(({ kind }) => kind !== 'fail').map(({ level }) => level))).toEqual(new Set(['none']));
  });

  it('quotes each waiver of a waived failure in full', () => {
    const [waived, ...others] = ofKind('fail').filter(({ suppressions }) => suppressions !== undefined);
    expect(others).toEqual([]);
    expect(waived?.ruleId).toBe('RED-001');
    expect(waived?.suppressions).toMatchObject([
      { kind: 'external', status: 'accepted', properties: { cause: 'site/ndc-03', owner: 'Nguyễn Văn An', approver: 'Trần Thị Bình', expires: '2026-12-10', basis: { label: 'Q', clause: 'V.2.b', inForceFrom: '2025-07-01' } } },
      { properties: { cause: 'site/ndc-02', expires: '2030-12-31' } },
    ]);
    expect(waived?.suppressions?.[0]?.justification).toContain('Owner: Nguyễn Văn An; approver: Trần Thị Bình; basis: Q V.2.b, Strategy, in force from 2025-07-01.');
  });

  it('names the rules with help in both languages, law and engineering apart', () => {
    const help = run.tool.driver.rules.find(({ id }) => id === 'RED-001')?.help.text;
    expect(help).toMatch(/Căn cứ pháp lý: Q V\.2\.b, Chiến lược, hiệu lực từ 01\/07\/2025\nCăn cứ kỹ thuật: /);
    expect(help).toMatch(/Legal basis: Q V\.2\.b, Strategy, in force from 2025-07-01\nEngineering basis: /);
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(run.tool.driver.version).toBe('1.2.3');
  });

  it('points at a line of the data, or at a pointer in a plan', async () => {
    const region = runOf(reported({ changes: { 'ndc-03.yaml#/region': 'bac' } })).results.find(({ ruleId, kind }) => ruleId === 'RED-002' && kind === 'fail');
    expect(region?.locations[0]?.physicalLocation).toMatchObject({ artifactLocation: { uri: 'ndc-03.yaml', uriBaseId: 'ESTATE' }, region: { startLine: expect.any(Number) as number } });
    const set = await goodSet((stacks) => void Object.assign(stacks.find(({ name }) => name === 'ndc-01-tenant-bo-y-te')?.resources['kubernetes_namespace_v1']?.['environment']?.['metadata'] as object, { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } }));
    const namespace = runOf(reported({ set })).results.find(({ ruleId, kind }) => ruleId === 'TEN-002' && kind === 'fail');
    expect(namespace?.locations[0]).toMatchObject({ physicalLocation: { artifactLocation: { uri: 'ndc-01-tenant-bo-y-te.plan.json', uriBaseId: 'PLANS' } } });
    expect(namespace?.locations[0]?.logicalLocations[1]?.fullyQualifiedName).toMatch(/^\/resource_changes\/\d+/);
  });

  it('names every document with its digest', async () => {
    const { read } = result;
    expect(run.artifacts.map(({ location, hashes }) => [location.uri, `sha256:${hashes?.['sha-256'] ?? ''}`])).toEqual(read.map(({ document, digest }) => [document, digest]));
    expect(runOf(reported({ set: await goodSet() })).artifacts[0]).toMatchObject({ location: { uri: 'planset.json' }, hashes: { 'sha-256': 'e'.repeat(64) } });
  });

  it('knows a finding again by its fingerprint, and puts the worst first', () => {
    const prints = run.results.map(({ partialFingerprints }) => partialFingerprints['ndcFinding/v1']);
    expect(new Set(prints).size).toBe(prints.length);
    expect(run.results.slice(0, result.verdicts.length).map(({ kind }) => kind).join(' ')).toMatch(/^(fail ){7}(open ){2}fail (pass ?)+(notApplicable ?)+$/);
  });
});

describe('texts and addresses in SARIF', () => {
  it.each([
    ['plain [0] text', 'plain [0] text'],
    ['${var.x} {0}', '${{var.x}} {{0}}'],
    ['[here](http://evil.example)', '\\[here\\](http://evil.example)'],
    ['a\\](x) [b', 'a\\\\\\](x) \\[b'],
  ])('the message %j', (from, to) => {
    expect(messageText(from)).toBe(to);
  });

  it.each([
    ['a b/c.json', 'a%20b/c.json'],
    ['../../etc/passwd', '%2E%2E/%2E%2E/etc/passwd'],
    ['javascript:alert(1)', 'javascript%3Aalert(1)'],
    ['//evil.example/x', 'evil.example/x'],
    ['a?b#c', 'a%3Fb%23c'],
  ])('the file %j', (from, to) => {
    expect(relativeUri(from)).toBe(to);
  });

  it('a full path is one', () => {
    expect(documentUri('/a b/c.json')).toEqual({ uri: 'file:///a%20b/c.json', full: true });
    expect(documentUri('//evil.example/c.json')).toEqual({ uri: 'file:///evil.example/c.json', full: true });
    expect(documentUri('a.json')).toEqual({ uri: 'a.json', full: false });
  });
});
