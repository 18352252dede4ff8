import type { Text } from '../../sites/model/text.js';
import type { ExchangeRow } from '../dr-exchange-data.js';
import { readObject, readSecret, writeSecret, type SecretData, type SecretHeld } from '../edge/cluster-secret.js';
import { ClusterUnread } from '../edge/cluster-unread.js';
import { visible } from '../edge/visible.js';
import { isReached, type Reached, type UnreadSite } from '../reach-sites.js';
import type { Exchange } from './exchanges.js';

type Sites = ReadonlyMap<string, Reached | UnreadSite>;

/**
 * Carries one thing from the cluster that made it to the one that needs it, through memory only.
 *
 * @param write false only compares.
 */
export async function carry(exchange: Exchange, sites: Sites, write: boolean): Promise<ExchangeRow> {
  const { what, from, to, source, target, keys } = exchange;
  const row = { what, from, to, source: `${source.namespace}/${'pool' in source ? source.pool : source.secret}`, target: `${target.namespace}/${target.secret}` };
  const [giver, taker] = [sites.get(from), sites.get(to)];
  for (const [id, one] of [[from, giver], [to, taker]] as const)
    if (one === undefined || !isReached(one)) return { ...row, status: 'unread', reason: one?.reason ?? { vi: `${id} không có trong kết nối`, en: `${id} is not in the connection` } };
  try {
    const held = await given((giver as Reached).call, source);
    if ('missing' in held) return { ...row, status: 'not-yet', reason: held.missing };
    const absent = (keys ?? []).filter((key) => held.data[key] === undefined);
    if (absent.length > 0 || Object.keys(held.data).length === 0)
      return { ...row, status: 'not-yet', reason: { vi: `Secret ${held.secret} tại ${from} chưa có ${absent.join(', ') || 'nội dung'}`, en: `the Secret ${held.secret} at ${from} has no ${absent.join(', ') || 'content'} yet` } };
    const data = keys === undefined ? held.data : Object.fromEntries(keys.map((key) => [key, held.data[key] ?? '']));
    const { call } = taker as Reached;
    const there = await readSecret(call, target.namespace, target.secret);
    // Part of a Secret is no Secret of its type: what that type asks for may not be among the parts.
    const type = keys === undefined ? held.type : 'Opaque';
    if (there !== undefined && there.type === type && same(there.data, data)) return { ...row, status: 'equal' };
    if (there !== undefined && there.type !== type)
      return {
        ...row,
        status: write ? 'refused' : 'differs',
        reason: { vi: `Secret ở ${to} có loại ${visible(there.type, 80)}, nguồn có loại ${visible(type, 80)}; loại không đổi được: hãy xóa Secret đó rồi chạy lại`, en: `the Secret at ${to} is of type ${visible(there.type, 80)}, the source of type ${visible(type, 80)}; a type cannot be changed: delete that Secret and run this again` },
      };
    if (!write) return { ...row, status: there === undefined ? 'absent' : 'differs' };
    const wrote = await writeSecret(call, target.namespace, target.secret, { type, data }, { 'ndc.gov.vn/site': to, 'ndc.gov.vn/component': 'exchange' });
    if (wrote.is === 'written') return { ...row, status: there === undefined ? 'written' : 'replaced' };
    return {
      ...row,
      status: 'refused',
      reason:
        wrote.status === 404
          ? { vi: `${to} chưa có namespace ${target.namespace}. Hãy áp dụng các stack của trung tâm này trước.`, en: `${to} has no namespace ${target.namespace} yet. Apply that site's stacks first.` }
          : { vi: `máy chủ API của ${to} từ chối ghi (HTTP ${wrote.status})`, en: `the API server of ${to} refuses to keep it (HTTP ${wrote.status})` },
    };
  } catch (error) {
    if (error instanceof ClusterUnread) return { ...row, status: 'unread', reason: error.trouble.text };
    throw error;
  }
}

type Given = (SecretHeld & { readonly secret: string }) | { readonly missing: Text };

async function given(call: Reached['call'], source: Exchange['source']): Promise<Given> {
  const { namespace } = source;
  const secret = 'secret' in source ? source.secret : await namedByPool(call, namespace, source.pool);
  if (typeof secret !== 'string') return { missing: secret };
  const found = await readSecret(call, namespace, secret);
  return found === undefined ? { missing: { vi: `chưa có Secret ${namespace}/${secret}`, en: `there is no Secret ${namespace}/${secret} yet` } } : { ...found, secret };
}

/** https://rook.io/docs/rook/latest-release/CRDs/Block-Storage/ceph-block-pool-crd/: `status.info.rbdMirrorBootstrapPeerSecretName`. */
async function namedByPool(call: Reached['call'], namespace: string, pool: string): Promise<string | Text> {
  const object = (await readObject(call, 'ceph.rook.io/v1', 'cephblockpools', namespace, pool)) as { status?: { info?: { rbdMirrorBootstrapPeerSecretName?: unknown } } } | undefined;
  if (object === undefined) return { vi: `chưa có CephBlockPool ${namespace}/${pool}`, en: `there is no CephBlockPool ${namespace}/${pool} yet` };
  const name = object.status?.info?.rbdMirrorBootstrapPeerSecretName;
  return typeof name === 'string' && name !== '' ? name : { vi: `CephBlockPool ${pool} chưa có mã kết nối; Rook đã bật đồng bộ chưa?`, en: `the CephBlockPool ${pool} has no token yet; has Rook enabled its mirroring?` };
}

const same = (a: SecretData, b: SecretData): boolean => {
  const keys = Object.keys(b);
  return Object.keys(a).length === keys.length && keys.every((key) => a[key] === b[key]);
};
