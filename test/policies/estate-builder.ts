import { parse, stringify } from 'yaml';
import { day } from '../../sites/model/calendar.js';
import { messageOf } from '../../sites/model/diagnostic.js';
import type { Estate } from '../../sites/model/estate.js';
import { loadEstate } from '../../sites/model/load.js';
import { segments } from '../../sites/model/pointer.js';
import { applyScenario } from '../../sites/model/scenario.js';
import { recoveryFile } from '../sites/model/recovery-file.js';

/** What a test changes in the base estate: `file#/pointer` to a new value; `undefined` takes it out; `file#` is a whole file. */
export type Changes = Readonly<Record<string, unknown>>;

export const today = day('2026-11-22');

interface SitePlace {
  readonly number: number;
  readonly region: string;
  readonly lat: number;
  readonly lon: number;
  readonly phase: string;
  readonly commissioning: string;
}

const site = ({ number, region, lat, lon, phase, commissioning }: SitePlace): string => `
apiVersion: ndc.gov.vn/v1
kind: Site
id: ndc-0${number}
number: ${number}
name: {vi: Trung tâm số 0${number}, en: Site 0${number}}
region: ${region}
location: {place: "Nơi ${number}", lat: ${lat}, lon: ${lon}}
hazards:
  - {scenario: natural, zone: natural-${number}, level: 10}
  - {scenario: disaster, zone: disaster-${number}, level: 5}
  - {scenario: war, zone: war-${number}, level: 5}
phase: ${phase}
milestones: {commissioning: ${commissioning}, basis: {document: q, clause: V.2.b}}
facility:
  standard: TCVN 9250:2021
  rating: III
  halls: [{id: hall-1, racks: 100, rackUnits: 42, rackKw: 8, feeds: [{id: a, kw: 1000}, {id: b, kw: 1000}], coolingKw: 100, coolingUnits: 10}]
  pue: [{load: 1, pue: 1.5}]
  fuelHours: 12
cluster:
  name: cluster-${number}
  id: ${number}
  kubernetesVersion: 1.35.4
  podCidr: 10.${number * 16}.0.0/12
  serviceCidr: 10.${200 + number}.0.0/16
  nodeCidr: 10.${210 + number}.0.0/16
  controlPlaneNodes: 3
  secretEncryption: {providers: [kms-v2]}
nodePools:
  - {id: general, purpose: general, shape: {cpu: 16, memory: 64Gi}, count: 4, rackUnits: 2, watts: 800, maxPods: 100, allocatableReserve: {cpu: 1, memory: 4Gi}, available: ${commissioning}}
disks: {class: ndc-disk}
storage:
  - {class: ndc-block, backend: ceph-rbd, redundancy: {replicas: 3}, failureDomain: rack, encrypted: true, raw: 12Ti}
  - {class: ndc-file, backend: cephfs, redundancy: {replicas: 3}, failureDomain: rack, encrypted: true, raw: 6Ti}
objectStore: {endpoint: s3.ndc-0${number}.internal, site: ndc-0${number}, buckets: [backup], objectLock: true, deleteCredential: hai người}
hsm: {site: ndc-0${number}, partitions: [{label: kms, purpose: KMS, mechanisms: [CKM_AES_GCM]}], keyDomain: chung, kmip: kmip.ndc-0${number}.internal, quorum: {needed: 3, custodians: 5}}
authorities:
  - {kind: official-duty, issuer: Công vụ, purposes: [signing], endpoint: ky-so.ndc-0${number}.internal, trustAnchors: [{subject: Gốc, sha256: ${'a'.repeat(64)}}], revocation: {ocsp: [ocsp.ndc-0${number}.internal]}, egress: chuyen-dung, owner: Cơ yếu}
  - {kind: official-duty, issuer: Công vụ, purposes: [authentication], endpoint: xac-thuc.ndc-0${number}.internal, trustAnchors: [{subject: Gốc, sha256: ${'a'.repeat(64)}}], revocation: {crl: [crl.ndc-0${number}.internal]}, egress: chuyen-dung, owner: Cơ yếu}
  - {kind: public, issuer: Công cộng, purposes: [signing, authentication], endpoint: cong-cong.ndc-0${number}.internal, trustAnchors: [{subject: Gốc 2, sha256: ${'b'.repeat(64)}}], revocation: {ocsp: [ocsp.ndc-0${number}.internal]}, egress: internet, owner: Vận hành}
clearedFor: none
services:
  registry: {endpoint: registry.ndc-0${number}.internal, site: ndc-0${number}}
  dns: {endpoint: dns.ndc-0${number}.internal, site: ndc-0${number}}
  identity: {endpoint: identity.ndc-0${number}.internal, site: ndc-0${number}}
  state: {endpoint: state.ndc-0${number}.internal, site: ndc-0${number}}
`;

