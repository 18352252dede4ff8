import { describe, expect, it } from 'vitest';
import { day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { approvalsOf, approversOf } from '../../../sites/tenancy/approvals.js';
import type { GrowthInput } from '../../../sites/tenancy/approval-growth.js';
import { changesOf } from '../../../sites/tenancy/changes.js';
import { estateWith, ordinary, puts, requestOf, type Request } from './requests.js';

const prod = 'quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100}';
const network = (inside: string): readonly [string, string] => [prod, `${prod}\n        network: {${inside}}`];
const twoEnvironments: readonly [string, string] = ['    environments:\n', '    environments:\n      - {name: dev, quota: {size: s}, placement: {primary: ndc-01}}\n'];

type Pairs = readonly (readonly [string, string])[];
const estate = (pairs: Pairs): Estate => estateWith(pairs.length === 0 ? undefined : puts(...pairs));

function judged(before: Pairs | undefined, after: Pairs, more: Partial<GrowthInput> = {}): readonly string[] {
  const head = estate(after);
  const base = before === undefined ? head : estate(before);
  const from = before === undefined ? undefined : requestOf(base);
  const to = requestOf(head);
  const changes = changesOf({ estate: base, request: from }, { estate: base, request: to });
  return approvalsOf({ estate: base, base: from, head: to, changes, history: [], ...more })
    .filter(({ required }) => required)
    .map(({ rule }) => rule);
}

const both: Pairs = [...ordinary];
const edited = (from: string, to: string): Pairs => [...ordinary, [from, to]];

describe('who must approve', () => {
  it.each<[rule: string, before: Pairs | undefined, after: Pairs]>([
    ['first-request', undefined, both],
    ['lowered-classification', [['securityLevel: 4', 'securityLevel: 3'], ...ordinary.slice(1)], both],
    ['lowered-classification', edited('sharing: shared', 'sharing: specialised'), both],
    ['lowered-classification', edited('importance: ordinary', 'importance: important'), both],
    ['lowered-classification', edited('personalData: none', 'personalData: basic'), both],
    ['lowered-classification', edited('secrecy: none', 'secrecy: mat'), both],
    ['lowered-tier', edited('sharing: shared', 'sharing: shared\n    protection: gold'), both],
    ['lowered-backup', edited('pods: 100}', 'pods: 100, backup: 2Ti}'), edited('pods: 100}', 'pods: 100, backup: 1Ti}')],
    ['removes-data', [...ordinary, twoEnvironments], both],
    ['removes-data', both, edited('block: 1Ti', 'block: 512Gi')],
    ['removes-data', edited('sharing: shared', 'databases: [{id: d, engine: postgresql, size: 1Gi, changeRate: 1Mi}]\n    sharing: shared'), both],
    ['groups-changed', both, edited('systems:', 'groups: [{name: "bo-y-te:platform", role: view}]\nsystems:')],
    ['owners-changed', both, edited('Vụ trưởng', 'Cục trưởng')],
    ['owners-changed', both, edited('sharing: shared', 'technicalOperator: bo-cong-an\n    sharing: shared')],
    ['hosts-changed', both, [...ordinary, network('ingressHosts: [a.gov.vn]')]],
    ['allow-from-changed', [...ordinary, network('allowFrom: [ho-so-suc-khoe-prod]')], both],
    ['placement-changed', both, edited('primary: ndc-01, standby: ndc-02', 'primary: ndc-02')],
    ['growth-over-half', both, edited('cpu: 8', 'cpu: 12500m')],
    ['core-data', [...ordinary.slice(0, 1), ['importance: important', 'importance: core'], ...ordinary.slice(2)], both],
    ['secrecy', both, edited('secrecy: none', 'secrecy: toi-mat')],
    ['level-four', both, [['securityLevel: 4', 'securityLevel: 4 # as it was'], ...ordinary.slice(1)]],
    ['egress-abroad', both, [...ordinary, network('egress: [{host: drive.google.com, port: 443, purpose: chia sẻ}]')]],
  ])('%s asks for somebody', (rule, before, after) => {
    expect(judged(before, after)).toContain(rule);
  });

  it.each<[rule: string, before: Pairs, after: Pairs]>([
    ['lowered-classification', both, [['securityLevel: 4', 'securityLevel: 3'], ...ordinary.slice(1)]],
    ['lowered-tier', both, edited('sharing: shared', 'sharing: shared\n    protection: gold')],
    ['lowered-backup', edited('pods: 100}', 'pods: 100, backup: 1Ti}'), edited('pods: 100}', 'pods: 100, backup: 2Ti}')],
    ['removes-data', both, [...ordinary, twoEnvironments]],
    ['removes-data', [...ordinary, ['    environments:\n', '    environments:\n      - {name: dev, quota: {cpu: 1, memory: 1Gi, storage: {}, pods: 1}}\n']], both],
    ['groups-changed', both, edited('Vụ trưởng', 'Cục trưởng')],
    ['owners-changed', both, edited('name: Hồ sơ', 'name: Sổ')],
    ['hosts-changed', [...ordinary, network('ingressHosts: [a.gov.vn]')], [...ordinary, [prod, `${prod.replace('cpu: 8', 'cpu: 9')}\n        network: {ingressHosts: [a.gov.vn]}`]]],
    ['allow-from-changed', both, edited('cpu: 8', 'cpu: 9')],
    ['placement-changed', both, edited('cpu: 8', 'cpu: 9')],
    // Exactly a half is within the limit.
    ['growth-over-half', both, edited('cpu: 8', 'cpu: 12')],
    ['core-data', both, edited('cpu: 8', 'cpu: 9')],
    ['secrecy', both, edited('cpu: 8', 'cpu: 9')],
    ['level-four', both, [['securityLevel: 4', 'securityLevel: 3'], ...ordinary.slice(1)]],
    ['egress-abroad', both, [...ordinary, network('egress: [{host: api.gov.vn, port: 443, purpose: tra cứu}]')]],
    ['first-request', both, edited('cpu: 8', 'cpu: 9')],
  ])('%s does not where it does not hold', (rule, before, after) => {
    expect(judged(before, after)).not.toContain(rule);
  });

  const use = { 'ho-so-suc-khoe-prod': { on: day('2026-06-01'), cpu: 2800n, memory: 24n << 30n, storage: { block: 900n << 30n } } };

  it('accepts growth by a half with use of 35 % on record by itself', () => {
    // 2800m of 8 cores is 35 %.
    expect(judged(both, edited('cpu: 8', 'cpu: 12'), { usage: use })).toEqual([]);
  });

  it.each([
    ['one milli-core less', { ...use['ho-so-suc-khoe-prod'], cpu: 2799n }],
    ['a record older than 90 days', { ...use['ho-so-suc-khoe-prod'], on: day('2026-03-31') }],
    ['a record of tomorrow', { ...use['ho-so-suc-khoe-prod'], on: day('2026-07-01') }],
    ['nothing of the kind measured', { on: day('2026-06-01'), memory: 60n << 30n }],
  ])('wants an approver at %s', (_, measured) => {
    expect(judged(both, edited('cpu: 8', 'cpu: 12'), { usage: { 'ho-so-suc-khoe-prod': measured } })).toEqual(['growth-without-use']);
  });

  it('asks more than 80 % of storage, not 80 % itself', () => {
    const measured = (storage: bigint) => ({ usage: { 'ho-so-suc-khoe-prod': { on: day('2026-06-01'), storage: { block: storage } } } });
    // 1 TiB granted: 80 % is 879609302220.8 bytes.
    expect(judged(both, edited('block: 1Ti', 'block: 1280Gi'), measured(879_609_302_220n))).toEqual(['growth-without-use']);
    expect(judged(both, edited('block: 1Ti', 'block: 1280Gi'), measured(879_609_302_221n))).toEqual([]);
  });

  it('takes the storage that is backed up as evidence for its backups', () => {
    const asking = (storage: bigint) => judged([...both, ['pods: 100}', 'pods: 100, backup: 1Ti}']], [...both, ['pods: 100}', 'pods: 100, backup: 1280Gi}']], { usage: { 'ho-so-suc-khoe-prod': { on: day('2026-06-01'), storage: { block: storage } } } });
    expect(asking(879_609_302_220n)).toEqual(['growth-without-use']);
    expect(asking(879_609_302_221n)).toEqual([]);
  });

  it('asks 35 % of GPUs', () => {
    const asking = (gpu: bigint) => judged([...both, ['pods: 100}', 'pods: 100, gpu: 20}']], [...both, ['pods: 100}', 'pods: 100, gpu: 24}']], { usage: { 'ho-so-suc-khoe-prod': { on: day('2026-06-01'), gpu } } });
    expect(asking(6n)).toEqual(['growth-without-use']);
    expect(asking(7n)).toEqual([]);
  });

  it('takes nothing in use of nothing for no evidence', () => {
    expect(judged(both, [...both, ['pods: 100}', 'pods: 100, gpu: 4}']], { usage: { 'ho-so-suc-khoe-prod': { on: day('2026-06-01'), gpu: 0n } } })).toEqual(['growth-over-half', 'growth-without-use']);
  });

  it('does not speak of measured use where only what nobody measures grows', () => {
    const base = estate(both);
    const head = requestOf(estate(edited('pods: 100', 'pods: 104')));
    const found = approvalsOf({ estate: base, base: requestOf(base), head, changes: changesOf({ estate: base, request: requestOf(base) }, { estate: base, request: head }), history: [] }).find(({ rule }) => rule === 'growth-without-use');
    expect([found?.required, found?.because.en]).toEqual([false, 'only pods or load balancers grow, whose use is not measured']);
  });

  it('lets compute shrink by itself, unless it falls below what is measured', () => {
    expect(judged(both, edited('cpu: 8', 'cpu: 3'), { usage: use })).toEqual([]);
    expect(judged(both, edited('cpu: 8', 'cpu: 2'), { usage: use })).toEqual(['shrinks-below-use']);
    expect(judged(both, edited('cpu: 8', 'cpu: 2'))).toEqual([]);
  });

  describe('adds growth up over 90 days', () => {
    const at = (cpu: string): Request | undefined => requestOf(estate(edited('cpu: 8', `cpu: ${cpu}`)));
    // Today is 2026-06-30. 8 → 12 was approved in between, 12 → 18 is asked for: each by 50 %, together by 125 %.
    const second = (on: string) => judged(edited('cpu: 8', 'cpu: 12'), edited('cpu: 8', 'cpu: 18'), { usage: { 'ho-so-suc-khoe-prod': { on: day('2026-06-01'), cpu: 12_000n } }, history: [{ on: day('2025-01-01'), request: at('8.0') }, { on: day(on), request: at('12') }] });

    it('a second +50 % needs an approver', () => {
      expect(second('2026-05-15')).toEqual(['growth-over-half']);
    });

    it('and the figure it grew by in all', () => {
      const base = estate(edited('cpu: 8', 'cpu: 12'));
      const head = requestOf(estate(edited('cpu: 8', 'cpu: 18')));
      const [found] = approvalsOf({ estate: base, base: requestOf(base), head, changes: changesOf({ estate: base, request: requestOf(base) }, { estate: base, request: head }), history: [{ on: day('2025-01-01'), request: at('8.0') }, { on: day('2026-05-15'), request: at('12') }] }).filter(({ rule }) => rule === 'growth-over-half');
      // 8 → 18 cores.
      expect(found?.grounds).toEqual(['ho-so-suc-khoe-prod quota.cpu +125 %']);
    });

    it.each([
      // 2026-04-01 is 90 days before 2026-06-30: the state before it was in force on that day's eve, outside the window.
      ['on its first day', '2026-04-01', ['growth-over-half']],
      ['a day before the window', '2026-03-31', []],
    ])('a first one %s', (_, on, expected) => {
      expect(second(on)).toEqual(expected);
    });

    it('and says so where the past is not known', () => {
      const base = estate(both);
      const head = requestOf(estate(edited('cpu: 8', 'cpu: 9')));
      const [found] = approvalsOf({ estate: base, base: requestOf(base), head, changes: changesOf({ estate: base, request: requestOf(base) }, { estate: base, request: head }), usage: use }).filter(({ required }) => required);

      expect(found).toMatchObject({ rule: 'growth-over-half', grounds: ['ho-so-suc-khoe-prod quota.cpu'] });
      expect(found?.because.en).toContain('past is not known');
    });
  });

  it('knows another body’s group', () => {
    const base = estate(both);
    const request = requestOf(base);
    const head = request === undefined ? undefined : { ...request, groups: [{ name: 'bo-cong-an:platform', role: 'operate' as const }] };
    const found = approvalsOf({ estate: base, base: request, head, changes: changesOf({ estate: base, request }, { estate: base, request: head }), history: [] });

    expect(found.filter(({ required }) => required).map(({ rule, grounds }) => [rule, ...grounds])).toEqual([
      ['groups-changed', 'bo-y-te groups'],
      ['foreign-group', 'bo-cong-an:platform'],
    ]);
  });

  it('gives a reason for every rule, required or not', () => {
    const base = estate(both);
    const request = requestOf(base);
    const head = requestOf(estate(edited('cpu: 8', 'cpu: 9')));
    const found = approvalsOf({ estate: base, base: request, head, changes: changesOf({ estate: base, request }, { estate: base, request: head }), history: [] });

    expect(found).toHaveLength(base.approvals?.rules.length ?? 0);
    for (const { because } of found) for (const text of [because.vi, because.en]) expect(text).toMatch(/\S{3}/);
  });

  it('accepts nothing by itself where the catalogue has no rules', () => {
    const base = estateWith(undefined, { 'catalogue/approvals.yaml': undefined });

    expect(approvalsOf({ estate: base, base: undefined, head: requestOf(base), changes: [] })).toMatchObject([{ rule: 'no-rules', required: true }]);
  });

  it('counts no contractor among the approvers', () => {
    const base = estateWith(undefined, {
      'catalogue/approvals.yaml': `apiVersion: ndc.gov.vn/v1
kind: ApprovalRules
roles: [{id: r, name: {vi: Vai, en: Role}, approvers: [{principal: a@ndc.example, standing: official}, {principal: b@thau.example, standing: contractor}]}]
rules: [{id: x, when: {condition: core-data}, role: r, because: {vi: vì, en: because}}]
`,
    });

    expect(approversOf(base, 'r')).toEqual(['a@ndc.example']);
    expect(approversOf(base, 'other')).toEqual([]);
  });
});
