import { describe, expect, it } from 'vitest';
import { estateOf, targetOf, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { applied, goodStacks, offline, planset, stackNamed, type StackDraft, type Values } from '../../planset-builder.js';
import { add, mapAt } from '../../mutate.js';
import { storeRelease, storeStacks, withStores } from '../mutants-of-encryption.js';
import { at, judged, key, planned } from './judged.js';

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
