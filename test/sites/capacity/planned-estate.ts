import { protectedEnvironments, type ProtectedEnvironment } from '../../../sites/capacity/backup/protected.js';
import { planOf } from '../../../sites/capacity/plan.js';
import type { Plan } from '../../../sites/capacity/headroom.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { applyScenario, parseScenario } from '../../../sites/model/scenario.js';
import { baseFiles, estateOf, type Changes } from '../model/estate-files.js';
import { q } from './site-builder.js';

export const now = q('2026-Q3');

/** Three sites with 10 storage nodes of 100 TiB, one to a rack; 300 TiB of block storage and 600 TiB of object storage. */
export const siteFile = (number: number): string =>
  (baseFiles['ndc-01.yaml'] ?? '')
    .replaceAll('ndc-01', `ndc-0${number}`)
    .replace('number: 1', `number: ${number}`)
    .replace('zone-1', `zone-${number}`)
    .replace('name: ndc-0' + String(number) + ', id: 1,', `name: ndc-0${number}, id: ${number},`)
    .replaceAll(/10\.(|1|2)1\.0\.0/g, `10.$1${number}.0.0`)
    .replace(
      'storage:\n',
      `  - id: storage
    purpose: storage
    shape: {cpu: 64, memory: 256Gi, disks: [{count: 10, size: 10Ti}]}
    count: 10
    rackUnits: 4
    watts: 1300
    allocatableReserve: {cpu: 2, memory: 8Gi}
    available: 2025-Q3
storage:
  - {class: object, backend: rgw, redundancy: {data: 4, coding: 2}, failureDomain: rack, encrypted: true, raw: 600Ti, available: 2025-Q3}
`,
    );

const tier = (name: string, body: string): string => `  ${name}: {name: {vi: ${name}, en: ${name}}, rtoMinutes: 60, priority: 1000, example: mẫu, ${body}}`;

const tiers = `apiVersion: ndc.gov.vn/v1
kind: ProtectionTiers
tiers:
${tier('platinum', 'rpoMinutes: 1, backupRpoMinutes: 60, standby: hot, standbyShare: {compute: 100, storage: 100}, backup: {offSite: true, thirdSite: true, immutable: true}, retention: {days: 35, monthlies: 12}')}
${tier('gold', 'rpoMinutes: 15, backupRpoMinutes: 240, standby: warm, standbyShare: {compute: 50, storage: 100}, backup: {offSite: true, thirdSite: true, immutable: true}, retention: {days: 35, monthlies: 0}')}
${tier('silver', 'rpoMinutes: 240, backupRpoMinutes: 120, standby: cold, standbyShare: {compute: 0, storage: 0}, backup: {offSite: true, thirdSite: false, immutable: true}, retention: {days: 35, monthlies: 0}')}
${tier('bronze', 'rpoMinutes: 1440, backupRpoMinutes: 720, standby: none, standbyShare: {compute: 0, storage: 0}, backup: {offSite: true, thirdSite: false, immutable: false}, retention: {days: 14, monthlies: 0}')}
floor: [{tier: bronze, basis: mặc định}]
sensitive: {importanceAtLeast: core, personalData: sensitive, securityLevelAtLeast: 4, secrecyAtLeast: mat}
`;

export interface SystemOf {
  readonly id: string;
  readonly tier: 'platinum' | 'gold' | 'silver' | 'bronze';
  /** YAML of the environment's storage. */
  readonly storage?: string;
  readonly backup?: string;
  readonly databases?: readonly string[];
  readonly placement?: string;
  readonly environment?: string;
  readonly more?: string;
}

const system = ({ id, tier: protection, storage = '{block: 3Ti}', backup = '4Ti', databases = [], placement = '{primary: ndc-01, standby: ndc-02, backup: ndc-03}', environment = 'prod', more = '' }: SystemOf): string => `  - id: ${id}
    name: ${id}
    securityLevel: 3
    sharing: shared
    importance: ordinary
    secrecy: none
    personalData: none
    protection: ${protection}
    databases: [${databases.join(', ')}]
    environments:
      - name: ${environment}
        quota: {cpu: 1, memory: 1Gi, storage: ${storage}, pods: 1, backup: ${backup}}
        placement: ${placement}
${more}`;

const request = (systems: readonly SystemOf[]): string => `apiVersion: ndc.gov.vn/v1
kind: TenancyRequest
organisation: bo-y-te
owners: {accountable: Vụ trưởng, technical: Trung tâm, mailbox: platform@example.vn}
systems:
${systems.map(system).join('')}`;

/** 1 TiB that changes by a million bytes a second. */
export const database = (changes: { readonly id?: string; readonly size?: string; readonly changeRate?: string; readonly walRate?: string } = {}): string => {
  const { id = 'd', size = '1Ti', changeRate = '86400M', walRate } = changes;
  return `{id: ${id}, engine: postgresql, size: ${size}, changeRate: ${changeRate}${walRate === undefined ? '' : `, walRate: ${walRate}`}}`;
};

export const linksFile = `apiVersion: ndc.gov.vn/v1
kind: Links
links:
  - {a: ndc-01, b: ndc-02, capacityGbps: 1, rttMs: 20, encrypted: true, paths: [{id: coast, conduits: [c1, c2], provider: A}, {id: hills, conduits: [h1, h2], provider: B}]}
  - {a: ndc-01, b: ndc-03, capacityGbps: 1, rttMs: 15, encrypted: true, paths: [{id: coast, conduits: [c1, e1], provider: A}, {id: hills, conduits: [h1, w1], provider: B}]}
  - {a: ndc-02, b: ndc-03, capacityGbps: 1, rttMs: 8, encrypted: true, paths: [{id: coast, conduits: [c2, e1], provider: A}, {id: hills, conduits: [h2, w1], provider: B}]}
`;

export interface Planned {
  readonly plan: Plan;
  readonly environments: readonly ProtectedEnvironment[];
}

/** A plan over three operating sites and these systems. Changes are to the files; `lose` and `asOf` are the scenario's. */
export function planned(systems: readonly SystemOf[], { changes = {}, lose = [] }: { readonly changes?: Changes; readonly lose?: readonly string[] } = {}): Planned {
  const estate = estateOf({
    'ndc-01.yaml': siteFile(1),
    'ndc-02.yaml': siteFile(2),
    'ndc-03.yaml': siteFile(3),
    'catalogue/tiers.yaml': tiers,
    'links.yaml': linksFile,
    'tenants/bo-y-te.yaml': systems.length === 0 ? undefined : request(systems),
    ...changes,
  });
  const under = lose.length === 0 ? estate : applyScenario(estate, parseScenario(estate, { asOf: estate.scenario.asOf, lose }));
  const intent = deriveIntent(under);
  const plan = planOf(under, intent);
  return { plan, environments: protectedEnvironments(under, plan.promises, intent) };
}

/** Edits of the planning inputs. */
export const planningWith =
  (...edits: readonly (readonly [from: string, to: string])[]) =>
  (text: string): string =>
    edits.reduce((now2, [from, to]) => {
      if (!now2.includes(from)) throw new Error(`${from} stands nowhere in the planning inputs`);
      return now2.replace(from, () => to);
    }, text);

