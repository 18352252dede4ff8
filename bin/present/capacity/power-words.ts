import type { HallPower, PowerDimension } from '../../../sites/capacity/power/hall.js';
import type { Limit } from '../../../sites/capacity/power/stranded.js';
import type { Text } from '../../../sites/model/text.js';
import { figure, type View } from '../view.js';

/** What ends first as a hall fills up, as a noun. */
export const limitNames: Readonly<Record<HallPower['binding'], Text>> = {
  racks: { vi: 'tủ', en: 'racks' },
  feed: { vi: 'nguồn điện', en: 'feed kW' },
  cooling: { vi: 'làm mát', en: 'cooling' },
};

/** Why rack units cannot be used. */
export const strandedBy: Readonly<Record<Limit, Text>> = {
  'rack-units': { vi: 'phần chiều cao thừa không đủ cho một máy', en: 'too few for one more node' },
  'rack-kw': { vi: 'tủ đã hết kW', en: 'no rack kW left' },
  'nodes-per-rack': { vi: 'giới hạn số máy một tủ', en: 'limit of nodes per rack' },
  racks: { vi: 'hết tủ', en: 'no rack left' },
  feed: { vi: 'tủ trống, nguồn điện đã hết', en: 'free racks, no feed kW left' },
  cooling: { vi: 'tủ trống, làm mát đã hết', en: 'free racks, no cooling left' },
};

export const dimensionNames: Readonly<Record<PowerDimension, Text>> = {
  feed: { vi: 'nguồn điện khi một nhánh hỏng', en: 'feeds with one path failed' },
  cooling: { vi: 'làm mát khi một máy hỏng', en: 'cooling with one unit failed' },
  floor: { vi: 'tải sàn', en: 'floor load' },
};

/** Whole kW of watts: what is drawn is rounded up, what is there is rounded down. */
export const kilowatts = (view: View, watts: bigint, towards: 'up' | 'down'): string => figure(view, (watts + (towards === 'up' ? 999n : 0n)) / 1000n);

/** A ratio or a load with two decimals at most. */
export const wide = (view: View, value: number): string => value.toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { maximumFractionDigits: 2 });

/** Both ends, or one where they read alike. */
export const range = (low: string, high: string): string => (low === high ? low : `${low}–${high}`);