/** Keys of a site: of 01 they exist, of the others they are planned. Each lies in its HSM, which all three share a domain with. */
const keys = (number: number): string => {
  const others = [1, 2, 3].filter((other) => other !== number).map((other) => `ndc-0${other}`);
  const key = (id: string, purpose: string, opens: readonly string[], shared = true): string => `
  - id: ndc-0${number}-${id}
    purpose: ${purpose}
    home: {hsm: {site: ndc-0${number}, partition: kms, label: ndc-0${number}-${id}}}
    mechanism: CKM_AES_GCM
    bits: 256
    extractable: false
    rotationDays: 90
${number === 1 ? '    created: 2026-10-01\n' : ''}${shared ? `    domain: {name: chung, sharedWith: [${others.join(', ')}]}\n` : ''}    backups: [{medium: cards, place: Két}]
    standards: []
    opens: [${opens.map((target) => target.replace('@', `ndc-0${number}`)).join(', ')}]`;
  return `
apiVersion: ndc.gov.vn/v1
kind: Keys
site: ndc-0${number}
keys:${[
    key('api', 'api-server', ['api-server/@']),
    key('seal', 'seal', ['store/@']),
    key('osd', 'osd', ['osd/@'], false),
    key('volumes', 'storage-class', ['storage/@/ndc-block', 'storage/@/ndc-file']),
    key('backup', 'backup', ['backup/@']),
    key('state', 'state', ['state/@']),
    key('bo-y-te', 'tenant', ['organisation/bo-y-te']),
  ].join('')}
`;
};

