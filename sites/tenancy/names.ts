import type { Organisation, Wave } from '../model/kinds/organisations.js';
import type { Text } from '../model/text.js';

/** Waves as a ministry reads them, with the clause that makes them. */
export const waveNames: Readonly<Record<Wave, Text>> = {
  relocation: { vi: 'di chuyển (C III.1)', en: 'relocation (C III.1)' },
  cloud: { vi: 'điện toán đám mây (C III.2)', en: 'cloud (C III.2)' },
  'database-owner': { vi: 'chủ quản cơ sở dữ liệu (C III.3)', en: 'database owner (C III.3)' },
  none: { vi: 'không thuộc đợt nào', en: 'no wave' },
};

/** State of an owner's own facility, the cases of C III.3. */
export const facilityNames: Readonly<Record<NonNullable<Organisation['facility']>, Text>> = {
  'below-tier-iii': { vi: 'dưới hạng III', en: 'below tier III' },
  'tier-iii': { vi: 'đạt hạng III', en: 'tier III' },
  leased: { vi: 'đi thuê', en: 'leased' },
  none: { vi: 'không có', en: 'none' },
};
