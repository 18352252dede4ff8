import type { Site } from '../../sites/model/kinds/site.js';
import type { Text } from '../../sites/model/text.js';

/** Values of the data as a reader meets them; the English ones are the data's own. */
export const phaseNames: Readonly<Record<Site['phase'], Text>> = {
  planned: { vi: 'dự kiến', en: 'planned' },
  building: { vi: 'đang xây', en: 'building' },
  operating: { vi: 'hoạt động', en: 'operating' },
  retired: { vi: 'đã ngừng', en: 'retired' },
};

export const purposeNames: Readonly<Record<Site['nodePools'][number]['purpose'], Text>> = {
  general: { vi: 'dùng chung', en: 'general' },
  storage: { vi: 'lưu trữ', en: 'storage' },
  gpu: { vi: 'GPU', en: 'gpu' },
  secret: { vi: 'bí mật nhà nước', en: 'secret' },
};
