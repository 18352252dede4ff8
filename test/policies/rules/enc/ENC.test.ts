import { describe, expect, it } from 'vitest';
import { estateOf, system, targetOf, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { applied, goodStacks, offline, planset, stackNamed, type StackDraft, type Values } from '../../planset-builder.js';
import { add, drop, mapAt } from '../../mutate.js';
import { scratchOf, secretCluster, secretPod, secretStacks, secretSystem, storeRelease, storeStacks, withStores } from '../mutants-of-encryption.js';
import { at, environment, judged, key, planned } from './judged.js';

describe('ENC-003: classes and disks', () => {
  it('reads what a planned site declares, and nothing else', () => {
    const verdicts = judged('ENC-003', { 'ndc-03.yaml#/storage/0/encrypted': false });
    expect(verdictOn(verdicts, 'storage-class/ndc-block', 'ndc-03').status).toBe('fail');
    expect(verdictOn(verdicts, 'storage-class/ndc-block', 'ndc-02').status).toBe('pass');
    // Nothing of the operating one was read.
    expect([verdictOn(verdicts, 'storage-class/ndc-block', 'ndc-01').status, verdictOn(verdicts, 'osd/ndc-01').status]).toEqual(['unknown', 'unknown']);
  });

  const storage = (more: Values) => (stacks: StackDraft[]) => Object.assign(mapAt(stacks, 'ndc-02-protection', 'kubernetes_manifest', 'ceph', 'manifest', 'spec'), { storage: more });
  /** Without a key of disks in the inventory, Ceph keeps theirs itself: encrypted is all they have to be. */
  const keptByCeph: Changes = { [key(2, '/opens', 'ndc-02')]: ['repository/kho'] };
  it.each<[string, Values, string, string]>([
    ['raw devices', { useAllDevices: true, config: { encryptedDevice: 'true' } }, 'pass', 'fail'],
    ['claims alone, encrypted', { useAllDevices: false, storageClassDeviceSets: [{ name: 'bo', encrypted: true }] }, 'pass', 'pass'],
    ['claims that are and raw devices that are not', { useAllDevices: true, storageClassDeviceSets: [{ name: 'bo', encrypted: true }] }, 'fail', 'fail'],
    ['a device of a node that is not', { config: { encryptedDevice: 'true' }, nodes: [{ name: 'n', devices: [{ name: 'sdb', config: { encryptedDevice: 'false' } }] }] }, 'fail', 'fail'],
    ['a node that says nothing of its own', { config: { encryptedDevice: 'true' }, nodes: [{ name: 'n' }] }, 'pass', 'fail'],
    ['nothing said', {}, 'fail', 'fail'],
    ['known only at apply', { config: { encryptedDevice: '${x.y}' } }, 'unknown', 'fail'],
    ['claims known only at apply', { storageClassDeviceSets: '${x.y}' }, 'unknown', 'unknown'],
  ])('%s: %s', async (_name, given, without, withKey) => {
    const stacks = goodStacks();
    storage(given)(stacks);
    const estate = targetOf(estateOf(keptByCeph));
    expect(verdictOn(verdictsOf('ENC-003', estate, await planset(estate, stacks)), 'osd/ndc-02').status).toBe(without);
    expect((await planned('ENC-003', 'osd/ndc-02', storage(given))).status).toBe(withKey);
  });

  it('wants the very service that holds the key: the HSM’s, or a secret store’s', async () => {
    const held = await planned('ENC-003', 'osd/ndc-02');
    expect([held.status, held.finding.en]).toEqual(['pass', 'Disks in ndc-02: every OSD is encrypted, its key kept behind ndc-02-osd.']);
    const vault: Changes = { [key(2, '/home', 'ndc-02')]: { store: { site: 'ndc-01', path: 'rook' } }, 'ndc-01.yaml#/interSite': { mesh: 'm.ndc-01.internal', objects: 'o.ndc-01.internal', secrets: 'bao.ndc-01.internal' } };
    const of = async (details: Values) => {
      const stacks = goodStacks();
      Object.assign(mapAt(stacks, 'ndc-02-protection', 'kubernetes_manifest', 'ceph', 'manifest', 'spec', 'security', 'kms'), { connectionDetails: details });
      const estate = targetOf(estateOf(vault));
      return verdictOn(verdictsOf('ENC-003', estate, await planset(estate, stacks)), 'osd/ndc-02');
    };
    const right = { KMS_PROVIDER: 'vault', VAULT_ADDR: 'https://bao.ndc-01.internal:8200', VAULT_BACKEND_PATH: 'rook' };
    expect((await of(right)).status).toBe('pass');
    expect((await of({ ...right, VAULT_BACKEND_PATH: 'khac' })).finding.en).toContain('has the VAULT_BACKEND_PATH khac, rook is needed');
    expect((await of({})).finding.en).toContain('has no KMS_PROVIDER, vault is needed');
  });

  it('finds a key that no disk asks for, at a planned site too', () => {
    const at = (changes: Changes) => verdictOn(judged('ENC-003', changes), 'osd/ndc-03');
    expect(at({}).status).toBe('pass');
    expect([at({ 'ndc-03.yaml#/disks': undefined }).status, at({ 'ndc-03.yaml#/disks': undefined }).finding.en]).toEqual(['fail', 'Disks in ndc-03: no disk asks for the key ndc-03-osd: the site declares no disks.class, so that Ceph keeps the keys of its disks.']);
    expect(at({ 'ndc-03.yaml#/hsm/kmip': undefined }).finding.en).toContain('the HSM of ndc-03 declares no kmip');
    expect(at({ [key(2, '/home', 'ndc-03')]: { repository: 'kho' } }).finding.en).toContain('Rook takes no keys from a repository');
  });

  it('takes the settings of a chart that nobody rendered', () => {
    const stacks = goodStacks();
    Reflect.deleteProperty(stackNamed(stacks, 'ndc-02-protection').resources['kubernetes_manifest'] ?? {}, 'ceph');
    const release = (encrypted: string): Values => ({ name: 'ceph', namespace: 'rook-ceph', chart: 'ndc/rook-ceph-cluster', version: '1', values: [JSON.stringify({ cephClusterSpec: { storage: { storageClassDeviceSets: [{ name: 'bo', encrypted: encrypted === 'true' }] }, security: { kms: { connectionDetails: { KMS_PROVIDER: 'kmip', KMIP_ENDPOINT: 'kmip.ndc-02.internal:5696' } } } } })] });
    const of = (encryptedDevice: string) => {
      add(stacks, 'ndc-02-platform', 'helm_release', 'ceph', release(encryptedDevice));
      return verdictOn(verdictsOf('ENC-003', targetOf(estateOf()), offline(stacks)), 'osd/ndc-02').status;
    };
    expect([of('true'), of('false')]).toEqual(['pass', 'fail']);
  });

  it('asks no binding of a class without a key of its own', async () => {
    const changes = Object.fromEntries([1, 2, 3].map((number) => [key(3, '/opens', `ndc-0${number}`), [`storage/ndc-0${number}/ndc-block`]]));
    const estate = targetOf(estateOf(changes));
    const stacks = goodStacks();
    Object.assign(mapAt(stacks, 'ndc-02-platform', 'kubernetes_storage_class_v1', 'ndc-file'), { parameters: { clusterID: 'x' } });
    const verdict = verdictOn(verdictsOf('ENC-003', estate, await planset(estate, stacks)), 'storage-class/ndc-file', 'ndc-02');
    expect([verdict.status, verdict.finding.en]).toEqual(['pass', 'Class ndc-file in ndc-02: it lies on encrypted disks.']);
  });

  it('fails where a StorageClass is not there', async () => {
    const verdict = await planned('ENC-003', 'storage-class/ndc-file', (stacks) => Reflect.deleteProperty(stackNamed(stacks, 'ndc-02-platform').resources['kubernetes_storage_class_v1'] ?? {}, 'ndc-file'), 'ndc-02');
    expect(verdict.finding.en).toContain('its StorageClass is not there');
  });
});

describe('ENC-004: traffic between sites', () => {
  const cilium = (site: string, values: Values, more: Values = {}) => (stacks: StackDraft[]) => Object.assign(mapAt(stacks, `${site}-platform`, 'helm_release', 'cilium'), { values: [JSON.stringify(values)], ...more });
  it.each<[string, (stacks: StackDraft[]) => unknown, string]>([
    ['both with WireGuard', () => undefined, 'pass'],
    ['one with the chart\'s own type', cilium('ndc-02', { encryption: { enabled: true } }), 'fail'],
    ['one that switches it off behind its values', cilium('ndc-02', { encryption: { enabled: true, type: 'wireguard' } }, { set: [{ name: 'encryption.enabled', value: 'false' }] }), 'fail'],
    ['one that sets what nobody can tell', cilium('ndc-02', { encryption: { enabled: true, type: 'wireguard' } }, { set: [{ name: 'encryption.type', value: '${x.y}' }] }), 'unknown'],
    ['a type that does not exist', (stacks) => ['ndc-01', 'ndc-02'].forEach((site) => cilium(site, { encryption: { enabled: true, type: 'rot13' } })(stacks)), 'fail'],
    ['neither, over an encrypted link', (stacks) => ['ndc-01', 'ndc-02', 'ndc-03'].forEach((site) => cilium(site, {})(stacks)), 'pass'],
  ])('%s: %s', async (_name, change, status) => {
    expect((await planned('ENC-004', 'relation/ndc-01--ndc-02', change)).status).toBe(status);
  });

  it('waits for a site that does not operate, and judges Ceph where it does', async () => {
    const estate = estateOf();
    const verdicts = verdictsOf('ENC-004', estate, await planset(estate, applied(goodStacks('ndc-01'))));
    expect(statuses(verdicts)).toEqual({ 'site/ndc-01': 'pass', 'relation/ndc-01--ndc-02': 'not-applicable', 'relation/ndc-01--ndc-03': 'not-applicable', 'relation/ndc-02--ndc-03': 'not-applicable' });
  });
});

describe('ENC-007: nothing in clear', () => {
  const tenant = 'ndc-02-tenant-bo-y-te';
  const map = (data: Values): Values => ({ metadata: { name: 'a', namespace: 'ho-so-prod', labels: {} }, data });
  const row = (type: string, values: Values) => planned('ENC-007', 'organisation/bo-y-te', (stacks) => add(stacks, tenant, type, 'a', values), 'ndc-02');

  it.each<[string, Values, string]>([
    ['a name of a Secret', { 'db.passwordSecret': 'goc-superuser', secretName: 'goc' }, 'pass'],
    ['a path to a token', { token: '/var/run/token' }, 'pass'],
    ['a variable that the shell fills in', { password: '$(DB_PASSWORD)' }, 'pass'],
    ['a switch', { 'use-token': 'true' }, 'pass'],
    ['an address without a password', { url: 'https://api.example.vn:443/duong@dan' }, 'pass'],
    ['a certificate', { 'ca.crt': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----' }, 'pass'],
    ['an empty password', { password: '' }, 'pass'],
    ['a password', { password: 'khong-nen' }, 'fail'],
    ['a key of a store of objects', { AWS_SECRET_ACCESS_KEY: 'khong-nen' }, 'fail'],
    ['a token by its form', { ghi: `hvs.${'A'.repeat(24)}` }, 'fail'],
    ['a PIN', { 'hsm-pin': 'khong-nen' }, 'fail'],
  ])('a ConfigMap with %s: %s', async (_name, data, status) => {
    expect((await row('kubernetes_config_map_v1', map(data))).status).toBe(status);
  });

  it('a Secret that somebody else fills passes, one with data does not', async () => {
    expect((await row('kubernetes_secret_v1', map({}))).status).toBe('pass');
    expect((await row('kubernetes_secret_v1', map({ 'ca.crt': '' }))).status).toBe('pass');
    expect((await row('kubernetes_secret_v1', map({ a: 'b' }))).status).toBe('fail');
  });

  it('says where, and never what or under which key of a Secret', async () => {
    const secret = await row('kubernetes_secret_v1', map({ 'c4nary-key': 'c4nary' }));
    const plain = await row('kubernetes_config_map_v1', map({ password: 'c4nary' }));
    expect(JSON.stringify([secret, plain])).not.toContain('c4nary');
    expect(plain.finding.en).toContain('ConfigMap ho-so-prod/a/data/password: its name is that of a secret');
  });

  it('reads what is recorded as well', async () => {
    const stacks = applied(goodStacks());
    const { recorded } = stackNamed(stacks, tenant);
    Object.assign(recorded ?? {}, { kubernetes_config_map_v1: { a: map({ password: 'cu' }) } });
    const estate = targetOf(estateOf());
    const verdict = verdictOn(verdictsOf('ENC-007', estate, await planset(estate, stacks)), 'organisation/bo-y-te', 'ndc-02');
    expect([verdict.status, verdict.recorded]).toEqual(['pass', 'fail']);
  });

  it('sees secrets behind the dots of `set`, and in values that are YAML', async () => {
    const with_ = (more: Values) => planned('ENC-007', 'site/ndc-02', (stacks) => Object.assign(mapAt(stacks, 'ndc-02-platform', 'helm_release', 'cilium'), more), 'ndc-02');
    expect((await with_({ set: [{ name: 'auth.rootPassword', value: 'khong-nen' }] })).status).toBe('fail');
    expect((await with_({ values: ['auth:\n  rootPassword: khong-nen\n'] })).status).toBe('fail');
    expect((await with_({ values: ['auth:\n  existingSecret: ten\n'] })).status).not.toBe('fail');
  });

  it('is not applicable where no site operates', () => {
    expect(judged('ENC-007', { 'ndc-01.yaml#/phase': 'building' }).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});

describe('ENC-008: state at rest', () => {
  const estate = targetOf(estateOf());
  const of = async (engine: 'terraform' | 'tofu', stateEncrypted: boolean, planEncrypted: boolean) => verdictOn(verdictsOf('ENC-008', estate, await planset(estate, goodStacks(), { engine: { kind: engine, version: '1' }, backend: { type: 'pg', stateEncrypted, planEncrypted } })), 'connection/thu');

  it.each([
    ['tofu', true, true, 'pass', 'encrypts state and plans'],
    ['terraform', true, false, 'pass', 'backend of connection thu (pg) encrypts at rest'],
    ['terraform', false, false, 'fail', 'state in clear: Terraform encrypts none'],
    ['tofu', false, false, 'fail', 'state in clear: it names no stateEncryption'],
  ] as const)('%s with state %s and plans %s: %s', async (engine, state, plans, status, finding) => {
    const verdict = await of(engine, state, plans);
    expect([verdict.status, verdict.finding.en.includes(finding)]).toEqual([status, true]);
  });

  it('without a connection it does not apply, and says why; of plans alone it is unknown', async () => {
    const none = verdictOn(verdictsOf('ENC-008', estate, offline(goodStacks())), 'estate/thu');
    expect([none.status, none.finding.en]).toEqual(['not-applicable', 'No connection is at hand: where the state is written is no part of the estate, and no plan set speaks of it.']);
    const { file: _file, ...alone } = await planset(estate, goodStacks());
    expect(verdictOn(verdictsOf('ENC-008', estate, alone), 'estate/thu')).toMatchObject({ status: 'unknown', blocks: false });
  });
});

describe('ENC-009: services for signatures', () => {
  it('two services together serve both uses', () => {
    expect(at('ENC-009', 'authority/ndc-01/official-duty').status).toBe('pass');
    expect(at('ENC-009', 'authority/ndc-01/official-duty', { 'ndc-01.yaml#/authorities/1/purposes': ['signing'] }).finding.en).toContain('No connection serves official-duty signatures in ndc-01 for authentication');
  });

  it.each<[string, unknown, string]>([
    ['a list of revoked certificates alone', { crl: ['crl.ndc-01.internal'] }, 'pass'],
    ['neither of the two', {}, 'fail'],
    ['empty lists', { ocsp: [], crl: [] }, 'fail'],
  ])('revocation by %s: %s', (_name, revocation, status) => {
    expect(at('ENC-009', 'authority/ndc-01/public', { 'ndc-01.yaml#/authorities/2/revocation': revocation }).status).toBe(status);
  });

  it('a root whose digest nobody recorded leaves it open, and blocks nothing', () => {
    expect(at('ENC-009', 'authority/ndc-01/public', { 'ndc-01.yaml#/authorities/2/trustAnchors/0': { subject: 'Gốc' } })).toMatchObject({ status: 'unknown', blocks: false });
  });

  it('an old entry with an issuer alone names everything that is missing', () => {
    const { status, finding } = at('ENC-009', 'authority/ndc-03/public', { 'ndc-03.yaml#/authorities/2': { kind: 'public', issuer: 'X' } });
    expect([status, finding.en]).toEqual(['fail', 'No connection serves public signatures in ndc-03 for signing, authentication: X lacks an endpoint, trust anchors, where revocation is asked (OCSP or CRL), an egress network, an owner.']);
  });
});

describe('ENC-010: state secrets apart', () => {
  it('passes with nodes, disks, partition and cleared sites, and does not apply without state secrets', () => {
    const { status, finding } = at('ENC-010', environment, secretSystem);
    expect(`${status} ${finding.en}`).toMatch(/^pass /);
    expect(judged('ENC-010').map((verdict) => verdict.status)).toEqual(['not-applicable']);
  });

  it.each<[string, Changes, string]>([
    ['cleared for just that', { 'ndc-03.yaml#/clearedFor': 'mat' }, 'pass'],
    ['nodes of another organisation', { 'ndc-02.yaml#/nodePools/1/dedicatedTo': 'bo-cong-an' }, 'fail'],
    ['nodes for all state secrets', { 'ndc-02.yaml#/nodePools/1/dedicatedTo': undefined }, 'pass'],
    ['a class that names no disks beside it', { 'ndc-02.yaml#/storage/1/pool': undefined }, 'fail'],
    ['data that are no state secrets in its class', { [`${system}/environments/1`]: undefined, 'tenants/bo-cong-an.yaml#': plainSystem }, 'fail'],
    ['an asynchronous link', { 'links.yaml#/links/0/synchronous': false }, 'pass'],
    ['an ingest link that makes the owner wait', ingest(true), 'fail'],
    ['one that does not', ingest(false), 'pass'],
  ])('%s: %s', (_name, changes, status) => {
    expect(at('ENC-010', environment, { ...secretSystem, ...changes }).status).toBe(status);
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
});

describe('ENC-012: seals of secret stores', () => {
  const of = async (change: (stacks: StackDraft[]) => unknown, changes: Changes = {}) => {
    const stacks = goodStacks();
    change(stacks);
    const estate = targetOf(estateOf({ ...withStores, ...changes }));
    return verdictOn(verdictsOf('ENC-012', estate, await planset(estate, stacks)), 'store/ndc-02');
  };

  it('passes for a store and the standby of another’s, each by its own key out of the HSM here', async () => {
    const verdict = await of((stacks) => storeStacks(stacks));
    expect([verdict.status, verdict.finding.en]).toEqual(['pass', 'Secret stores in ndc-02: the HSM here opens the secret stores of ndc-01, ndc-02, the PIN lies in a mounted file.']);
  });

  it('passes with the seal named in the configuration as well, and an RSA key by its own mechanism', async () => {
    expect((await of((stacks) => storeStacks(stacks, (server) => Object.assign(server, { ha: { raft: { config: 'seal "pkcs11" {}\n# seal "shamir" of old\n' } } })))).status).toBe('pass');
    const rsa = { [key(1, '/mechanism', 'ndc-02')]: 'CKM_RSA_PKCS_OAEP', [key(1, '/bits', 'ndc-02')]: 4096 };
    expect((await of((stacks) => storeStacks(stacks, ({ extraEnvironmentVars: variables }) => Object.assign(variables, { BAO_HSM_MECHANISM: '0x0009' })), rsa)).status).toBe('pass');
    expect((await of((stacks) => storeStacks(stacks), rsa)).status).toBe('fail');
  });

  it('finds two releases of one seal, and says what each wrong one does', async () => {
    expect((await of((stacks) => { storeStacks(stacks); add(stacks, 'ndc-02-platform', 'helm_release', 'second', storeRelease('ndc-02')); })).finding.en).toContain('two releases have the seal of the secret stores of ndc-02');
    const transit = await of((stacks) => storeStacks(stacks, (server) => Object.assign(server, { ha: { raft: { config: 'seal "transit" {}' } } })));
    expect([transit.blocks, transit.finding.en]).toEqual([true, 'Secret stores in ndc-02: helm_release.openbao has the seal "transit" in ha.raft.config, pkcs11 is needed.']);
  });

  it('does not apply where the catalogue installs no store', async () => {
    const estate = targetOf(estateOf());
    expect(verdictsOf('ENC-012', estate, await planset(estate, goodStacks())).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});

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