const files: Readonly<Record<string, string>> = {
  'keys/ndc-01.yaml': keys(1),
  'keys/ndc-02.yaml': keys(2),
  'keys/ndc-03.yaml': keys(3),
  'ndc-01.yaml': site({ number: 1, region: 'bac', lat: 21, lon: 105.5, phase: 'operating', commissioning: '2025-Q3' }),
  'ndc-02.yaml': site({ number: 2, region: 'nam', lat: 11, lon: 107, phase: 'planned', commissioning: '2030-Q4' }),
  'ndc-03.yaml': site({ number: 3, region: 'trung', lat: 15, lon: 108, phase: 'planned', commissioning: '2030-Q4' }),
  'links.yaml': `
apiVersion: ndc.gov.vn/v1
kind: Links
links:
  - {a: ndc-01, b: ndc-02, capacityGbps: 100, rttMs: 20, paths: [{id: one, conduits: [x], provider: p}, {id: two, conduits: [y], provider: q}], encrypted: true}
  - {a: ndc-01, b: ndc-03, capacityGbps: 100, rttMs: 20, paths: [{id: one, conduits: [x], provider: p}, {id: two, conduits: [z], provider: q}], encrypted: true}
  - {a: ndc-02, b: ndc-03, capacityGbps: 100, rttMs: 20, paths: [{id: one, conduits: [y], provider: p}, {id: two, conduits: [z], provider: q}], encrypted: true}
`,
  'catalogue/estate.yaml': `
apiVersion: ndc.gov.vn/v1
kind: EstateSettings
id: thu
name: {vi: Thử, en: Test}
operator: bo-cong-an
horizon: 2030-Q4
regions: [{id: bac, name: {vi: Bắc, en: North}}, {id: trung, name: {vi: Trung, en: Centre}}, {id: nam, name: {vi: Nam, en: South}}]
separation: {minimumKm: 300, warningBetween: [1, 2]}
placement: {candidates: [ndc-01, ndc-02, ndc-03]}
platformIdentity: {group: "ndc:platform"}
domesticSuffixes: [gov.vn, example.vn]
targets: []
milestones: [{id: ndc-02, name: {vi: Số 02, en: Two}, due: 2030-Q4, basis: {document: q, clause: V.2.b}}]
`,
  'catalogue/organisations.yaml': `
apiVersion: ndc.gov.vn/v1
kind: Organisations
organisations:
  - {id: bo-cong-an, name: {vi: Bộ Công an, en: Public Security}, level: central, kind: ministry}
  - {id: bo-y-te, name: {vi: Bộ Y tế, en: Health}, level: central, kind: ministry, groups: ["bo-y-te:platform"]}
`,
  'catalogue/tiers.yaml': `
apiVersion: ndc.gov.vn/v1
kind: ProtectionTiers
tiers:
  platinum: &t {name: {vi: a, en: a}, rpoMinutes: 1, rtoMinutes: 15, backupRpoMinutes: 60, standby: hot, standbyShare: {compute: 100, storage: 100}, backup: {offSite: true, thirdSite: true, immutable: true}, retention: {days: 35, monthlies: 12}, priority: 4000, example: x}
  gold: {name: {vi: a, en: a}, rpoMinutes: 15, rtoMinutes: 60, backupRpoMinutes: 240, standby: warm, standbyShare: {compute: 50, storage: 100}, backup: {offSite: true, thirdSite: true, immutable: true}, retention: {days: 35, monthlies: 0}, priority: 3000, example: x}
  silver: {name: {vi: a, en: a}, rpoMinutes: 240, rtoMinutes: 480, backupRpoMinutes: 120, standby: cold, standbyShare: {compute: 0, storage: 0}, backup: {offSite: true, thirdSite: false, immutable: true}, retention: {days: 35, monthlies: 0}, priority: 2000, example: x}
  bronze: {name: {vi: a, en: a}, rpoMinutes: 1440, rtoMinutes: 4320, backupRpoMinutes: 720, standby: none, standbyShare: {compute: 0, storage: 0}, backup: {offSite: true, thirdSite: false, immutable: false}, retention: {days: 14, monthlies: 0}, priority: 1000, example: x}
floor:
  - {tier: platinum, securityLevelAtLeast: 5, importance: core, national: true, basis: x}
  - {tier: gold, securityLevelAtLeast: 4, importance: important, basis: x}
  - {tier: silver, securityLevelAtLeast: 3, basis: x}
  - {tier: bronze, securityLevelAtLeast: 1, basis: x}
sensitive: {importanceAtLeast: important, personalData: sensitive, securityLevelAtLeast: 4, secrecyAtLeast: mat}
`.replace('&t ', ''),
  'catalogue/quota-sizes.yaml': `
apiVersion: ndc.gov.vn/v1
kind: QuotaSizes
storageClass: ndc-block
sizes:
  s: {cpu: 2, memory: 8Gi, storage: 50Gi, pods: 10, backup: 100Gi}
  m: {cpu: 4, memory: 16Gi, storage: 100Gi, pods: 20, backup: 200Gi}
  l: {cpu: 8, memory: 32Gi, storage: 200Gi, pods: 40, backup: 400Gi}
`,
  'catalogue/recovery.yaml': recoveryFile,
  'catalogue/planning.yaml': `
apiVersion: ndc.gov.vn/v1
kind: PlanningInputs
growth: {computePerYear: 0, storagePerYear: 0}
storage: {nearfullPercent: 85, backfillfullPercent: 90, fullPercent: 95, unevenPercent: 0, healsFrom: host}
backup:
  databases: {fullEveryDays: 7, compressedTo: {low: 50, mid: 50, high: 50}, deduplicatedTo: {low: 100, mid: 100, high: 100}, lockBeyondRetentionDays: 7}
  volumes: {fullEveryDays: 7, incrementalEveryDays: 1, compressedTo: {low: 50, mid: 50, high: 50}, deduplicatedTo: {low: 100, mid: 100, high: 100}, lockBeyondRetentionDays: 6}
  logCompressedTo: {low: 50, mid: 50, high: 50}
  changedBlocksPercent: {low: 100, mid: 100, high: 100}
  volumesFilledTo: {low: 100, mid: 100, high: 100}
  volumesChangedPerDay: {low: 1, mid: 1, high: 1}
  objectsBackedUp: false
links:
  peakPercent: 100
  logPercent: 100
  payloadPercent: 75
  sharePercent: 100
  peakDayPercent: 100
  typicalDay: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
  peakDay: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
  backupWindow: {startHour: 0, hours: 24}
  outageMinutes: 60
  rerouteOverThirdSite: false
  tcpWindowMiB: 64
facility: {diversityPercent: 100, averagePercent: 100, nodesPerRack: {storage: 1}, rackKg: 1000, rackAreaM2: 2}
`,
  'catalogue/components.yaml': `
apiVersion: ndc.gov.vn/v1
kind: Components
components: [{id: cilium, namespace: cilium-system, chart: cilium, version: 1.20.0, appVersion: 1.20.0, upstream: "https://helm.cilium.io"}]
`,
  'catalogue/systems.yaml': `
apiVersion: ndc.gov.vn/v1
kind: NationalSystems
warehouses: []
systems: [{id: csdl-quoc-gia, name: {vi: Quốc gia, en: National}, kind: database, businessOwner: null, technicalOperator: null, basis: [{document: q, clause: V}]}]
`,
  'catalogue/legal.yaml': `
apiVersion: ndc.gov.vn/v1
kind: LegalSources
sources:
  - {id: q, label: Q, title: {vi: Chiến lược, en: Strategy}, standing: seed}
  - {id: c, label: C, title: {vi: Chỉ thị, en: Directive}, standing: seed}
`,
  'waivers.yaml': `
apiVersion: ndc.gov.vn/v1
kind: Waivers
waivers: []
`,
  // Gold by its level: half the compute and all the storage wait at its standby.
  'tenants/bo-y-te.yaml': `
apiVersion: ndc.gov.vn/v1
kind: TenancyRequest
organisation: bo-y-te
owners: {accountable: A, technical: B, mailbox: platform@example.vn}
groups: [{name: "bo-y-te:platform", role: operate}]
systems:
  - id: ho-so
    name: Hồ sơ
    securityLevel: 4
    sharing: shared
    importance: important
    secrecy: none
    personalData: sensitive
    environments:
      - name: prod
        quota: {cpu: 4, memory: 16Gi, storage: {ndc-block: 100Gi}, pods: 21, loadBalancers: 1}
        network: {egress: [{host: api.example.vn, port: 443, purpose: gọi}]}
`,
};

