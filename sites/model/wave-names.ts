import type { Wave } from './kinds/organisations.js';
import type { Text } from './text.js';

/** Waves as a ministry reads them, with the clause that makes them. */
export const waveNames: Readonly<Record<Wave, Text>> = {
  relocation: { vi: 'di chuyển (C III.1)', en: 'relocation (C III.1)' },
  cloud: { vi: 'điện toán đám mây (C III.2)', en: 'cloud (C III.2)' },
  'database-owner': { vi: 'chủ quản cơ sở dữ liệu (C III.3)', en: 'database owner (C III.3)' },
  none: { vi: 'không thuộc đợt nào', en: 'no wave' },
};
