import { grantedAt, mayStore } from '../capacity/drift/granted.js';
import type { LiveQuota } from '../capacity/drift/live.js';
import type { EnvironmentIntent, Quota } from '../intent/environment.js';
import type { Day } from '../model/calendar.js';
import { diagnosticKind } from '../model/diagnostic.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import { idPattern } from '../model/kinds/scalars.js';
import type { TenancyRequest } from '../model/kinds/tenancy-request.js';
import { pointer, segments } from '../model/pointer.js';
import type { Text } from '../model/text.js';
import { printBytes, printCpu, type Bytes, type MilliCpu } from '../model/units.js';
import { visible } from '../model/visible.js';
import type { MeasuredUse, UseByNamespace } from './approval-growth.js';
import { found, type RequestFinding } from './finding.js';
import { quotaLine } from './quota-line.js';

/** Quotas of the sites that could be read, as they are now. */
export type LiveQuotas = ReadonlyMap<string, readonly LiveQuota[]>;

const kind = diagnosticKind<{ namespace: string; below: Text; mend: Text }>({
  code: 'NDC-T020',
  message: {
    vi: ({ namespace, below, mend }) => `${namespace}: hạn mức mới thấp hơn mức đang dùng (${below.vi}). ${mend.vi}`,
    en: ({ namespace, below, mend }) => `${namespace}: the new quota lies below what is in use (${below.en}). ${mend.en}`,
  },
  explanation: {
    vi: 'Khi có kết nối tới cụm (--connection), hạn mức mới được so với mức đang dùng thật, đọc từ trạng thái của ResourceQuota tại từng trung tâm. Kubernetes vẫn nhận một hạn mức thấp hơn mức đang dùng: không gì dừng ngay, nhưng phần nào dừng rồi thì không khởi động lại được, và mọi lần cập nhật đều bị từ chối. Nơi dự phòng được so với phần dành cho nó. Cách sửa: giảm mức dùng trước rồi mới giảm hạn mức, hoặc chép dòng gợi ý, vừa đủ cho mức đang dùng.',
    en: 'With a connection to the clusters (--connection) a new quota is compared with what is really in use, read from the status of each site’s ResourceQuotas. Kubernetes takes a quota below live use: nothing stops at once, but whatever stops does not come back, and every update is refused. A standby is compared with its share. To mend it: use less first and lower the quota then, or paste the line, which is just enough for what is in use.',
  },
});

/** A resource as the request's file names it. */
const fieldOf = (resource: string): string => (resource.startsWith('storage/') ? `storage.${resource.slice('storage/'.length)}` : resource);
const printed = (resource: string, amount: bigint): string => (resource === 'cpu' ? printCpu(amount as MilliCpu) : resource === 'memory' || resource.startsWith('storage/') ? printBytes(amount as Bytes) : String(amount));

interface Below {
  readonly site: string;
  readonly resource: string;
  readonly target: bigint;
  readonly used: bigint;
}

/**
 * Quotas of a request that would shrink below what is in use at a site that could be read. What a cluster already
 * grants no more than is not made worse, and is no fault of the request.
 */
export function belowLiveUse(estate: Estate, request: DeepReadonly<TenancyRequest>, environments: readonly EnvironmentIntent[], live: LiveQuotas): readonly RequestFinding[] {
  return environments
    .filter(({ organisation }) => organisation === request.organisation)
    .flatMap((environment): RequestFinding[] => {
      const below = [...live].flatMap(([site, quotas]) => belowAt(environment, site, quotas));
      if (below.length === 0) return [];
      const { namespace, environment: { quota } } = environment;
      const enough = enoughFor(environment, below, estate);
      const said = below.map(({ site, resource, target, used }) => `${site} ${visible(fieldOf(resource), 80)} ${printed(resource, target)} < ${printed(resource, used)}`).join('; ');
      const mend =
        enough === undefined
          ? { vi: 'Hãy giảm mức đang dùng ở đó trước.', en: 'Use less there first.' }
          : { vi: 'Hãy giảm mức đang dùng trước, hoặc ghi hạn mức vừa đủ.', en: 'Use less first, or ask for just enough.' };
      return [found(estate, kind, 'refuse', pointer(...segments(environment.pointer), 'quota', 'size' in quota ? 'size' : 'cpu'), { namespace, below: { vi: said, en: said }, mend }, enough === undefined ? undefined : quotaLine(enough))];
    });
}