/** The base estate: NDC 01 operates, 02 and 03 are planned, one gold environment. */
export function estateOf(changes: Changes = {}): Estate {
  const key = JSON.stringify(changes, (_, value: unknown) => (value === undefined ? '(taken out)' : value));
  const known = loaded.get(key) ?? load(changes);
  loaded.set(key, known);
  return known;
}

/** Estates are frozen: one that was loaded before is as good as a new one. */
const loaded = new Map<string, Estate>();

function load(changes: Changes): Estate {
  const drafts = new Map<string, unknown>();
  for (const [at, value] of Object.entries(changes)) {
    const [file = '', pointer = ''] = at.split('#');
    if (pointer === '') drafts.set(file, structuredClone(value));
    else {
      if (!drafts.has(file)) drafts.set(file, baseFile(file));
      put(drafts.get(file), segments(pointer), value, at);
    }
  }
  // Only what a test changes is written anew; the rest is read as it stands.
  const texts = { ...files, ...Object.fromEntries([...drafts].map(([name, draft]) => [name, draft === undefined ? undefined : stringify(draft, { aliasDuplicateObjects: false })])) };
  const result = loadEstate(
    Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [{ name, bytes: new TextEncoder().encode(text) }])),
    today,
  );
  if ('diagnostics' in result) throw new Error(result.diagnostics.map((diagnostic) => `${diagnostic.place.file}: ${messageOf(diagnostic).en}`).join('\n'));
  return result.estate;
}

/** A test that names a place the base estate does not have must not pass by accident. */
function put(root: unknown, [first, ...rest]: readonly string[], value: unknown, at: string): void {
  if (typeof root !== 'object' || root === null || first === undefined) throw new Error(`the base estate has nothing at ${at}`);
  const here = root as Record<string, unknown>;
  if (rest.length > 0) put(here[first], rest, value, at);
  else if (value === undefined) Reflect.deleteProperty(here, first);
  // A copy: tests share what they change, and a later change of the same test may reach into it.
  else here[first] = structuredClone(value);
}

/** The same with every site operating. */
export const targetOf = (estate: Estate): Estate => applyScenario(estate, { ...estate.scenario, phase: 'all-operating' });

/** A file of the base estate, to be changed and added under another name. */
export const baseFile = (name: string): unknown => parse(files[name] ?? '');

/** Where the only system of the base estate stands. */
export const system = 'tenants/bo-y-te.yaml#/systems/0';

/** A drill as records/ holds it: of an outcome, or of a day to come. */
export const drillRecord = (id: string, on: string, drill?: object, subject = 'environment/ho-so-prod'): Changes => ({ [`records/${id}.yaml#`]: { apiVersion: 'ndc.gov.vn/v1', kind: 'Record', id, record: 'drill', on, subject, ...(drill === undefined ? {} : { drill }) } });

/** A restore drill that passed, and the next one. */
export const drills: Changes = { ...drillRecord('phuc-hoi-1', '2026-10-01', { kind: 'restore', passed: true }), ...drillRecord('phuc-hoi-2', '2026-12-01') };

/** What the base estate lacks before every rule passes: documents, certificates, a digest, drills. */
export const documents: Changes = {
  ...Object.fromEntries(['ndc-01', 'ndc-02', 'ndc-03'].map((id) => [`${id}.yaml#/facility/certifiedUntil`, '2031-12-31'])),
  'catalogue/components.yaml#/components/0/digest': `sha256:${'a'.repeat(64)}`,
  [`${system}/migration`]: {
    mode: 'move',
    start: '2026-Q4',
    agreement: { document: 'Biên bản 1', date: '2026-06-01' },
    securityPlan: { document: 'Phương án 1', date: '2026-06-01', confirmedBy: 'Đơn vị an ninh' },
  },
  ...drills,
};
