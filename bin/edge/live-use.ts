import { z } from 'zod';
import type { DeepReadonly } from '../../sites/model/estate.js';
import type { CordonLimit } from '../../sites/model/kinds/offboarding.js';
import { parseBytes, parseCpu, parseQuantity, QuantityError, type Bytes, type MilliCpu } from '../../sites/model/units.js';
import { EnvironmentFailure } from '../failure.js';
import type { ClusterReader, ObjectReader } from './cluster.js';
import { visible } from './visible.js';

const quotas = z.array(
  z.object({
    metadata: z.object({ name: z.string() }),
    status: z.object({ used: z.record(z.string(), z.union([z.string(), z.number()])).optional() }).optional(),
  }),
);

const perClass = /^(.+)\.storageclass\.storage\.k8s\.io\/requests\.storage$/;

/**
 * What an environment uses at a site now, as its quota counts it. Requests and limits are granted as one figure, so the
 * larger of the two is what it uses. A namespace that is not there uses nothing.
 *
 * @throws EnvironmentFailure NDC-X305 where the quota is not there, or says what cannot be read: a cordon by guess would
 *   stop what runs. ClusterUnread where the API server does not answer.
 */
export async function readUse(reader: Pick<ClusterReader, 'namespace'> & ObjectReader, site: string, namespace: string): Promise<DeepReadonly<CordonLimit>> {
  const nothing = { namespace, site, cpu: 0n as MilliCpu, memory: 0n as Bytes, storage: {}, pods: 0 };
  if ((await reader.namespace(namespace)) === undefined) return nothing;
  const parsed = quotas.safeParse(await reader.objects(`/api/v1/namespaces/${encodeURIComponent(namespace)}/resourcequotas`));
  const used = parsed.data?.find(({ metadata: { name } }) => name === 'ndc-quota')?.status?.used;
  if (used === undefined) throw unread(site, namespace, { vi: 'không có hạn mức ndc-quota hoặc chưa có số đã dùng', en: 'there is no quota ndc-quota, or it does not say yet what is used' });
  const amount = (key: string, parse: (written: string | number) => bigint): bigint => {
    const written = used[key];
    if (written === undefined) return 0n;
    try {
      return parse(written);
    } catch (error) {
      if (!(error instanceof QuantityError)) throw error;
      throw unread(site, namespace, { vi: `${visible(key, 80)} là ${visible(String(written), 40)}`, en: `${visible(key, 80)} is ${visible(String(written), 40)}` });
    }
  };
  const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
  const count = (key: string): number => Number(amount(key, (written) => parseQuantity(written, 1n)));
  const storage = Object.keys(used).flatMap((key): [string, Bytes][] => {
    const [, name] = perClass.exec(key) ?? [];
    const size = name === undefined ? 0n : amount(key, parseBytes);
    return name === undefined || size === 0n ? [] : [[name, size as Bytes]];
  });
  const [gpu, loadBalancers] = [count('requests.nvidia.com/gpu'), count('services.loadbalancers')];
  return {
    ...nothing,
    cpu: larger(amount('requests.cpu', parseCpu), amount('limits.cpu', parseCpu)) as MilliCpu,
    memory: larger(amount('requests.memory', parseBytes), amount('limits.memory', parseBytes)) as Bytes,
    storage: Object.fromEntries(storage.sort(([a], [b]) => (a < b ? -1 : 1))),
    pods: count('pods'),
    ...(gpu === 0 ? {} : { gpu }),
    ...(loadBalancers === 0 ? {} : { loadBalancers }),
  };
}

const unread = (site: string, namespace: string, what: { readonly vi: string; readonly en: string }): EnvironmentFailure =>
  new EnvironmentFailure('NDC-X305', {
    vi: `không đọc được mức đang dùng của ${namespace} ở ${site}: ${what.vi}. Không khóa gì theo phỏng đoán.`,
    en: `what ${namespace} uses at ${site} cannot be read: ${what.en}. Nothing is cordoned by guess.`,
  });
