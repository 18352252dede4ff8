import type { Importance, personalDataClasses, Secrecy, Sharing } from './kinds/classification.js';
import type { Text } from './text.js';

/** Classes as a ministry reads them. */

export const sharingNames: Readonly<Record<Sharing, Text>> = {
  open: { vi: 'dữ liệu mở', en: 'open data' },
  shared: { vi: 'dữ liệu dùng chung', en: 'shared data' },
  specialised: { vi: 'dữ liệu chuyên ngành', en: 'specialised data' },
};
export const importanceNames: Readonly<Record<Importance, Text>> = {
  ordinary: { vi: 'dữ liệu thông thường', en: 'ordinary data' },
  important: { vi: 'dữ liệu quan trọng', en: 'important data' },
  core: { vi: 'dữ liệu cốt lõi', en: 'core data' },
};
export const secrecyNames: Readonly<Record<Secrecy, Text>> = {
  none: { vi: 'không phải bí mật nhà nước', en: 'no state secret' },
  mat: { vi: 'mật', en: 'mật' },
  'toi-mat': { vi: 'tối mật', en: 'tối mật' },
  'tuyet-mat': { vi: 'tuyệt mật', en: 'tuyệt mật' },
};
export const personalNames: Readonly<Record<(typeof personalDataClasses)[number], Text>> = {
  none: { vi: 'không có dữ liệu cá nhân', en: 'no personal data' },
  basic: { vi: 'dữ liệu cá nhân cơ bản', en: 'basic personal data' },
  sensitive: { vi: 'dữ liệu cá nhân nhạy cảm', en: 'sensitive personal data' },
};
