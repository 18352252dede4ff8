import type { Organisation } from '../model/kinds/organisations.js';
import type { Text } from '../model/text.js';

/** State of an owner's own facility, the cases of C III.3. */
export const facilityNames: Readonly<Record<NonNullable<Organisation['facility']>, Text>> = {
  'below-tier-iii': { vi: 'dưới hạng III', en: 'below tier III' },
  'tier-iii': { vi: 'đạt hạng III', en: 'tier III' },
  leased: { vi: 'đi thuê', en: 'leased' },
  none: { vi: 'không có', en: 'none' },
};
