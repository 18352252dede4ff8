import { describe, expect, it } from 'vitest';
import type { Severity, Verdict, VerdictStatus } from '../../../sites/model/verdict.js';
import { assuranceOf, some, type DeclaredAssurance } from '../../../policies/reports/assurance.js';
import { coveringOf } from '../../../policies/reports/cited.js';
import { grouped, standingOf, worstFirst } from '../../../policies/reports/order.js';
import { safeLink } from '../../../policies/reports/quote.js';
import { shown } from '../../../policies/reports/shown.js';
import { estateOf, targetOf } from '../estate-builder.js';
import { goodStacks, offline, planset, type StackDraft } from '../planset-builder.js';
import { allFormats, dataOf, goodSet, mixed, rendered, reported } from './reported.js';

/** No plan of NDC 01 shows that anything was read. */
const silentSite = (stacks: StackDraft[]): void => stacks.filter(({ site }) => site === 'ndc-01').forEach((stack) => void Object.assign(stack, { refreshed: false }));

describe('the level of assurance', () => {
  it('is none offline, whatever is declared', () => {
    expect(assuranceOf(undefined)).toMatchObject({ level: null, computed: null, reasons: [] });
    expect(assuranceOf(offline(goodStacks()), 'C')).toMatchObject({ level: null, declared: 'C', reasons: [{ en: 'Level C was declared, but no plan was read, so there is no level of assurance.' }] });
  });

  it('is A for plan JSON, and says what a higher one needs', async () => {
    expect(assuranceOf(await goodSet())).toMatchObject({ level: 'A', computed: 'A', text: { en: 'Level A: a plan set of ndc plan, read as its folder holds it; nothing in it shows who made or kept it.' }, reasons: [{ en: expect.stringContaining('--assurance') as string }] });
  });

  it.each<DeclaredAssurance>(['B', 'C', 'D'])("%s is the auditor's word and printed as such", async (declared) => {
    const result = assuranceOf(await goodSet(), declared);
    expect(result).toMatchObject({ level: declared, computed: 'A', declared });
    expect(result.text.en).toMatch(/As declared by the auditor\.$/);
    expect(result.text.vi).toMatch(/Theo tuyên bố của kiểm toán viên\.$/);
  });

  it.each<[string, (stacks: StackDraft[]) => void, string]>([
    ['a plan still changes something', (stacks) => void delete stacks[0]?.recorded, 'Not level D: a plan still changes something (ndc-01-platform).'],
    ['a stack was not read', ([first]) => void Object.assign(first ?? {}, { status: { is: 'unreachable', since: '2026-11-20T00:00:00Z', reason: 'x' } }), 'Not level D: no plan was read (ndc-01-platform).'],
    ['a plan is not whole', ([first]) => void Object.assign(first ?? {}, { plan: { errored: true } }), 'Not level D: a plan is not whole (ndc-01-platform).'],
  ])('D is lowered to C where %s', async (_, change, reason) => {
    const result = assuranceOf(await goodSet(change), 'D');
    expect(result.level).toBe('C');
    // The level is read on the first page, so the reason stands beside it.
    expect(result.text.en).toBe(`Level C: planned by the auditor with read-only access. The auditor declared level D. ${reason}`);
    expect(result.text.vi).toMatch(/^Mức C: .* Kiểm toán viên tuyên bố mức D\. Không đạt mức D: .*\.$/);
    expect(result.reasons.map(({ en }) => en)).toContain(reason);
  });

  it('A speaks of plans that come without their set as they do', async () => {
    const { file: _, ...loose } = await goodSet();
    expect(assuranceOf(loose).text.en).toBe('Level A: plan JSON as it was handed in; nothing in it shows who made it.');
  });

  it('D says nothing of plans that record nothing, and takes the word of one plan of a site for its others', async () => {
    const reasons = async (change: (stacks: StackDraft[]) => void): Promise<string> => assuranceOf(await goodSet(change), 'D').reasons.map(({ en }) => en).join();
    expect(await reasons(() => undefined)).not.toContain('do not show that live objects were read');
    expect(await reasons(([first]) => void Object.assign(first ?? {}, { refreshed: false }))).not.toContain('do not show that live objects were read');
  });

  it('D names the plans that show no refresh', async () => {
    const result = assuranceOf(await goodSet(silentSite), 'D');
    expect(result.reasons.at(-1)?.en).toMatch(/^These plans do not show that live objects were read: ndc-01-platform, /);
  });

  it.each([
    [['a'], 'a'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c, d, e'],
    [['a', 'b', 'c', 'd', 'e', 'f'], 'a, b, c, d, e … (+1)'],
  ])('names %j', (names, text) => expect(some(names)).toBe(text));
});

describe('what can be decided', () => {
  const gapsOf = async (change: (stacks: StackDraft[]) => void): Promise<string[]> => reported({ set: await goodSet(change) }).decidable.ask.filter(({ of }) => of.includes('ndc-01-platform')).map(({ gap }) => gap);

  it('every rule is counted once', () => {
    const { decidable, rules, verdicts } = mixed();
    const named = [...decidable.decided, ...decidable.notApplicable, ...decidable.partly.map(({ policy }) => policy), ...decidable.undecided];
    expect([...named].sort()).toEqual(rules.map(({ id }) => id).sort());
    // Of three subjects of SUP-001 one cannot be known, of two of TEN-007 one.
    expect(decidable.partly).toEqual([{ policy: 'SUP-001', unknown: 1, of: 3 }, { policy: 'TEN-007', unknown: 1, of: 2 }]);
    expect(verdicts.filter(({ status }) => status === 'unknown')).toHaveLength(2);
  });

  it.each<[string, (stacks: StackDraft[]) => void]>([
    ['unreachable', ([first]) => void Object.assign(first ?? {}, { status: { is: 'unreachable', since: '2026-11-20T00:00:00Z', reason: 'x' } })],
    ['not-selected', ([first]) => void Object.assign(first ?? {}, { status: { is: 'not-selected' } })],
    ['failed', ([first]) => void Object.assign(first ?? {}, { status: { is: 'failed', reason: 'x' } })],
    ['deferred', ([first]) => void Object.assign(first ?? {}, { status: { is: 'deferred', needs: ['a'] } })],
    ['partial', ([first]) => void Object.assign(first ?? {}, { plan: { errored: true } })],
    ['no-cluster', ([first]) => void Object.assign(first ?? {}, { uid: null })],
    ['not-refreshed', silentSite],
    ['unseen-charts', ([first]) => void delete first?.rendered['cilium']],
  ])('%s: what to ask for', async (gap, change) => {
    expect(await gapsOf(change)).toEqual([gap]);
    expect(await gapsOf(() => undefined)).toEqual([]);
  });

  it('plans without their plan set, and none at all', async () => {
    const { file: _, ...set } = await goodSet();
    expect(reported({ set }).decidable.ask[0]?.gap).toBe('no-planset-file');
    expect(reported().decidable.ask[0]?.gap).toBe('no-plan');
  });
});

const verdict = (policy: string, status: VerdictStatus, more: Partial<Verdict> & { severity?: Severity } = {}): Verdict => ({
  policy, pack: 'design', severity: 'error', subject: { object: 'a' }, causes: [], status, blocks: status === 'fail', recorded: status, finding: { vi: 'a', en: 'a' }, evidence: [], remedy: { vi: 'a', en: 'a' }, fingerprint: `${policy}${status}`, ...more,
});
const waived = { until: '2030-12-31', basis: 'Q', reason: { vi: 'a', en: 'a' }, waiver: '/waivers/0' };

describe('the order', () => {
  it('is worst first: what blocks, then by rule and subject', () => {
    const list = [
      verdict('B', 'pass'),
      verdict('A', 'not-applicable'),
      verdict('C', 'fail', { waived, blocks: false }),
      verdict('D', 'fail', { severity: 'warning', blocks: false }),
      verdict('A', 'unknown', { fingerprint: 'open' }),
      verdict('Z', 'unknown', { blocks: true, fingerprint: 'blocking' }),
      verdict('B', 'fail', { subject: { object: 'b' } }),
      verdict('B', 'fail', { subject: { object: 'a' } }),
      verdict('A', 'fail'),
    ];
    expect(worstFirst(list).map((each) => `${each.policy} ${standingOf(each)} ${each.subject.object}`)).toEqual(['A fail a', 'B fail a', 'B fail b', 'Z unknown a', 'A unknown a', 'D warning a', 'C waived a', 'B pass a', 'A not-applicable a']);
    expect(grouped(list).map(({ policy, standing, verdicts }) => [policy, standing, verdicts.length])).toContainEqual(['B', 'fail', 2]);
    expect(worstFirst([...list].reverse())).toEqual(worstFirst(list));
  });
});

describe('waivers beside what they cover', () => {
  it('both of a failure with two causes, that which ends first in front; one alone by fingerprint', () => {
    const quoted = [
      { waiver: '/waivers/0', policy: 'A', cause: 'site/1', owner: 'o', approver: 'p', reason: waived.reason, expires: '2030-12-31' },
      { waiver: '/waivers/1', policy: 'A', cause: 'site/2', owner: 'o', approver: 'p', reason: waived.reason, expires: '2029-12-31' },
      { waiver: '/waivers/2', policy: 'A', cause: 'site/2', owner: 'unused', approver: 'p', reason: waived.reason, expires: '2029-12-31' },
      { waiver: '/waivers/3', policy: 'A', fingerprint: 'f', owner: 'o', approver: 'p', reason: waived.reason, expires: '2029-12-31' },
    ] as const;
    const used = [0, 1, 3].map((index) => ({ ...quoted[index], subjects: ['a'] })) as never;
    const of = coveringOf({ used }, quoted);
    const places = (causes: string[], waiver: string): string[] => of(verdict('A', 'fail', { causes, waived: { ...waived, waiver } })).map((each) => each.waiver);
    expect(places(['site/1', 'site/2'], '/waivers/1')).toEqual(['/waivers/1', '/waivers/0']);
    expect(places(['site/1', 'site/2'], '/waivers/3')).toEqual(['/waivers/3']);
    expect(of(verdict('A', 'fail'))).toEqual([]);
  });
});

describe('the statement', () => {
  it('binds what was judged: the digest changes with a verdict, a document, a rule, not with the time', async () => {
    const set = await goodSet();
    const plain = reported({ set }).statement.digest;
    expect(reported({ set }).statement.digest).toBe(plain);
    expect(reported({ set, changes: { 'ndc-03.yaml#/region': 'bac' } }).statement.digest).not.toBe(plain);
    expect(reported({ set: { ...set, stacks: set.stacks.slice(1) } }).statement.digest).not.toBe(plain);
    expect(reported({ set: { ...set, stacks: set.stacks.map((stack) => ({ ...stack, document: { name: stack.document?.name ?? '', digest: 'sha256:1' } })) } }).statement.digest).not.toBe(plain);
    expect(reported({ set, assurance: 'C' }).statement.digest).not.toBe(plain);
  });

  it('says the same in both languages', () => {
    const { statement, summary, verdicts } = mixed();
    for (const text of Object.values(statement.text)) for (const figure of [verdicts.length, summary.counts.pass, summary.recorded.unknown, statement.digest]) expect(text).toContain(String(figure));
    expect(statement.text.vi).toContain('1 được miễn');
    expect(statement.text.en).toContain('1 waived');
  });

  it('says what is not proved by this very input', async () => {
    const limits = (result: ReturnType<typeof mixed>): string => result.statement.limits.map(({ en }) => en).join('\n');
    expect(limits(mixed())).toContain('There was no plan');
    const plans = limits(reported({ set: await goodSet(([first]) => void Object.assign(first ?? {}, { uid: null, plan: { errored: true } })) }));
    expect(plans).toContain('not a live reading');
    expect(plans).toContain('It is not known which cluster these were planned against: ndc-01-platform.');
    expect(plans).toContain('Plans that are not whole: ndc-01-platform.');
    expect(limits(reported({ set: await goodSet(), assurance: 'D' }))).not.toContain('not a live reading');
  });
});

describe('two runs of the same input at the same time', () => {
  it.each(allFormats)('give the same bytes as %s', async (format) => {
    const run = async (): Promise<string> => rendered(dataOf(reported({ set: await planset(targetOf(estateOf()), goodStacks()) })), format, 'vi');
    expect(await run()).toBe(await run());
  });

  it('colours stand on terminals only', async () => {
    for (const format of allFormats) expect(await rendered(dataOf(mixed()), format)).not.toContain('\u001b');
    expect(await rendered(dataOf(mixed()), 'text', 'en', true)).toContain('\u001b[31m');
  });
});

describe('texts made safe', () => {
  it.each([
    ['a\nb\r\n\tc', 'a b c'],
    ['\u001b[31m', '\\u001b[31m'],
    ['\u202e\u00ad\ud800\uffff', '\\u202e\\u00ad\\ud800\\uffff'],
    ['Trung tâm 🙂', 'Trung tâm 🙂'],
  ])('%j', (from, to) => expect(shown({ [from]: [from] })).toEqual({ [to]: [to] }));

  it('keeps a name that is none of its own', () => {
    expect(JSON.stringify(shown(JSON.parse('{"__proto__": {"a": "b"}}')))).toBe('{"__proto__":{"a":"b"}}');
  });

  it.each([
    ['https://example.vn/a?b#c', true],
    ['javascript:alert(1)', false],
    ['https://x" onclick="y', false],
    ['HTTP://x', true],
    ['data:text/html,x', false],
  ])('the link %s', (link, follows) => expect(safeLink(link) !== undefined).toBe(follows));
});
