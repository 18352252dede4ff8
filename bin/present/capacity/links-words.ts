import type { FlowKind } from '../../../sites/capacity/links/flows.js';
import type { LinkPromise } from '../../../sites/capacity/links/link-load.js';
import type { LinkHeadroom } from '../../../sites/capacity/links/worst-loss.js';
import type { Text } from '../../../sites/model/text.js';
import { figure, painter, safe, type View } from '../view.js';

/** Mbit/s of bits a second, rounded up: what is needed is not understated. */
export const megabits = (view: View, rate: bigint): string => figure(view, (rate + 999_999n) / 1_000_000n);

/** Gbit/s with one decimal at most, rounded down. */
export const gigabits = (view: View, rate: bigint): string => (Number(rate / 100_000_000n) / 10).toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { maximumFractionDigits: 1 });

/** A time for a reader, rounded up: `0 s`, `45 s`, `12 min`, `3.5 h`, `2.1 d`. */
export function duration(view: View, ms: bigint): string {
  const vi = view.lang === 'vi';
  const units = [
    [86_400_000n, vi ? 'ngày' : 'd'],
    [3_600_000n, vi ? 'giờ' : 'h'],
    [60_000n, vi ? 'phút' : 'min'],
  ] as const;
  for (const [size, name] of units) {
    if (ms < size * 2n && !(ms >= size && ms % size === 0n)) continue;
    const tenths = (ms * 10n + size - 1n) / size;
    return `${(Number(tenths) / 10).toLocaleString(vi ? 'vi-VN' : 'en-US', { maximumFractionDigits: tenths >= 100n ? 0 : 1 })} ${name}`;
  }
  return `${figure(view, (ms + 999n) / 1000n)} ${vi ? 'giây' : 's'}`;
}

/** Bytes in decimal units, as networks are counted. */
export function decimalBytes(view: View, bytes: bigint): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let [value, step] = [Number(bytes), 0];
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${value.toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { maximumFractionDigits: value >= 100 ? 0 : 1 })} ${units[step] ?? ''}`;
}

export const kindNames: Readonly<Record<FlowKind, Text>> = {
  standby: { vi: 'tới nơi dự phòng', en: 'to the standby' },
  'log-copy': { vi: 'nhật ký tới nơi sao lưu', en: 'log to the backup site' },
  'backup-copy': { vi: 'bản sao lưu', en: 'backups' },
};

/** What decides over a link: the promise nearest to its limit, with its lag, under the loss. */
export function networkText({ domain, link, from, to, tightest }: LinkHeadroom, view: View): string {
  const vi = view.lang === 'vi';
  const lost = domain === '' ? '' : vi ? ` khi mất ${safe(domain)}` : ` with ${safe(domain)} lost`;
  if (link === undefined) return vi ? `không còn đường ${from} → ${to}${lost}` : `no way left ${from} → ${to}${lost}`;
  if (tightest === undefined) return `${from} → ${to}${lost}`;
  const kind = kindNames[tightest.kind][view.lang];
  return vi
    ? `${from} → ${to}${lost}: ${kind} trễ ${duration(view, tightest.lagMs)} vào ngày cao điểm, cho phép ${duration(view, tightest.budgetMs)}`
    : `${from} → ${to}${lost}: ${kind} lags ${duration(view, tightest.lagMs)} on a peak day, ${duration(view, tightest.budgetMs)} allowed`;
}

const answers: Readonly<Record<LinkPromise['holds'] | 'unknown', Text>> = {
  yes: { vi: 'đạt', en: 'holds' },
  likely: { vi: 'có thể đạt', en: 'likely' },
  no: { vi: 'không đạt', en: 'broken' },
  unknown: { vi: 'chưa đủ căn cứ', en: 'unknown' },
};

export function holdsText(view: View, holds: LinkPromise['holds'] | 'unknown'): string {
  const paint = painter(view);
  const word = answers[holds][view.lang];
  return holds === 'yes' ? paint.green(word) : holds === 'no' ? paint.red(word) : paint.yellow(word);
}
