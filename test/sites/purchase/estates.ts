import { deriveIntent } from '../../../sites/intent/derive.js';
import type { Estate } from '../../../sites/model/estate.js';
import { loadSolver } from '../../../sites/packing/solver.js';
import { purchase, type PurchaseResult } from '../../../sites/purchase/purchase.js';
import { estateOf, type Changes } from '../model/estate-files.js';
import { linksFile, siteFile } from '../capacity/planned-estate.js';

/** Leads of 6, 9 and 12 months, prices of 1, 2 and 3 billion, nothing drifts, money keeps its value, running costs 4 % a year. */
export const market = (lifeYears = 30): string => `purchase:
  discountPercentPerYear: 0
  storeMonths: 6
  funding: state-budget
  equipment:
${[
  ['general', 3, 2, 1],
  ['gpu', 6, 4, 2],
  ['storage', 4, 3, 2],
  ['secret', 3, 2, 1],
  ['rack', 1, 1, 1],
]
  .map(([kind, tender, delivery, commissioning]) => `    ${kind}: {price: ${kind}-price, tenderMonths: ${tender}, deliveryMonths: ${delivery}, commissioningMonths: ${commissioning}, lifeYears: ${lifeYears}, driftPercentPerYear: 0, upkeepPercentPerYear: 4}`)
  .join('\n')}
  largestPod: {cpu: 2, memory: 8Gi}
`;

const prices = `apiVersion: ndc.gov.vn/v1
kind: PriceBook
prices:
  - {id: general-price, item: node, unit: node, price: 1000000000, spending: investment, once: true}
  - {id: gpu-price, item: GPU node, unit: node, price: 3000000000, spending: investment, once: true}
  - {id: storage-price, item: storage node, unit: node, price: 2000000000, spending: investment, once: true}
  - {id: secret-price, item: node, unit: node, price: 1000000000, spending: investment, once: true}
  - {id: rack-price, item: rack, unit: rack, price: 100000000, spending: investment, once: true}
`;

export interface Environment {
  readonly system: string;
  readonly tier: 'platinum' | 'gold' | 'silver' | 'bronze';
  readonly cpu: number;
  readonly memoryGi: number;
  readonly blockTi?: number;
  readonly pods?: number;
  readonly primary?: string;
  readonly standby?: string;
  /** Quarter from which it asks for so many cores. */
  readonly grows?: { readonly at: string; readonly cpu: number; readonly memoryGi?: number };
}

const environment = ({ system, tier, cpu, memoryGi, blockTi = 1, pods = 372, primary = 'ndc-01', standby = 'ndc-02', grows }: Environment): string => `  - id: ${system}
    name: ${system}
    securityLevel: 1
    sharing: shared
    importance: ordinary
    secrecy: none
    personalData: none
    protection: ${tier}
    environments:
      - name: prod
        quota: {cpu: ${cpu}, memory: ${memoryGi}Gi, storage: {block: ${blockTi}Ti}, pods: ${pods}, backup: 1Gi}
        placement: {primary: ${primary}${tier === 'bronze' ? '' : `, standby: ${standby}`}, backup: ${standby === 'ndc-03' ? 'ndc-02' : 'ndc-03'}}
${grows === undefined ? '' : `        forecast: [{at: ${grows.at}, cpu: ${grows.cpu}, memory: ${grows.memoryGi ?? memoryGi}Gi, storage: ${blockTi}Ti}]\n`}`;

export const tenant = (organisation: string, environments: readonly Environment[]): string => `apiVersion: ndc.gov.vn/v1
kind: TenancyRequest
organisation: ${organisation}
owners: {accountable: Vụ trưởng, technical: Trung tâm, mailbox: platform@example.vn}
systems:
${environments.map(environment).join('')}`;

/** Three operating sites with 20 nodes of 62 cores and 248 GiB each (ten to a rack of 8 kW) and storage nodes; these tenants. */
export const estateFor = (tenants: Tenants, more: More = {}): Estate => estateOf(changesFor(tenants, more));

type Tenants = Readonly<Record<string, readonly Environment[]>>;
interface More {
  readonly lifeYears?: number;
  readonly changes?: Changes;
}

/** Its files, as changes to those of the base estate. */
export function changesFor(tenants: Tenants, { lifeYears, changes = {} }: More = {}): Changes {
  const others = Object.keys(tenants).filter((id) => id !== 'bo-y-te');
  return {
    'ndc-01.yaml': siteFile(1),
    'ndc-02.yaml': siteFile(2),
    'ndc-03.yaml': siteFile(3),
    'links.yaml': linksFile,
    'catalogue/organisations.yaml': (text: string) => `${text.trimEnd()}\n${others.map((id) => `  - {id: ${id}, name: {vi: ${id}, en: ${id}}, level: central, kind: ministry, groups: ["${id}:platform"]}`).join('\n')}\n`,
    'catalogue/planning.yaml': (text: string) => `${text.trimEnd()}\n${market(lifeYears)}`,
    'catalogue/prices.yaml': prices,
    'catalogue/tiers.yaml': (text: string) => text.replace(/^( {2}bronze: .*)standby: hot, standbyShare: \{compute: 100, storage: 100\}/m, '$1standby: none, standbyShare: {compute: 0, storage: 0}'),
    'tenants/bo-y-te.yaml': undefined,
    ...Object.fromEntries(Object.entries(tenants).map(([id, environments]) => [`tenants/${id}.yaml`, tenant(id, environments)])),
    ...changes,
  };
}

const solver = await loadSolver();

export const buy = (estate: Estate, caps: Readonly<Record<number, number>> = {}): PurchaseResult => {
  const planning = estate.planning.purchase;
  if (planning === undefined) throw new Error('the estate says nothing of purchases');
  return purchase(estate, deriveIntent, planning, { solver, gap: 0, caps: new Map(Object.entries(caps).map(([year, billions]) => [Number(year), BigInt(Math.round(billions * 1000)) * 1_000_000n])), now: () => performance.now(), until: performance.now() + 600_000 });
};

export const planned = (result: PurchaseResult): Extract<PurchaseResult, { readonly status: 'plan' }> => {
  if (result.status !== 'plan') throw new Error(`expected a plan, found ${JSON.stringify(result, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)).slice(0, 600)}`);
  return result;
};
