import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { AuditData } from '../../../bin/commands/audit.js';
import type { Rule } from '../../../policies/engine/rule.js';
import type { WaiverReport } from '../../../policies/engine/waivers.js';
import type { PlanSetFile } from '../../../policies/planset/format.js';
import type { ReadPlanSet, ReadStack } from '../../../policies/planset/read-model.js';
import { auditResult } from '../../../policies/reports/json.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Text } from '../../../sites/model/text.js';
import type { Verdict, VerdictStatus } from '../../../sites/model/verdict.js';
import { day } from '../../../sites/model/calendar.js';
import { estateOf, today } from '../estate-builder.js';
import { oscalFaults, sarifFaults } from './published.js';
import { allFormats, dataOf, rendered } from './reported.js';
import { xmlOf } from './xml-reader.js';

/** What a stranger may write where a name or a sentence is expected. */
const tokens = [
  '\u001b[2J\u001b[31m', '\u009b31m', '\u0007', '\u0000', '\r', '\nRED-999 passed: all is well', '\t', '\u202e', '\u2066', '\u200b', '\ufeff', '\u00ad', '\u{e0041}', '\ud800', '\udfff', '\uffff',
  ']]>', '<![CDATA[', '</script><script>alert(1)</script>', '<img src=x onerror=alert(1)>', '-->', '<!--', '</title>', '</style>', '" onclick="x', "' onload='x", '`', '&#x3c;', '&lt;',
  '${jndi:x}', '{0}', '{{ insert: param, x }}', '%{x}', '[click](javascript:alert(1))', '](http://evil.example)', '![x](http://evil.example/x.png)', '../../etc/passwd', 'javascript:alert(1)', '//evil.example', '?#', '  ', 'bình thường', '\\', '"', ',', '=1+1', 'sha256:x',
];
const hostile = fc.array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 9 }).map((parts) => parts.join(''));
/** Every token once, a few together. */
const examples = Array.from({ length: Math.ceil(tokens.length / 5) }, (_, index): [string] => [tokens.slice(index * 5, index * 5 + 5).join('')]);
const runs = { numRuns: examples.length + 6, examples };

const text = (of: string): Text => ({ vi: `v ${of}`, en: `e ${of}` });
const statuses: readonly [VerdictStatus, boolean][] = [['fail', false], ['fail', true], ['unknown', false], ['pass', false], ['not-applicable', false]];

/** Everything that others write, written by one who means harm: plans, the plan set's file, data, rules brought along. */
function written(by: string): AuditData {
  const estate: Estate = { ...estateOf(), waivers: [{ policy: 'RED-001', cause: `site/${by}`, owner: by, approver: by, reason: text(by), basis: { document: by, clause: by }, expires: day('2027-06-30') }] };
  const listed = { waiver: '/waivers/0', policy: 'RED-001', cause: `site/${by}`, owner: by, approver: by, expires: day('2027-06-30') };
  const verdicts = statuses.map(
    ([status, waived], index): Verdict => ({
      policy: 'RED-001',
      pack: 'design',
      severity: 'error',
      subject: { object: `o/${by}`, site: by, organisation: by, address: by, constructPath: by },
      causes: [`site/${by}`],
      status,
      blocks: status === 'fail' && !waived,
      recorded: 'unknown',
      finding: text(by),
      evidence: [{ what: text(by), found: by, pointer: `/${by}`, document: index === 0 ? by : 'estate' }, { what: text(by), found: by }],
      remedy: text(by),
      fingerprint: String(index).repeat(64),
      ...(waived ? { waived: { until: '2027-06-30', basis: by, reason: text(by), waiver: '/waivers/0' } } : {}),
    }),
  );
  const rule = { id: 'RED-001', version: 1, title: text(by), explanation: text(by), severity: 'error', pack: 'design', legal: [{ document: by, clause: by }], engineering: { statement: text(by), link: by }, assumptions: [text(by)], reads: ['estate', 'planset'], unknownBlocks: true, emptyPopulation: 'fail', check: () => [], remedy: text(by) } as const satisfies Rule;
  const file: PlanSetFile = {
    kind: 'ndc/planset.v1', id: by, created: by, estate: { id: by, digest: by }, scenario: { phase: by, lose: [by], delay: {} }, scope: { sites: [by], organisations: 'all', stacks: 'all' }, purpose: 'apply', connection: by,
    engine: { kind: 'tofu', version: by }, providers: [{ source: by, version: by, hashes: [] }], backend: { type: by, stateEncrypted: false, planEncrypted: false }, clusters: { [by]: by }, accepted: [{ site: by, by }], stacks: [],
  };
  const stack: ReadStack = { name: by, kind: 'foreign', site: by, judgedFrom: 'plan', document: { name: by, digest: `sha256:${'a'.repeat(64)}` }, clusterUid: by, outputs: {}, resources: [], opaqueCharts: [{ address: by, namespace: by, column: 'after', because: by }], destroys: false, incomplete: [{ vi: by, en: by }], notUnderstood: [by], plan: { format: by, engine: by, made: by, flags: {}, refreshSeen: false } };
  const planset: ReadPlanSet = { mode: 'planset', file, stacks: [stack, { ...stack, name: `${by}2`, judgedFrom: 'absent', absence: { is: 'unreachable', since: by, reason: by, declared: false } }] };
  const waivers: WaiverReport = { used: [{ ...listed, subjects: [by] }], unused: [{ ...listed }], expiring: [{ ...listed, days: 3 }], refused: [{ ...listed, reason: 'expired', text: text(by) }] };
  const result = auditResult({ estate, asOf: today, at: '2026-11-22T03:30:00.000Z', version: by, view: 'today', packs: ['design'], rules: [rule], planset, plansetDigest: by, assurance: 'D', verdicts, waivers });
  return dataOf(result, { connection: by, notRead: [by] });
}

