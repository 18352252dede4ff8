import { describe, expect, it } from 'vitest';
import { readOffline } from '../../policies/planset/read-planset.js';
import { deriveIntent } from '../../sites/intent/derive.js';
import { day } from '../../sites/model/calendar.js';
import type { Estate } from '../../sites/model/estate.js';
import { demandIn } from '../../sites/capacity/demand.js';
import { placed, promised } from '../../sites/capacity/promised.js';
import { synthesise } from '../../stacks/synthesise.js';
import { environmentsOf } from '../../policies/derived/placement.js';
import { expectedStacksOf } from '../../policies/derived/stacks.js';
import { verdictsOf } from '../policies/judging.js';
import { edited, estateOf, smallEstateFiles } from './estate-small.js';

const file = (text: string) => ({ name: 'transitions/dung.yaml', bytes: Buffer.from(text) });
const offboarding = (from: string, organisation: string, limits: string, more = 'state: open'): ReturnType<typeof file> =>
  file(`apiVersion: ndc.gov.vn/v1
kind: Transition
id: dung
transition: offboard
from: [${from}]
to: []
${more}
approvals: []
offboarding:
  organisation: ${organisation}
  cordon: {on: 2026-10-01, figures: stated, limits: [${limits}]}
  export: {on: 2026-10-02, location: x, digest: "sha256:${'a'.repeat(64)}", confirmedBy: B}
  retention: {on: 2026-10-03, until: 2026-10-30}
`);
const cordoned = '{namespace: cong-tin-prod, site: ndc-01, cpu: 250m, memory: 1Gi, storage: {}, pods: 3, loadBalancers: 1}';

const quotaOf = (estate: Estate, stack: string, namespace: string): Readonly<Record<string, string>> => {
  const tree = JSON.parse(synthesise(estate, deriveIntent(estate), { stacks: [stack] })[0]?.json ?? '{}') as { resource: { kubernetes_resource_quota_v1: Record<string, { metadata: { name: string; namespace: string }; spec: { hard: Record<string, string> } }> } };
  const found = Object.values(tree.resource.kubernetes_resource_quota_v1).find(({ metadata }) => metadata.namespace === namespace && metadata.name === 'ndc-quota');
  if (found === undefined) throw new Error(`${stack} has no quota of ${namespace}`);
  return found.spec.hard;
};
const offline = (estate: Estate) => readOffline(synthesise(estate, deriveIntent(estate)));
const judged = (estate: Estate, rule: string, namespace: string) => verdictsOf(rule, estate, offline(estate), estate.scenario.asOf).filter(({ subject }) => subject.object === `environment/${namespace}`).map(({ subject, status }) => `${subject.site ?? ''} ${status}`);
const owed = (estate: Estate, namespace: string, quarter: '2026-Q4' | '2027-Q1') => {
  const promises = deriveIntent(estate).environments.map((environment) => promised(placed(environment)));
  const { placed: here } = demandIn(estate, promises, quarter as never, { serving: new Set(Object.keys(estate.sites)), lost: new Set() });
  return here.filter(({ promise }) => promise.namespace === namespace).map(({ site, amounts }) => `${site} ${amounts.get('cpu') ?? 0n} ${amounts.get('pods') ?? 0n}`);
};

describe('a cordon', () => {
  const { estate } = estateOf([...smallEstateFiles(), offboarding('organisation/so-b, system/cong-tin', 'so-b', cordoned)]);

  it('is the quota at the site it was measured at, and nothing where nothing was', () => {
    expect(quotaOf(estate, 'ndc-01-tenant-so-b', 'cong-tin-prod')).toMatchObject({ 'requests.cpu': '250m', 'limits.cpu': '250m', 'requests.memory': '1Gi', pods: '3', 'services.loadbalancers': '0' });
    expect(quotaOf(estate, 'ndc-03-tenant-so-b', 'cong-tin-prod')).toMatchObject({ 'requests.cpu': '0', pods: '0' });
  });

  it('is what the rules expect, derived again', () => {
    for (const rule of ['TEN-001', 'TEN-005']) expect(judged(estate, rule, 'cong-tin-prod')).toEqual(['ndc-01 pass', 'ndc-03 pass']);
  });

  it('is all that capacity counts', () => {
    expect(owed(estate, 'cong-tin-prod', '2027-Q1')[0]).toBe('ndc-01 250 3');
  });

  it('never gives more than the request does, wherever its figures come from, and the rules derive the same', () => {
    const figures = 'cpu: 99999, memory: 4Pi, gpu: 90, storage: {ndc-block: 900Ti, ndc-block-ndc-01-ndc-03: 900Ti, ndc-object: 1Ti}, pods: 3000, loadBalancers: 9';
    const { estate: above, intent } = estateOf([...smallEstateFiles(), offboarding('organisation/so-b, system/cong-tin', 'so-b', `{namespace: cong-tin-prod, site: ndc-01, ${figures}}, {namespace: cong-tin-prod, site: ndc-03, ${figures}}`)]);
    const find = (all: ReturnType<typeof estateOf>['intent']) => all.environments.find(({ namespace }) => namespace === 'cong-tin-prod');
    const [held, granted] = [find(intent), find(estateOf(smallEstateFiles()).intent)];
    const sum = (storage: Readonly<Record<string, bigint>> = {}): bigint => Object.values(storage).reduce((total, size) => total + size, 0n);
    for (const which of ['quota', 'standbyQuota'] as const) {
      const { storage: heldStorage, ...heldRest } = held?.[which] ?? {};
      const { storage: grantedStorage, ...grantedRest } = granted?.[which] ?? {};
      expect(heldRest).toEqual(grantedRest);
      expect(sum(heldStorage)).toBe(sum(grantedStorage));
    }
    // It uses fields of other sectors, which are kept within the session: nothing of it is stored, whatever a cordon says.
    expect(sum(granted?.quota.storage)).toBe(0n);
    expect(quotaOf(above, 'ndc-01-tenant-so-b', 'cong-tin-prod')).toMatchObject({ 'requests.cpu': '8' });
    const derived = environmentsOf(above).find(({ namespace }) => namespace === 'cong-tin-prod');
    expect([derived?.full.cpu, derived?.waiting.cpu]).toEqual([held?.quota.cpu, held?.standbyQuota?.cpu]);
    for (const rule of ['TEN-001', 'TEN-005']) expect(judged(above, rule, 'cong-tin-prod')).toEqual(['ndc-01 pass', 'ndc-03 pass']);
  });

  it('does not hold before its day, nor of a draft, nor once it is abandoned', () => {
    const full = quotaOf(estateOf(smallEstateFiles()).estate, 'ndc-01-tenant-so-b', 'cong-tin-prod');
    for (const more of ['state: draft', 'state: abandoned', 'state: open\nopened: 2026-11-02'])
      expect(quotaOf(estateOf([...smallEstateFiles(), offboarding('organisation/so-b, system/cong-tin', 'so-b', cordoned, more)]).estate, 'ndc-01-tenant-so-b', 'cong-tin-prod')).toEqual(full);
    expect(quotaOf({ ...estate, scenario: { ...estate.scenario, asOf: day('2026-09-30') } }, 'ndc-01-tenant-so-b', 'cong-tin-prod')).toEqual(full);
  });
});

