import type { Estate } from '../../model/estate.js';
import type { Text } from '../../model/text.js';
import { schemeOf, type Scheme } from './scheme.js';

/**
 * Longest round trip between sites that hold data of one Ceph cluster, milliseconds, for which its vendors give support.
 * Source: IBM Fusion and Red Hat OpenShift Data Foundation, "Disaster recovery with stretch cluster".
 */
export const stretchRttMs = 10;

export type StretchReason = 'stops' | 'no-redundancy' | 'cannot-heal' | 'latency';

/** What becomes of one erasure-coded pool stretched over sites when one of them is lost. */
export interface StretchVerdict {
  readonly scheme: Scheme;
  readonly sites: number;
  /** Most chunks of a group at one site, chunks spread evenly. */
  readonly chunksPerSite: number;
  /** With a site lost: reads and writes go on. */
  readonly serves: boolean;
  /** Chunks that may still be lost then; negative: data are gone until the site returns. */
  readonly redundancyLeft: number;
  /** Link whose round trip is too long, where there is one. */
  readonly slowLink?: { readonly id: string; readonly rttMs: number };
  readonly refused: boolean;
  readonly reasons: readonly StretchReason[];
}

/**
 * Judges an erasure code stretched over sites, one failure domain each. 2+1 over three sites is refused with either
 * min_size: with 2, Ceph's default, a lost site leaves no redundancy and the next lost disk takes data; with 3 a lost site
 * stops reads and writes. Chunks of a lost site find no other site to be rebuilt in.
 */
export function stretchVerdict(code: { readonly data: number; readonly coding: number; readonly minSize?: number }, sites: number, links: Estate['links'] = {}): StretchVerdict {
  const { data, coding, minSize } = code;
  const scheme = schemeOf({ redundancy: { data, coding }, ...(minSize === undefined ? {} : { minSize }) });
  const chunksPerSite = Math.ceil(scheme.size / sites);
  const left = scheme.size - chunksPerSite;
  const serves = left >= scheme.minSize;
  const redundancyLeft = left - data;
  const [slowest] = Object.entries(links).sort(([, a], [, b]) => b.rttMs - a.rttMs);
  const slow = slowest === undefined || slowest[1].rttMs <= stretchRttMs ? undefined : { id: slowest[0], rttMs: slowest[1].rttMs };
  const reasons: StretchReason[] = [
    ...(serves ? [] : (['stops'] as const)),
    ...(redundancyLeft > 0 ? [] : (['no-redundancy'] as const)),
    ...(chunksPerSite * (sites - 1) >= scheme.size ? [] : (['cannot-heal'] as const)),
    ...(slow === undefined ? [] : (['latency'] as const)),
  ];
  return { scheme, sites, chunksPerSite, serves, redundancyLeft, ...(slow === undefined ? {} : { slowLink: slow }), refused: reasons.some((reason) => reason !== 'cannot-heal'), reasons };
}

/** Why a stretched code is refused, one sentence for each reason. */
export function stretchReason(reason: StretchReason, { scheme, sites, redundancyLeft, slowLink }: StretchVerdict): Text {
  const code = `${scheme.data}+${scheme.size - scheme.data}`;
  switch (reason) {
    case 'stops':
      return {
        vi: `mất một trung tâm, số mảnh còn lại của ${code} trải trên ${sites} trung tâm ít hơn min_size ${scheme.minSize}: ngừng cả đọc và ghi.`,
        en: `with one site lost, ${code} over ${sites} sites has fewer chunks left than min_size ${scheme.minSize}: reads and writes stop.`,
      };
    case 'no-redundancy':
      return redundancyLeft < 0
        ? { vi: `mất một trung tâm là mất dữ liệu cho đến khi trung tâm đó trở lại.`, en: `losing one site takes data until that site returns.` }
        : { vi: `mất một trung tâm là hết dự phòng: hỏng thêm một đĩa sẽ mất dữ liệu.`, en: `losing one site leaves no redundancy: one more failed disk takes data.` };
    case 'cannot-heal':
      return { vi: `các mảnh của trung tâm bị mất không có nơi để dựng lại.`, en: `chunks of the lost site have nowhere to be rebuilt.` };
    case 'latency':
      return {
        vi: `đường truyền ${slowLink?.id ?? ''} có độ trễ khứ hồi ${slowLink?.rttMs ?? ''} ms, quá ${stretchRttMs} ms là mức tối đa giữa các nơi chứa dữ liệu của một cụm Ceph.`,
        en: `the link ${slowLink?.id ?? ''} has a round trip of ${slowLink?.rttMs ?? ''} ms; ${stretchRttMs} ms is the most between sites that hold data of one Ceph cluster.`,
      };
  }
}