function belowAt(environment: EnvironmentIntent, site: string, quotas: readonly LiveQuota[]): Below[] {
  const granted = grantedAt(environment, site);
  const there = quotas.find(({ namespace }) => namespace === environment.namespace);
  if (granted === undefined || there === undefined) return [];
  const targets = new Map([...granted, ['loadBalancers', environment.primary.site === site ? BigInt(environment.quota.loadBalancers) : 0n]]);
  return [...there.used].flatMap(([resource, used]) => {
    const target = targets.get(resource) ?? 0n;
    const hard = there.hard.get(resource);
    return used > target && (hard === undefined || target < hard) ? [{ site, resource, target, used }] : [];
  });
}

/** The request's quota with just enough for what is in use; undefined where no size of it would be. */
function enoughFor(environment: EnvironmentIntent, below: readonly Below[], { protection }: Estate): Quota | undefined {
  const { quota, primary, tier } = environment;
  const share = protection.tiers[tier].standbyShare;
  let enough: Quota = quota;
  for (const { site, resource, used } of below) {
    const storage = resource.startsWith('storage/');
    const full = site === primary.site ? used : wholeOf(used, storage ? share.storage : share.compute);
    // A class whose name no request can hold is the cluster's own.
    if (full === undefined || (storage && (!mayStore(environment) || !idPattern.test(resource.slice('storage/'.length)))) || (resource === 'loadBalancers' && site !== primary.site)) return undefined;
    enough = withAtLeast(enough, resource, full);
  }
  return enough;
}

/** The smallest whole of which a share in percent, rounded up, is as much. */
function wholeOf(part: bigint, percent: number): bigint | undefined {
  const hundredths = BigInt(Math.round(percent * 100));
  // The share of `w` is ⌈w·h / 10,000⌉: it reaches `part` as soon as w·h exceeds (part − 1)·10,000.
  return hundredths === 0n ? undefined : ((part - 1n) * 10_000n) / hundredths + 1n;
}

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function withAtLeast(quota: Quota, resource: string, amount: bigint): Quota {
  switch (resource) {
    case 'cpu':
      return { ...quota, cpu: most(quota.cpu, amount) as MilliCpu };
    case 'memory':
      return { ...quota, memory: most(quota.memory, amount) as Bytes };
    case 'gpu':
    case 'pods':
    case 'loadBalancers':
      return { ...quota, [resource]: Number(most(BigInt(quota[resource]), amount)) };
    default: {
      const name = resource.slice('storage/'.length);
      const had = Object.hasOwn(quota.storage, name) ? (quota.storage[name] ?? 0n) : 0n;
      return { ...quota, storage: { ...quota.storage, [name]: most(had, amount) as Bytes } };
    }
  }
}

/** What is in use where each environment runs, as a measurement of today. */
export function measuredLive(environments: readonly EnvironmentIntent[], live: LiveQuotas, on: Day): UseByNamespace {
  return Object.fromEntries(
    environments.flatMap(({ namespace, primary }) => {
      const there = live.get(primary.site)?.find((quota) => quota.namespace === namespace);
      return there === undefined ? [] : [[namespace, useOf(there, on)]];
    }),
  );
}

function useOf({ used }: LiveQuota, on: Day): MeasuredUse {
  const [cpu, memory, gpu] = [used.get('cpu'), used.get('memory'), used.get('gpu')];
  const storage = Object.fromEntries([...used].flatMap(([resource, amount]) => (resource.startsWith('storage/') ? [[resource.slice('storage/'.length), amount]] : [])));
  return { on, ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }), ...(gpu === undefined ? {} : { gpu }), storage };
}