describe('a release', () => {
  const gone = smallEstateFiles().filter(({ name }) => name !== 'tenants/so-b.yaml');
  it('keeps the owner’s stack, empty, at the sites it names, until the tombstone; nothing else changes', () => {
    const files = edited([...gone, offboarding('organisation/so-b, system/cong-tin', 'so-b', cordoned, 'state: open\nreleased: 2026-10-31')], 'tenants/bo-a.yaml', (text) => text.replace('          allowFrom: [cong-tin-prod]\n', ''));
    const { estate, intent } = estateOf(files);
    const stacks = synthesise(estate, intent);
    expect(stacks.filter(({ organisation }) => organisation === 'so-b').map(({ name, resources }) => [name, resources])).toEqual([['ndc-01-tenant-so-b', 0]]);
    expect(expectedStacksOf(estate).map(({ name }) => name).sort()).toEqual(stacks.map(({ name }) => name).sort());
    const done = estateOf(files.map((one) => (one.name === 'transitions/dung.yaml' ? offboarding('organisation/so-b, system/cong-tin', 'so-b', cordoned, 'state: done\nreleased: 2026-10-31\ntombstone: 2026-11-01') : one)));
    expect(synthesise(done.estate, done.intent).some(({ organisation }) => organisation === 'so-b')).toBe(false);
  });

  it('is refused while another request still calls the environment by name', () => {
    expect(() => estateOf([...gone, offboarding('organisation/so-b, system/cong-tin', 'so-b', cordoned, 'state: open\nreleased: 2026-10-31')])).toThrow(/NDC-E021/);
  });
});

describe('a temporary quota', () => {
  const until = (expiresAt: string) => estateOf(edited(smallEstateFiles(), 'tenants/so-b.yaml', (text) => text.replace('{name: prod, quota: {size: s}', `{name: prod, expiresAt: ${expiresAt}, quota: {size: s}`))).estate;
  const [last, over] = [until('2026-11-01'), until('2026-10-31')];

  it('holds on its last day, and is nothing on the day after, at every site', () => {
    expect(quotaOf(last, 'ndc-01-tenant-so-b', 'cong-tin-prod')).toEqual(quotaOf(estateOf(smallEstateFiles()).estate, 'ndc-01-tenant-so-b', 'cong-tin-prod'));
    for (const stack of ['ndc-01-tenant-so-b', 'ndc-03-tenant-so-b']) expect(quotaOf(over, stack, 'cong-tin-prod')).toMatchObject({ 'requests.cpu': '0', 'requests.memory': '0', 'requests.storage': '0', pods: '0', 'services.loadbalancers': '0' });
  });

  it('takes no object away: what is there stays until it is offboarded', () => {
    const count = (estate: Estate) => synthesise(estate, deriveIntent(estate)).map(({ name, resources }) => `${name} ${resources}`);
    expect(count(over)).toEqual(count(last));
  });

  it('is what the rules expect, derived again', () => {
    for (const rule of ['TEN-001', 'TEN-005']) expect(judged(over, rule, 'cong-tin-prod')).toEqual(['ndc-01 pass', 'ndc-03 pass']);
  });

  it('is counted by capacity to its quarter, and on the day after no more', () => {
    expect(owed(last, 'cong-tin-prod', '2026-Q4')[0]).not.toBe('ndc-01 0 0');
    expect(owed(over, 'cong-tin-prod', '2026-Q4').every((line) => line.endsWith(' 0 0'))).toBe(true);
    expect(owed(over, 'cong-tin-prod', '2027-Q1')).toEqual([]);
  });
});
