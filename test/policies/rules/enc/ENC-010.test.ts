import { describe, expect, it } from 'vitest';
import { estateOf, system, targetOf, type Changes } from '../../estate-builder.js';
import { verdictOn, verdictsOf } from '../../judging.js';
import { add, drop, mapAt } from '../../mutate.js';
import { goodStacks, planset, type StackDraft, type Values } from '../../planset-builder.js';
import { besideSchedule, scratchOf, secretCluster, secretPod, secretStacks, secretSystem } from '../mutants-of-encryption.js';
import { environment } from './judged.js';

/** What a plan does not know yet. */
const later = '${terraform_data.later.output}';
const judged = (changes: Changes = {}) => verdictsOf('ENC-010', estateOf(changes));
const at = (changes: Changes) => verdictOn(judged(changes), environment);

const plainSystem = {
  apiVersion: 'ndc.gov.vn/v1', kind: 'TenancyRequest', organisation: 'bo-cong-an',
  owners: { accountable: 'A', technical: 'B', mailbox: 'x@example.vn' },
  systems: [{ id: 'tra-cuu', name: 'Tra cứu', securityLevel: 1, sharing: 'shared', importance: 'ordinary', secrecy: 'none', personalData: 'none', environments: [{ name: 'prod', quota: { cpu: 1, memory: '1Gi', storage: { 'ndc-mat': '1Gi' }, pods: 5 } }] }],
};

function ingest(ownerWaits: boolean): Changes {
  return {
    [`${system}/databases`]: [{ id: 'goc', engine: 'postgresql', size: '10Gi', changeRate: '1Gi', ingest: { from: 'bo-y-te', lag: 60 } }],
    'catalogue/ingest.yaml#': { apiVersion: 'ndc.gov.vn/v1', kind: 'IngestLinks', links: [{ id: 'nhap', organisation: 'bo-y-te', system: 'ho-so', mbps: 100, lagTargetSeconds: 60, network: 'mang', ownerWaits }] },
  };
}

