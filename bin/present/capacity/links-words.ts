import type { FlowKind } from '../../../sites/capacity/links/flows.js';
import type { LinkPromise } from '../../../sites/capacity/links/link-load.js';
import type { Text } from '../../../sites/model/text.js';
import { figure, painter, type View } from '../view.js';

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
