import { plusDays, readDay, type Day } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import { unaskedFor } from '../model/disk-keys.js';
import { everyKey } from '../model/key-holders.js';
import { homeOf } from '../model/key-needs.js';
import type { Key, KeyPurpose } from '../model/kinds/keys.js';
import type { Text } from '../model/text.js';
import { isNeededFormer, lastNeededFormer } from './needed-until.js';

/** Kubernetes' guidance for keys that encrypt keys (https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/), and ENC-006. */
export const longestRotationDays = 90;
/** Days before a rotation falls due in which it is announced. */
const announcedDays = 14;

export type KeyStanding = 'planned' | 'current' | 'due' | 'overdue' | 'destroyed';

/** One key of the inventory as of a day. */
export interface KeyRow {
  readonly id: string;
  readonly site: string;
  readonly purpose: KeyPurpose;
  /** `hsm/ndc-01/ndc-01-kms`, `store/ndc-01`, `repository/…`. */
  readonly home: string;
  /** CKA_LABEL in the HSM, or the path in the store. */
  readonly label?: string;
  readonly mechanism: string;
  readonly bits: number;
  readonly rotationDays: number;
  readonly created?: Day;
  readonly rotated?: Day;
  /** Last day before it has to be changed. */
  readonly due?: Day;
  readonly standing: KeyStanding;
  readonly domain?: string;
  readonly sharedWith: readonly string[];
  readonly quorum: { readonly needed: number; readonly custodians: number };
  readonly standards: readonly string[];
  readonly opens: readonly string[];
  readonly previous: readonly { readonly id: string; readonly until: Day; readonly neededUntil?: Day; readonly destroyed?: Day }[];
  /** When, by which record, and when the last thing that it opened expired. */
  readonly destroyed?: { readonly on: Day; readonly record: string; readonly neededUntil?: Day };
  /** What the inventory says and does not go together. */
  readonly findings: readonly Text[];
}

type InventoryKey = Estate['keys'][string];

/** The inventory of some sites, in the order of the files; what was destroyed stands at the end. */
export function keyRows(estate: Estate, sites: readonly string[] = Object.keys(estate.sites)): readonly KeyRow[] {
  return everyKey(estate)
    .filter(({ site }) => sites.includes(site))
    .map((key) => rowOf(estate, key));
}

function rowOf(estate: Estate, key: InventoryKey): KeyRow {
  const { created, home, domain } = key;
  const since = key.rotated ?? created;
  const due = since === undefined || key.destroyed !== undefined ? undefined : plusDays(since, key.rotationDays);
  const quorum = estate.sites[key.site]?.hsm.quorum;
  const label = 'hsm' in home ? home.hsm.label : 'store' in home ? home.store.path : undefined;
  return {
    id: key.id,
    site: key.site,
    purpose: key.purpose,
    home: homeOf(home),
    ...(label === undefined ? {} : { label }),
    mechanism: key.mechanism,
    bits: key.bits,
    rotationDays: key.rotationDays,
    ...(created === undefined ? {} : { created }),
    ...(key.rotated === undefined ? {} : { rotated: key.rotated }),
    ...(due === undefined ? {} : { due }),
    standing: key.destroyed === undefined ? standingOf(due, estate.scenario.asOf) : 'destroyed',
    ...(domain === undefined ? {} : { domain: domain.name }),
    sharedWith: domain?.sharedWith ?? [],
    quorum: key.custodians === undefined ? { needed: quorum?.needed ?? 0, custodians: quorum?.custodians ?? 0 } : { needed: key.custodians.needed, custodians: key.custodians.roles.length },
    standards: key.standards,
    opens: key.opens,
    // What was left of its versions went with the key.
    previous: (key.previous ?? []).map(({ id, until, neededUntil, destroyed = key.destroyed?.on }) => ({ id, until, ...(neededUntil === undefined ? {} : { neededUntil }), ...(destroyed === undefined ? {} : { destroyed }) })),
    ...(key.destroyed === undefined ? {} : { destroyed: { on: key.destroyed.on, record: key.destroyed.record, ...(key.destroyed.neededUntil === undefined ? {} : { neededUntil: key.destroyed.neededUntil }) } }),
    findings: key.destroyed === undefined ? findingsOf(estate, key) : [],
  };
}

function standingOf(due: Day | undefined, asOf: Day): KeyStanding {
  if (due === undefined) return 'planned';
  if (asOf > due) return 'overdue';
  return asOf > plusDays(due, -announcedDays) ? 'due' : 'current';
}

function findingsOf(estate: Estate, key: InventoryKey): readonly Text[] {
  return [...mechanismFindings(estate, key), ...unaskedFor(estate, key), ...domainFindings(estate, key), ...timeFindings(estate, key)];
}

function mechanismFindings(estate: Estate, { home, mechanism }: DeepReadonly<Pick<Key, 'home' | 'mechanism'>>): readonly Text[] {
  if (!('hsm' in home)) return [];
  const { site, partition } = home.hsm;
  const offered = estate.sites[site]?.hsm.partitions.find(({ label }) => label === partition)?.mechanisms ?? [];
  if (offered.includes(mechanism)) return [];
  const list = offered.join(', ');
  return [{ vi: `phân vùng ${partition} không khai báo cơ chế ${mechanism}; có: ${list}`, en: `partition ${partition} declares no mechanism ${mechanism}; it has: ${list}` }];
}

/** A key that restore sites share lies in one key domain; the HSMs' own domains say which. */
function domainFindings(estate: Estate, { domain, home, site }: InventoryKey): readonly Text[] {
  if (domain === undefined || !('hsm' in home)) return [];
  return [site, ...domain.sharedWith].flatMap((id) => {
    const known = estate.sites[id]?.hsm.keyDomain;
    return known === undefined || known === domain.name ? [] : [{ vi: `HSM của ${id} thuộc miền khóa ${known}, không phải ${domain.name}`, en: `the HSM of ${id} is in key domain ${known}, not ${domain.name}` }];
  });
}

function timeFindings(estate: Estate, key: InventoryKey): readonly Text[] {
  const tooLong =
    key.purpose === 'ca' || key.rotationDays <= longestRotationDays
      ? []
      : [{ vi: `thay khóa sau ${key.rotationDays} ngày; nhiều nhất là ${longestRotationDays}`, en: `rotated after ${key.rotationDays} days; at most ${longestRotationDays}` }];
  const destroyable = (key.previous ?? []).flatMap((version): Text[] => {
    const last = lastNeededFormer(estate, key.purpose, version);
    if (version.destroyed !== undefined || last === undefined || isNeededFormer(estate, key.purpose, version)) return [];
    return [{ vi: `phiên bản cũ ${version.id} không còn cần sau ${readDay(last)}; có thể hủy theo nghi thức`, en: `former version ${version.id} is not needed after ${last}; it may be destroyed by ceremony` }];
  });
  return [...tooLong, ...destroyable];
}
