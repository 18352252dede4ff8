import type { NoCopy } from '../../../sites/capacity/backup/retained.js';
import type { Interval } from '../../../sites/capacity/interval.js';
import type { LossLevel } from '../../../sites/capacity/node-loss.js';
import type { Healing, HealingLimit } from '../../../sites/capacity/storage/loss.js';
import type { Text } from '../../../sites/model/text.js';
import type { View } from '../view.js';

/** Tebibytes with one decimal below a hundred, rounded away from what is left: what is owed up, what is there down. */
export function tebi(view: View, bytes: bigint, towards: 'up' | 'down'): string {
  const up = towards === 'up';
  const [whole, negative] = [bytes < 0n ? -bytes : bytes, bytes < 0n];
  // Below zero, "up" in size is down in value.
  const ceil = up !== negative;
  const tenths = (whole * 10n + (ceil ? (1n << 40n) - 1n : 0n)) >> 40n;
  const shown = tenths >= 1000n ? ((tenths + (ceil ? 9n : 0n)) / 10n) * 10n : tenths;
  return (Number(negative ? -shown : shown) / 10).toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { maximumFractionDigits: 1 });
}

/** `312 (−1,185…651)`; one figure where all three read alike. */
export function tebiRange(view: View, { low, mid, high }: Interval<bigint>, towards: 'up' | 'down'): string {
  const [a, b, c] = [tebi(view, low, 'down'), tebi(view, mid, towards), tebi(view, high, 'up')];
  return a === c || low === high ? b : `${b} (${a}…${c})`;
}

/** Hundredths of a percent as whole percent, rounded up: fill is not understated. */
export const fillText = (hundredths: bigint): string => `${(hundredths + 99n) / 100n} %`;

export const healingNames: Readonly<Record<Healing, Text>> = {
  'by-itself': { vi: 'tự phục hồi', en: 'by itself' },
  'by-hand': { vi: 'cần người ra lệnh', en: 'by hand' },
  no: { vi: 'không', en: 'no' },
  'nothing-lost': { vi: '–', en: '–' },
};

export const limitNames: Readonly<Record<HealingLimit, Text>> = {
  'subtree-limit': { vi: 'cả tủ ngừng', en: 'a whole rack is down' },
  'too-few-domains': { vi: 'còn quá ít', en: 'too few left' },
  backfillfull: { vi: 'đĩa sẽ quá đầy', en: 'disks too full' },
};

export const lossLevelNames: Readonly<Record<LossLevel, Text>> = {
  node: { vi: 'máy chủ', en: 'host' },
  rack: { vi: 'tủ', en: 'rack' },
  feed: { vi: 'nguồn điện', en: 'feed' },
  hall: { vi: 'phòng máy', en: 'hall' },
  site: { vi: 'trung tâm', en: 'site' },
};

export const noCopyNames: Readonly<Record<NoCopy, Text>> = {
  'no-backup-site': { vi: 'không có nơi sao lưu', en: 'they have no backup site' },
  'backup-site-not-operating': { vi: 'nơi sao lưu chưa hoạt động', en: 'their backup sites do not operate yet' },
  'backup-site-lost': { vi: 'nơi sao lưu đã mất', en: 'their backup sites are lost' },
  'no-object-storage': { vi: 'nơi sao lưu không có lưu trữ đối tượng', en: 'their backup sites have no object storage' },
};
