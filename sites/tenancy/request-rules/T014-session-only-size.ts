import { resolveQuota } from '../../intent/quota.js';
import { sessionOnly } from '../../intent/session-only.js';
import { diagnosticKind } from '../../model/diagnostic.js';
import { printBytes } from '../../model/units.js';
import { environmentsIn } from '../entries.js';
import { found, type RequestRule } from '../finding.js';
import { quotaLine } from '../quota-line.js';

const kind = diagnosticKind<{ namespace: string; size: string; storage: string; backup: string }>({
  code: 'NDC-T014',
  message: {
    vi: ({ namespace, size, storage, backup }) => `${namespace}: không được cấp lưu trữ ${storage} và sao lưu ${backup} của cỡ "${size}", vì hệ thống dùng trường của ngành khác: chỉ dùng trong phiên, không lưu trữ. Hãy ghi hạn mức bằng số, lưu trữ bằng 0.`,
    en: ({ namespace, size, storage, backup }) => `${namespace}: the storage of ${storage} and the backups of ${backup} of size "${size}" are not granted, because the system uses fields of other sectors: within the session only, nothing is stored. Write the quota in figures, with storage 0.`,
  },
  explanation: {
    vi: 'C V.3: trường thông tin của ngành khác chỉ được khai thác tại phiên truy cập, không lưu trữ. Vì vậy hệ thống có luồng `fields: other-sector` được cấp lưu trữ và sao lưu bằng 0 (TEN-001, TEN-006), cũng không bị tính tiền, kể cả khi phiếu ghi một cỡ có sẵn lưu trữ. Cách sửa: dán dòng hạn mức gợi ý; phần cần lưu trữ thì tách sang hệ thống không dùng trường của ngành khác.',
    en: 'C V.3: fields of other sectors are used within the session of access and are not stored. So a system with a flow of `fields: other-sector` is granted no storage and no backups (TEN-001, TEN-006), nor charged for them, even where its request names a size that brings storage. To mend it: paste the quota line; move what must be stored into a system that uses no other sectors’ fields.',
  },
});

export const sessionOnlySize: RequestRule = {
  check: ({ estate, request }) =>
    environmentsIn(request).flatMap(({ environment: { quota }, system, namespace, at }) => {
      if (!('size' in quota) || !sessionOnly(system)) return [];
      const { storage, backup } = estate.quotaSizes.sizes[quota.size];
      if (storage === 0n && backup === 0n) return [];
      return [found(estate, kind, 'notice', at('quota', 'size'), { namespace, size: quota.size, storage: printBytes(storage), backup: printBytes(backup) }, quotaLine(resolveQuota(estate, quota, system)))];
    }),
};
