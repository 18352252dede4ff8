import { pointer } from '../../../sites/model/pointer.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { atLeast, floorOf, type Floor } from '../../derived/tier.js';
import type { Judgement, Rule } from '../../engine/rule.js';

const reasons: Readonly<Record<Floor['because'], { readonly vi: string; readonly en: string }>> = {
  national: { vi: 'thuộc danh mục hệ thống quốc gia', en: 'it is in the catalogue of national systems' },
  level: { vi: 'do cấp độ an toàn', en: 'by its security level' },
  importance: { vi: 'do mức quan trọng của dữ liệu', en: 'by the importance of its data' },
  nothing: { vi: 'không thuộc dòng nào của bảng', en: 'no row of the table applies' },
};

export const red011: Rule = {
  id: 'RED-011',
  version: 1,
  title: { vi: 'Mức bảo vệ không thấp hơn mức sàn của hệ thống', en: "A system's tier is at least its floor" },
  explanation: {
    vi: 'Mức sàn do bảng trong dữ liệu quy định, theo cấp độ an toàn, mức quan trọng và danh mục hệ thống quốc gia. Phiếu đăng ký chỉ được nâng mức bảo vệ, không được hạ.',
    en: 'The floor comes from the editable table: security level, importance and the catalogue of national systems. A request may only raise a tier, never lower it.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Bảng mức sàn là lựa chọn kỹ thuật, sửa được; văn bản không định mức bảo vệ.', en: 'The table of floors is an editable engineering choice; no document sets tiers.' } },
  assumptions: [{ vi: 'Bảng mức sàn chưa được cơ quan nào xác nhận.', en: 'Nobody has confirmed the table of floors.' }],
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['weaken'],
  check: ({ estate }) =>
    Object.entries(estate.requests).flatMap(([organisation, request]) =>
      request.systems.map((system, index): Judgement => {
        const floor = floorOf(estate, system);
        const tier = system.protection ?? floor.tier;
        const base = ['requests', organisation, 'systems', index] as const;
        const evidence: Evidence[] = [
          { what: { vi: 'Cấp độ an toàn', en: 'Security level' }, found: String(system.securityLevel), pointer: pointer(...base, 'securityLevel'), document: 'estate' },
          { what: { vi: 'Mức quan trọng', en: 'Importance' }, found: system.importance, pointer: pointer(...base, 'importance'), document: 'estate' },
          { what: { vi: 'Mức sàn', en: 'Floor' }, found: floor.tier, ...(floor.row === undefined ? {} : { pointer: pointer('protection', 'floor', floor.row, 'tier') }), document: 'estate' },
          ...(system.protection === undefined ? [] : [{ what: { vi: 'Mức bảo vệ đã đăng ký', en: 'Requested tier' }, found: system.protection, pointer: pointer(...base, 'protection'), document: 'estate' }]),
        ];
        const because = reasons[floor.because];
        const passes = atLeast(tier, floor.tier);
        return {
          subject: { object: `system/${system.id}`, organisation },
          status: passes ? 'pass' : 'fail',
          finding: passes
            ? { vi: `Mức bảo vệ ${tier}, mức sàn ${floor.tier} (${because.vi}).`, en: `Tier ${tier}, floor ${floor.tier} (${because.en}).` }
            : { vi: `Mức bảo vệ ${tier} thấp hơn mức sàn ${floor.tier} (${because.vi}).`, en: `Tier ${tier} is below the floor ${floor.tier} (${because.en}).` },
          evidence,
        };
      }),
    ),
  remedy: { vi: 'Bỏ dòng `protection` trong phiếu đăng ký, hoặc nâng lên ít nhất bằng mức sàn.', en: 'Leave `protection` out of the request, or raise it to the floor at least.' },
};
