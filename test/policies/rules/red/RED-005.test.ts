import { describe, expect, it } from 'vitest';
import { documents, drillRecord, estateOf, system, targetOf } from '../../estate-builder.js';
import { verdictOn, verdictsOf } from '../../judging.js';
import { drop, mapAt } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, withDatabase, type StackDraft } from '../../planset-builder.js';

const environment = 'environment/ho-so-prod';
const verdict = async (stacks: StackDraft[], changes = {}) => {
  const estate = targetOf(estateOf({ ...documents, ...changes }));
  return verdictOn(verdictsOf('RED-005', estate, await planset(estate, stacks)), environment);
};
const level = (evidence: readonly { readonly what: { readonly en: string }; readonly found: string }[]): string | undefined => evidence.find(({ what }) => what.en.startsWith('Level'))?.found;

describe('RED-005', () => {
  it('GIVEN both ends recorded WHEN judged THEN it passes in both columns and names its level', async () => {
    const found = await verdict(applied(goodStacks()));
    expect(found).toMatchObject({ status: 'pass', recorded: 'pass' });
    expect(level(found.evidence)).toBe('declared / declared');
    expect(found.finding.vi).toContain('đã khai báo sao chép ở hai đầu (declared)');
  });

  it('GIVEN a first apply WHEN judged THEN what is recorded now is no standby', async () => {
    expect(await verdict(goodStacks())).toMatchObject({ status: 'pass', recorded: 'fail' });
  });

  it.each([
    ['passed 90 days ago', { kind: 'failover', passed: true }, '2026-08-24', 'replicating / declared'],
    ['passed 91 days ago', { kind: 'failover', passed: true }, '2026-08-23', 'declared / declared'],
    ['failed yesterday', { kind: 'failover', passed: false }, '2026-11-21', 'declared / declared'],
    ['is due tomorrow', { kind: 'failover', passed: true }, '2026-11-23', 'declared / declared'],
    ['was of a restore', { kind: 'restore', passed: true }, '2026-11-21', 'declared / declared'],
  ])('a drill that %s', async (_name, drill, on, expected) => {
    expect(level((await verdict(applied(goodStacks()), drillRecord('chuyen-noi', on, drill))).evidence)).toBe(expected);
  });

  it('a drill shows nothing where no replication is declared', async () => {
    const stacks = applied(goodStacks());
    drop(stacks, 'ndc-02-protection', 'kubernetes_manifest', 'volumes');
    const found = await verdict(stacks, drillRecord('chuyen-noi', '2026-11-21', { kind: 'failover', passed: true }));
    expect(found.status).toBe('fail');
    expect(level(found.evidence)).toBe('reserved / declared');
  });

  it('room alone suffices for a system that keeps nothing', async () => {
    const stacks = goodStacks();
    for (const site of ['ndc-01', 'ndc-02']) drop(stacks, `${site}-protection`, 'kubernetes_manifest', 'volumes');
    const found = await verdict(stacks, { [`${system}/environments/0/quota/storage`]: {} });
    expect(found.status).toBe('pass');
    expect(level(found.evidence)).toBe('reserved / reserved');
  });

  it('a quota with scopes keeps no room', async () => {
    const stacks = goodStacks();
    Object.assign(mapAt(stacks, 'ndc-02-tenant-bo-y-te', 'kubernetes_resource_quota_v1', 'quota', 'spec'), { scopes: ['BestEffort'] });
    expect((await verdict(stacks)).status).toBe('fail');
  });

  const withFiles = { [`${system}/environments/0/quota/storage`]: { 'ndc-block': '100Gi', 'ndc-file': '10Gi' } };

  it.each(['gold', 'platinum'])('%s that is granted shared file systems fails: nothing replicates them', async (tier) => {
    const found = await verdict(applied(goodStacks()), { ...withFiles, [`${system}/protection`]: tier });
    expect(found).toMatchObject({ status: 'fail', recorded: 'fail', evidence: [{ found: '10Gi', document: 'estate' }, { found: '30', document: 'estate' }, { document: 'estate' }] });
    expect(found.causes ?? []).toEqual([]);
    expect(found.finding.en).toContain('nothing replicates shared file systems (CephFS) to ndc-02');
    expect(found.finding.vi).toContain('không được sao chép sang ndc-02');
    expect(found.remedy.en).toContain('Ask for ndc-block in place of ndc-file');
    expect(found.remedy.vi).toContain('Xin ndc-block thay cho ndc-file');
  });

  it.each<[number, 'pass' | 'fail']>([[15, 'fail'], [14, 'pass']])('backups every %i minutes with an RPO of 15: %s', async (minutes, status) => {
    const found = await verdict(applied(goodStacks()), { ...withFiles, 'catalogue/recovery.yaml#/copies/gold/backupEveryMinutes': minutes, 'catalogue/tiers.yaml#/tiers/gold/rpoMinutes': 15 });
    expect(found.status).toBe(status);
    expect(found.finding.en).toContain(status === 'fail' ? 'made every 15 minutes where the RPO is 15' : 'shared file systems are not replicated and come back from the backup');
  });

  it('so it does today, with its standby planned: no waiver of that site covers the request', () => {
    const found = verdictOn(verdictsOf('RED-005', estateOf(withFiles), offline(goodStacks('ndc-01'))), environment);
    expect(found.status).toBe('fail');
    expect(found.causes ?? []).toEqual([]);
  });

  it('a quota of none of them is none, and so are they where fields of others are used and nothing is kept', async () => {
    const none = { [`${system}/environments/0/quota/storage`]: { 'ndc-block': '100Gi', 'ndc-file': 0 } };
    expect((await verdict(applied(goodStacks()), none)).status).toBe('pass');
    const estate = targetOf(estateOf({ ...documents, ...withFiles, [`${system}/flows`]: [{ from: 'bo-cong-an', fields: 'other-sector', purpose: 'đối chiếu' }] }));
    expect(verdictOn(verdictsOf('RED-005', estate, await planset(estate, applied(goodStacks()))), environment).finding.en).not.toContain('CephFS');
  });

  it('shared file systems are said to be outside of it where the tier copies no volumes', async () => {
    const found = await verdict(applied(goodStacks()), { ...withFiles, 'catalogue/recovery.yaml#/copies/gold/volumes': { mode: 'none' } });
    expect(found.status).toBe('pass');
    expect(found.finding.en).toContain('shared file systems are not replicated');
  });

  it('a database counts by its cluster at both ends', async () => {
    const changes = { [`${system}/databases`]: [{ id: 'goc', engine: 'postgresql', size: '10Gi', changeRate: '1Gi' }] };
    expect((await verdict(withDatabase(goodStacks()), changes)).status).toBe('pass');
    expect((await verdict(goodStacks(), changes)).status).toBe('fail');
  });

  it('today fails with the planned site as its cause, and is not applicable to bronze', () => {
    const today = estateOf();
    expect(verdictOn(verdictsOf('RED-005', today, offline(goodStacks('ndc-01'))), environment)).toMatchObject({ status: 'fail', recorded: 'fail', causes: ['site/ndc-02'] });
    expect(verdictsOf('RED-005', estateOf({ [`${system}/protection`]: 'silver' })).map(({ status }) => status)).toEqual(['not-applicable']);
  });

  it('a site that is lost is a cause no waiver covers', () => {
    const target = targetOf(estateOf());
    const lost = { ...target, scenario: { ...target.scenario, lose: ['site/ndc-02'] } };
    expect(verdictOn(verdictsOf('RED-005', lost, offline(goodStacks())), environment)).toMatchObject({ status: 'fail', causes: ['site/ndc-02'] });
  });

  it('without anything read, and with a site out of reach, it cannot be known', async () => {
    const estate = targetOf(estateOf(documents));
    expect(verdictOn(verdictsOf('RED-005', estate), environment).status).toBe('unknown');
    const stacks = applied(goodStacks());
    stackNamed(stacks, 'ndc-02-protection').status = { is: 'unreachable', since: '2026-11-20', reason: 'x' };
    const found = verdictOn(verdictsOf('RED-005', estate, await planset(estate, stacks)), environment);
    expect(found).toMatchObject({ status: 'unknown', blocks: true });
    const accepted = verdictOn(verdictsOf('RED-005', estate, await planset(estate, stacks, { accepted: [{ site: 'ndc-02', by: 'x' }] })), environment);
    expect(accepted).toMatchObject({ status: 'unknown', blocks: false });
  });
});
