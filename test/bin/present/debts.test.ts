import { expect, it } from 'vitest';
import type { AuditData } from '../../../bin/commands/audit.js';
import { debtsText } from '../../../bin/present/audit/debts.js';

const owed = { policy: 'RED-001', subject: { object: 'environment/ho-so-prod' }, finding: { vi: 'chưa đủ', en: 'not enough' }, debt: { since: '2026-11-29T20:15:00Z', declaration: 'mat-ndc-01' } };
const data = { verdicts: [owed, { ...owed, policy: 'BAK-002', subject: { object: 'site/ndc-02' } }, { ...owed, debt: undefined }] } as unknown as Pick<AuditData, 'verdicts'>;
const said = (lang: 'vi' | 'en'): string => debtsText(data, { lang, columns: 100, colour: false }).join('\n');

it('debts of a declared loss say since when and until when they are owed, in the time of whoever reads', () => {
  expect(said('vi').replaceAll(/\s+/g, ' ')).toMatch(/^Khoản nợ từ 03:15:00 30\/11\/2026 giờ Việt Nam \(mat-ndc-01\): .*Đến hạn: trước khi tuyên bố này kết thúc/);
  expect(said('vi').replaceAll(/\s+/g, ' ')).toContain('RED-001 1, từ 03:15:00 30/11/2026 giờ Việt Nam: environment/ho-so-prod. chưa đủ');
  expect(said('en').replaceAll(/\s+/g, ' ')).toContain('BAK-002 1, since 2026-11-29T20:15:00Z: site/ndc-02. not enough');
  expect(said('en')).toContain('Owed since');
  for (const line of said('vi').split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});
