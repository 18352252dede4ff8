import { grantOf, withinGrant } from '../../sites/intent/hold.js';
import { shown } from '../../sites/model/diagnostic.js';
import type { DeepReadonly } from '../../sites/model/estate.js';
import type { CordonLimit } from '../../sites/model/kinds/offboarding.js';
import { parseBytes, parseCpu, parseQuantity, printBytes, printCpu, QuantityError, type Bytes, type MilliCpu } from '../../sites/model/units.js';
import { InputFailure } from '../failure.js';
import type { Place, Subject } from './subject.js';

const example = (namespace: string, site: string): string => `--use ${namespace}@${site}:cpu=2,memory=4Gi,pods=3,storage.ndc-block=20Gi`;

/**
 * What each environment uses at each site, as somebody states it on the command line. Where no cluster is read nothing is
 * guessed: every place needs its figures, and none uses more than it was granted.
 *
 * @throws InputFailure NDC-X308 for figures that are missing, twice, of another place, above the grant, or no quantities.
 */
export function statedUse(given: readonly string[], places: Subject['places']): readonly DeepReadonly<CordonLimit>[] {
  const found = new Map<string, DeepReadonly<CordonLimit>>();
  for (const text of given) {
    const limit = parsed(text);
    const key = `${limit.namespace}@${limit.site}`;
    const place = places.find(({ namespace, site }) => `${namespace}@${site}` === key);
    if (place === undefined)
      throw wrong(text, `không có môi trường ${key} trong phần ngừng sử dụng (có: ${places.map(({ namespace, site }) => `${namespace}@${site}`).join(', ')})`, `${key} is not among what is given up (there are: ${places.map(({ namespace, site }) => `${namespace}@${site}`).join(', ')})`);
    if (found.has(key)) throw wrong(text, `${key} được nêu hai lần`, `${key} is stated twice`);
    const above = aboveGrant(limit, place);
    if (above.length > 0) {
      const list = (granted: string): string => above.map(({ figure, most }) => `${figure} (${granted} ${most})`).join(', ');
      throw wrong(text, `vượt hạn mức đã cấp cho ${key}: ${list('đã cấp')}. Khóa không bao giờ nâng hạn mức; hãy nêu mức đang dùng thật, không quá mức đã cấp`, `above what ${key} was granted: ${list('granted')}. A cordon never raises a quota; state what is in use, at most what was granted`);
    }
    found.set(key, limit);
  }
  const missing = places.filter(({ namespace, site }) => !found.has(`${namespace}@${site}`));
  const [first] = missing;
  if (first !== undefined)
    throw new InputFailure('NDC-X308', {
      vi: `chưa có mức đang dùng của ${missing.map(({ namespace, site }) => `${namespace}@${site}`).join(', ')}. Hãy đọc từ cụm bằng --connection <tên>, hoặc nêu số liệu: ${example(first.namespace, first.site)}`,
      en: `what is used by ${missing.map(({ namespace, site }) => `${namespace}@${site}`).join(', ')} is not known. Read it from the clusters with --connection <name>, or state it: ${example(first.namespace, first.site)}`,
    });
  return places.flatMap(({ namespace, site }) => found.get(`${namespace}@${site}`) ?? []);
}

/** Figures above the grant, as they are written, each with the most there may be. */
function aboveGrant(limit: DeepReadonly<CordonLimit>, { granted, sites }: Place): readonly { readonly figure: string; readonly most: string }[] {
  const within = withinGrant(limit, granted, sites);
  const storage = Object.entries(limit.storage).map(([name, size]) => {
    const of = grantOf(name, granted, sites);
    return { key: `storage.${name}`, said: printBytes(size), above: of === undefined ? size > 0n : size > (within.storage[name] ?? 0n), most: printBytes(of === undefined ? (0n as Bytes) : (granted.storage[of] ?? (0n as Bytes))) };
  });
  const counted = (key: 'gpu' | 'pods' | 'loadBalancers') => ({ key, said: String(limit[key] ?? 0), above: (limit[key] ?? 0) > granted[key], most: String(granted[key]) });
  return [
    { key: 'cpu', said: printCpu(limit.cpu), above: limit.cpu > granted.cpu, most: printCpu(granted.cpu) },
    { key: 'memory', said: printBytes(limit.memory), above: limit.memory > granted.memory, most: printBytes(granted.memory) },
    counted('gpu'),
    counted('pods'),
    counted('loadBalancers'),
    ...storage,
  ].flatMap(({ key, said, above, most }) => (above ? [{ figure: `${key}=${said}`, most }] : []));
}

function parsed(text: string): DeepReadonly<CordonLimit> {
  const [, namespace, site, figures] = /^([a-z][a-z0-9-]*)@([a-z][a-z0-9-]*):(.+)$/.exec(text) ?? [];
  if (namespace === undefined || site === undefined || figures === undefined) throw wrong(text, `cần dạng ${example('ho-so-prod', 'ndc-01')}`, `expected ${example('ho-so-prod', 'ndc-01')}`);
  const values = new Map<string, string>();
  for (const pair of figures.split(',')) {
    const [, key, value] = /^(cpu|memory|pods|gpu|loadBalancers|storage\.[a-z][a-z0-9-]{0,39})=(\S+)$/.exec(pair) ?? [];
    if (key === undefined || value === undefined || values.has(key)) throw wrong(text, `"${shown(pair)}" không phải một số liệu (cpu, memory, pods, gpu, loadBalancers, storage.<lớp>), hoặc được nêu hai lần`, `"${shown(pair)}" is no figure (cpu, memory, pods, gpu, loadBalancers, storage.<class>), or stands twice`);
    values.set(key, value);
  }
  for (const key of ['cpu', 'memory', 'pods']) if (!values.has(key)) throw wrong(text, `thiếu ${key}`, `${key} is missing`);
  const quantity = (key: string, parse: (written: string) => bigint): bigint => {
    const written = values.get(key) ?? '0';
    try {
      return parse(written);
    } catch (error) {
      if (!(error instanceof QuantityError)) throw error;
      throw wrong(text, `${key}=${shown(written)} không phải một lượng tài nguyên, ví dụ 4, 500m, 64Gi`, `${key}=${shown(written)} is no quantity such as 4, 500m, 64Gi`);
    }
  };
  const count = (key: string): number => {
    const found = quantity(key, (written) => parseQuantity(written, 1n));
    if (found > 100_000n) throw wrong(text, `${key} quá lớn`, `${key} is too large`);
    return Number(found);
  };
  const storage = [...values.keys()].filter((key) => key.startsWith('storage.')).sort();
  return {
    namespace,
    site,
    cpu: quantity('cpu', parseCpu) as MilliCpu,
    memory: quantity('memory', parseBytes) as Bytes,
    ...(values.has('gpu') ? { gpu: count('gpu') } : {}),
    storage: Object.fromEntries(storage.map((key) => [key.slice('storage.'.length), quantity(key, parseBytes) as Bytes])),
    pods: count('pods'),
    ...(values.has('loadBalancers') ? { loadBalancers: count('loadBalancers') } : {}),
  };
}

const wrong = (text: string, vi: string, en: string): InputFailure => new InputFailure('NDC-X308', { vi: `--use ${shown(text)}: ${vi}.`, en: `--use ${shown(text)}: ${en}.` });