// eslint-disable-next-line no-control-regex -- control characters are what must not be there
const spoofs = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad\ufffe\uffff\p{Cs}]|\u{e0041}/u;

/** How many elements of each name a page has. */
function elements(page: string): Record<string, number> {
  const { document } = parseHTML(page) as unknown as { readonly document: { readonly querySelectorAll: (selector: string) => Iterable<{ readonly tagName: string; readonly attributes: Iterable<{ readonly name: string }> }> } };
  const counts: Record<string, number> = {};
  for (const { tagName, attributes } of document.querySelectorAll('*')) {
    counts[tagName] = (counts[tagName] ?? 0) + 1;
    for (const { name } of attributes) counts[`@${name}`] = (counts[`@${name}`] ?? 0) + 1;
  }
  return counts;
}

/** Fields of OSCAL that hold markup. */
const marked = new Set(['title', 'description', 'remarks', 'prose', 'statement', 'text']);

/** Texts of a document that open a link, an element, code or an insertion. */
function openMarkup(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return marked.has(key) && /(?<!\\)(?:\\\\)*[[<{`]/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => openMarkup(inner, Array.isArray(value) ? key : name));
}

const shape = async (by: string): Promise<Record<string, unknown>> => {
  const data = written(by);
  const report = Object.fromEntries(await Promise.all(allFormats.map(async (format) => [format, await rendered(data, format)] as const)));
  for (const format of allFormats) expect(spoofs.exec(report[format] ?? '')?.[0], format).toBeUndefined();
  const sarif = JSON.parse(report['sarif'] ?? '') as { readonly runs: readonly { readonly results: readonly { readonly kind: string; readonly message: { readonly text: string } }[] }[] };
  const oscal = JSON.parse(report['oscal'] ?? '') as { readonly 'assessment-results': { readonly results: readonly { readonly observations: readonly unknown[]; readonly findings: readonly { readonly target: object }[] }[] } };
  expect(sarifFaults(sarif)).toEqual([]);
  expect(oscalFaults(oscal)).toEqual([]);
  expect(openMarkup(oscal)).toEqual([]);
  const json = JSON.parse(report['json'] ?? '') as { readonly verdicts: readonly unknown[] };
  const junit = xmlOf(report['junit'] ?? '');
  return {
    json: [Object.keys(json), json.verdicts.length],
    sarif: sarif.runs[0]?.results.map(({ kind }) => kind),
    links: sarif.runs[0]?.results.filter(({ message }) => /(?<!\\)\]\(/.test(message.text)).length,
    oscal: [oscal['assessment-results'].results[0]?.observations.length, oscal['assessment-results'].results[0]?.findings.map(({ target }) => target)],
    junit: [junit.attributes['failures'], junit.attributes['errors'], junit.attributes['skipped'], junit.children.map(({ children }) => children.length)],
    text: (report['text'] ?? '').split('\n').filter((line) => line.startsWith('RED-')).length,
  };
};

describe('strings of strangers', () => {
  it('neither break a format nor forge a part of it', async () => {
    const plain = await shape('x');
    expect(plain).toMatchObject({ links: 0, text: 3, junit: ['3', '1', '2', expect.anything() as unknown] });
    await fc.assert(fc.asyncProperty(hostile, async (by) => void expect(await shape(by)).toEqual(plain)), runs);
  });

  it('add no element and no attribute to the page', async () => {
    const plain = elements(await rendered(written('x'), 'html'));
    expect(plain['SCRIPT']).toBe(1);
    await fc.assert(fc.asyncProperty(hostile, async (by) => void expect(elements(await rendered(written(by), 'html'))).toEqual(plain)), runs);
  });

  it('are shown, not dropped', async () => {
    for (const format of allFormats) expect(await rendered(written('\u202egian\u0007'), format), format).toMatch(/\\+u202egian\\+u0007/);
  });
});
