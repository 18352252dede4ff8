import { describe, expect, it } from 'vitest';
import { approvalDigest } from '../../../sites/model/approval.js';
import { baseFiles, english, estateOf, put, type Changes } from './estate-files.js';

const limit = '{namespace: ho-so-suc-khoe-prod, site: ndc-01, cpu: 1, memory: 1Gi, storage: {}, pods: 1}';
const steps = {
  cordon: `{on: 2026-01-01, figures: stated, limits: [${limit}]}`,
  export: `{on: 2026-01-02, location: x, digest: "sha256:${'a'.repeat(64)}", confirmedBy: B}`,
  retention: '{on: 2026-01-03, until: 2026-03-31}',
};
interface Given {
  readonly id?: string;
  readonly kind?: string;
  readonly from?: string;
  readonly state?: string;
  readonly steps?: Partial<typeof steps>;
  readonly more?: string;
}
const file = ({ id = 'dung', kind = 'offboard', from = 'system/ho-so-suc-khoe', state = 'open', steps: taken = steps, more = '' }: Given = {}): Changes => ({
  [`transitions/${id}.yaml`]: `apiVersion: ndc.gov.vn/v1\nkind: Transition\nid: ${id}\ntransition: ${kind}\nfrom: [${from}]\nto: []\nstate: ${state}\n${more}approvals: []\noffboarding:\n  organisation: bo-y-te\n${Object.entries(taken).map(([name, body]) => `  ${name}: ${body}\n`).join('')}`,
});
const without: Changes = { 'tenants/bo-y-te.yaml': undefined };
const [gone, done] = ['released: 2026-04-01\n', 'released: 2026-04-01\ntombstone: 2026-04-02\n'];

describe('what an offboarding says and is not so', () => {
  it.each<[string, Changes, RegExp]>([
    ['a step without the one before', file({ steps: { cordon: steps.cordon, retention: steps.retention } }), /NDC-E035 .*there is the step retain without the step export/],
    ['a step earlier than the one before', file({ steps: { ...steps, export: steps.export.replace('2026-01-02', '2025-12-31') } }), /the step export on 2025-12-31 is earlier than cordon on 2026-01-01/],
    ['a retention that ended before it began', file({ steps: { ...steps, retention: '{on: 2026-01-03, until: 2026-01-02}' } }), /the last day of retention, 2026-01-02, is before/],
    ['released on the last day of retention', { ...without, ...file({ more: 'released: 2026-03-31\n' }) }, /released on 2026-03-31, while everything is kept until the end of 2026-03-31/],
    ['done without a tombstone', { ...without, ...file({ more: gone, state: 'done' }) }, /state: done and tombstone go together/],
    ['a tombstone that is still open', { ...without, ...file({ more: done }) }, /state: done and tombstone go together/],
    ['given up and abandoned', { ...without, ...file({ more: gone, state: 'abandoned' }) }, /what was released cannot be abandoned/],
    ['steps of another kind', file({ kind: 'declare' }), /these steps belong to an offboarding, not to a declare/],
    ['an environment that nothing names', file({ from: 'environment/khac-prod' }), /ho-so-suc-khoe-prod belongs to nothing that from names/],
    ['an environment listed twice', file({ steps: { ...steps, cordon: steps.cordon.replace(limit, `${limit}, ${limit}`) } }), /listed twice/],
    ['a site there is not', file({ steps: { ...steps, cordon: steps.cordon.replace('ndc-01', 'ndc-09') } }), /NDC-E021 .*"ndc-09"/],
    ['a stack among what tenants have', file({ from: 'system/ho-so-suc-khoe, stack/ndc-01-platform' }), /not for stack\/ndc-01-platform/],
    ['what another body has by now', { ...without, ...file(), 'tenants/bo-cong-an.yaml': put('organisation: bo-y-te', 'organisation: bo-cong-an')(baseFiles['tenants/bo-y-te.yaml'] ?? '') }, /ho-so-suc-khoe-prod belongs to bo-cong-an now, not to bo-y-te; set state: abandoned/],
    ['two for one environment', { ...file(), ...file({ id: 'nua' }) }, /is in the transition dung already/],
    ['a system that was released and stands in the request', file({ more: gone }), /NDC-E036 "system\/ho-so-suc-khoe" was given up in the transition "dung"/],
    ['a system behind its tombstone', file({ more: done, state: 'done' }), /tenants\/bo-y-te\.yaml:6:9 NDC-E036/],
    ['an environment behind its tombstone', file({ from: 'environment/ho-so-suc-khoe-prod', more: done, state: 'done' }), /NDC-E036 "environment\/ho-so-suc-khoe-prod"/],
  ])('%s', (_name, changes, says) => {
    const found = english(changes);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(says);
  });

  it.each<[string, Changes]>([
    ['cordoned', file({ steps: { cordon: steps.cordon } })],
    ['kept', file()],
    ['abandoned', file({ state: 'abandoned' })],
    ['released', { ...without, ...file({ more: gone }) }],
    ['gone', { ...without, ...file({ more: done, state: 'done' }) }],
    ['all steps on one day, but for retention', file({ steps: { ...steps, export: steps.export.replace('2026-01-02', '2026-01-01'), retention: '{on: 2026-01-01, until: 2026-01-01}' } })],
  ])('%s: fine', (_name, changes) => {
    expect(Object.keys(estateOf(changes).transitions)).toEqual(['dung']);
  });
});

describe('what an approval is over', () => {
  const digestOf = (given: Given, changes: Changes = {}): string => {
    const estate = estateOf({ ...file(given), ...changes });
    const [transition] = Object.values(estate.transitions);
    if (transition === undefined) throw new Error('no transition');
    return approvalDigest(estate, transition);
  };

  it.each<[string, Given, Changes]>([
    ['another id', { id: 'khac' }, {}],
    ['another name in from', { from: 'environment/ho-so-suc-khoe-prod' }, {}],
    ['another step', { steps: { cordon: steps.cordon, export: steps.export } }, {}],
    ['another day of retention', { steps: { ...steps, retention: '{on: 2026-01-03, until: 2026-03-30}' } }, {}],
    ['another figure', { steps: { ...steps, cordon: steps.cordon.replace('pods: 1', 'pods: 2') } }, {}],
    ['another site', { steps: { ...steps, cordon: steps.cordon.replace('ndc-01', 'ndc-02') } }, {}],
    ['another digest of the export', { steps: { ...steps, export: steps.export.replace('aaaa', 'bbbb') } }, {}],
    ['a day it opens', { more: 'opened: 2026-01-01\n' }, {}],
    ['another estate', {}, { 'catalogue/estate.yaml': (text) => text.replace('id: vn', 'id: vn-2') }],
  ])('%s is another text', (_name, given, changes) => {
    expect(digestOf(given, changes)).not.toBe(digestOf({}));
  });

  it('what becomes of it afterwards, and who approved it, are none of it', () => {
    expect(digestOf({ more: gone }, without)).toBe(digestOf({}));
    expect(digestOf({ more: done, state: 'done' }, without)).toBe(digestOf({}));
    expect(digestOf({ steps: { ...steps, cordon: steps.cordon.replace('cpu: 1', 'cpu: 1000m') } })).toBe(digestOf({}));
  });
});
