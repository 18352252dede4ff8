import type { Text } from '../model/text.js';
import type { DataKind } from './situation.js';

/** Kinds of data in words, for pages and runbooks alike. */
export const dataNames: Readonly<Record<DataKind, Text>> = {
  databases: { vi: 'cơ sở dữ liệu', en: 'databases' },
  volumes: { vi: 'ổ đĩa', en: 'volumes' },
  files: { vi: 'hệ tệp', en: 'file systems' },
  objects: { vi: 'kho đối tượng', en: 'buckets' },
  manifests: { vi: 'khai báo', en: 'manifests' },
};