describe('ENC-010: state secrets apart', () => {
  it('passes with nodes, disks, partition and cleared sites, and does not apply without state secrets', () => {
    const { status, finding } = at(secretSystem);
    expect(`${status} ${finding.en}`).toMatch(/^pass /);
    expect(judged().map((verdict) => verdict.status)).toEqual(['not-applicable']);
  });

  it.each<[string, Changes, string]>([
    ['cleared for just that', { 'ndc-03.yaml#/clearedFor': 'mat' }, 'pass'],
    ['nodes of another organisation', { 'ndc-02.yaml#/nodePools/1/dedicatedTo': 'bo-cong-an' }, 'fail'],
    ['nodes for all state secrets', { 'ndc-02.yaml#/nodePools/1/dedicatedTo': undefined }, 'pass'],
    ['nodes of the site’s first day', { 'ndc-02.yaml#/nodePools/1/available': '2030-Q4' }, 'pass'],
    ['nodes that come a quarter later', { 'ndc-02.yaml#/nodePools/1/available': '2031-Q1' }, 'fail'],
    ['nodes since this quarter', { 'ndc-01.yaml#/nodePools/1/available': '2026-Q4' }, 'pass'],
    ['nodes of the next', { 'ndc-01.yaml#/nodePools/1/available': '2027-Q1' }, 'fail'],
    ['nodes that retire next quarter', { 'ndc-01.yaml#/nodePools/1/retires': '2027-Q1' }, 'pass'],
    ['a class that names no disks beside it', { 'ndc-02.yaml#/storage/1/pool': undefined }, 'fail'],
    ['data that are no state secrets in its class', { [`${system}/environments/1`]: undefined, 'tenants/bo-cong-an.yaml#': plainSystem }, 'fail'],
    ['an asynchronous link', { 'links.yaml#/links/0/synchronous': false }, 'pass'],
    ['an ingest link that makes the owner wait', ingest(true), 'fail'],
    ['one that does not', ingest(false), 'pass'],
  ])('%s: %s', (_name, changes, status) => {
    expect(at({ ...secretSystem, ...changes }).status).toBe(status);
  });

  const of = async (change: (stacks: StackDraft[]) => unknown, site = 'ndc-02') => {
    const stacks = secretStacks(goodStacks());
    change(stacks);
    const estate = targetOf(estateOf(secretSystem));
    return verdictOn(verdictsOf('ENC-010', estate, await planset(estate, stacks)), 'placement/ho-so-prod', site);
  };

  it('reads from plans where its pods run, its volumes lie and its copies go', async () => {
    for (const site of ['ndc-01', 'ndc-02']) {
      const right = await of((stacks) => secretPod(stacks), site);
      expect([right.status, right.finding.en]).toEqual(['pass', `ho-so-prod in ${site}: it runs on nodes and lies on disks of its own, and its copies go where they may.`]);
    }
    const wrong = await of((stacks) => secretPod(stacks, { toleration: [{ key: 'ndc.gov.vn/nodes', operator: 'Equal', value: 'secret', effect: 'NoSchedule' }], node_selector: {} }));
    expect([wrong.status, wrong.blocks, wrong.finding.en]).toEqual(['fail', true, 'ho-so-prod in ndc-02: Deployment app does not select the nodes dedicated.bo-y-te; Deployment app does not tolerate the taint of the nodes dedicated.bo-y-te.']);
    // Without state secrets nobody asks.
    const plain = targetOf(estateOf());
    expect(verdictsOf('ENC-010', plain, await planset(plain, goodStacks())).map(({ status }) => status)).toEqual(['not-applicable']);
  });

  it('tells where a database streams by the domain of a site’s services, an address, or a Service of the clusters', async () => {
    for (const host of ['ho-so-rw.ndc-01.internal', '10.16.0.9', 'ho-so-ndc-01', 'ho-so-rw.ho-so-prod.svc'])
      expect([host, (await of((stacks) => secretCluster(stacks, { externalClusters: [{ name: 'ben-kia', connectionParameters: { host } }] }))).finding.en]).toEqual([host, expect.stringContaining('it runs on nodes') as string]);
    for (const host of ['203.0.113.9', 's3.ndc-01.internal.foreign.example', 'db.vn'])
      expect((await of((stacks) => secretCluster(stacks, { externalClusters: [{ name: 'ben-kia', connectionParameters: { host: `ho-so-ndc-01,${host}` } }] }))).finding.en).toContain(`Cluster ho-so replicates with ${host}, which is of no site`);
    const alias = (name: string) => (stacks: StackDraft[]) => {
      secretCluster(stacks, { externalClusters: [{ name: 'ben-kia', connectionParameters: { host: 'ho-so-ndc-01' } }] });
      add(stacks, 'ndc-02-tenant-bo-y-te', 'kubernetes_service_v1', 'ngoai', { metadata: { name: 'ho-so-ndc-01', namespace: 'ho-so-prod' }, spec: { type: 'ExternalName', external_name: name } });
    };
    expect((await of(alias('db.foreign.example'))).finding.en).toContain('replicates with ho-so-ndc-01, which is of no site');
    expect((await of(alias('db.ndc-01.internal'))).status).toBe('pass');
  });

  it('holds scratch space and tablespaces to disks of its own like any claim', async () => {
    const own = await of((stacks) => secretCluster(stacks, { tablespaces: [{ name: 'lanh', storage: { pvcTemplate: { storageClassName: 'ndc-mat' } } }], ephemeralVolumeSource: { volumeClaimTemplate: { spec: { storageClassName: 'ndc-mat' } } } }));
    expect(own.status).toBe('pass');
    const scratch = await of((stacks) => secretPod(stacks, scratchOf('ndc-block')));
    expect(scratch.finding.en).toContain('Deployment app volumes uses the class ndc-block, which lies on no disks of its own');
    expect((await of((stacks) => secretPod(stacks, scratchOf('ndc-mat')))).status).toBe('pass');
  });

  it('takes a location without an address for the cloud’s own store, and one that is not there for any', async () => {
    const location = (change: (config: Values) => unknown) => (stacks: StackDraft[]) => change(mapAt(secretStacks(stacks), 'ndc-01-protection', 'kubernetes_manifest', 'location', 'manifest', 'spec', 'config'));
    expect((await of(location((config) => Object.assign(config, { s3Url: 'https://s3.foreign.example' })), 'ndc-01')).finding.en).toContain('Schedule gold: BackupStorageLocation third sends to s3.foreign.example, which is no site\'s object store');
    expect((await of(location((config) => Reflect.deleteProperty(config, 's3Url')), 'ndc-01')).status).toBe('fail');
    const gone = await of((stacks) => drop(secretStacks(stacks), 'ndc-01-protection', 'kubernetes_manifest', 'location'), 'ndc-01');
    expect([gone.status, gone.finding.en]).toEqual(['unknown', expect.stringContaining('BackupStorageLocation third: not in the plans') as string]);
  });

  it('does not know where a schedule sends what it may or may not take in, unless every place would do', async () => {
    const beside = async (config: Values, template: Values) => {
      const { status, finding } = await of((stacks) => besideSchedule(stacks, config, template), 'ndc-01');
      return `${status} ${finding.en}`;
    };
    const namespaces = { includedNamespaces: later };
    expect(await beside({ s3Url: 'https://s3.foreign.example' }, namespaces)).toMatch(/^unknown .*Schedule second: Schedule second namespaces: .*s3\.foreign\.example/);
    expect(await beside({ s3Url: later }, namespaces)).toMatch(/^unknown .*Schedule second: Schedule second namespaces: /);
    expect(await beside({ s3Url: 'https://s3.ndc-02.internal' }, namespaces)).toMatch(/^pass /);
    // What is known to be left out breaks nothing, and what is known to be taken in does.
    expect(await beside({ s3Url: 'https://s3.foreign.example' }, { includedNamespaces: ['khac'] })).toMatch(/^pass /);
    expect(await beside({ s3Url: 'https://s3.foreign.example' }, { excludedNamespaces: ['khac'] })).toMatch(/^fail .*s3\.foreign\.example, which is no site's object store/);
  });
});
