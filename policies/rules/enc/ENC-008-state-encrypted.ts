import type { Evidence } from '../../../sites/model/verdict.js';
import type { PlanSetFile } from '../../planset/format.js';
import { finding, type Finding } from '../../engine/columns.js';
import type { Judgement, Rule, RuleInput } from '../../engine/rule.js';

function judgeConnection({ connection, engine, backend }: PlanSetFile): Finding {
  const evidence: Evidence[] = [
    { what: { vi: 'Kết nối, công cụ và nơi lưu trạng thái', en: 'Connection, engine and backend' }, found: `${connection}, ${engine.kind} ${engine.version}, ${backend.type}`, pointer: '/backend', document: 'planset.json' },
    { what: { vi: 'Trạng thái / kế hoạch được mã hóa', en: 'State / plans are encrypted' }, found: `${backend.stateEncrypted} / ${backend.planEncrypted}`, pointer: '/backend/stateEncrypted', document: 'planset.json' },
  ];
  if (backend.stateEncrypted)
    return finding('pass', backend.planEncrypted ? { vi: `Kết nối ${connection} mã hóa trạng thái và kế hoạch trước khi ghi.`, en: `Connection ${connection} encrypts state and plans before they are written.` } : { vi: `Nơi lưu trạng thái của kết nối ${connection} (${backend.type}) mã hóa khi lưu.`, en: `The backend of connection ${connection} (${backend.type}) encrypts at rest.` }, { evidence });
  return finding(
    'fail',
    engine.kind === 'terraform'
      ? { vi: `Kết nối ${connection}: Terraform ghi trạng thái không mã hóa và nơi lưu (${backend.type}) không mã hóa.`, en: `Connection ${connection}: state in clear: Terraform encrypts none, and neither does the backend (${backend.type}).` }
      : { vi: `Kết nối ${connection}: trạng thái không mã hóa: không có stateEncryption và nơi lưu (${backend.type}) không mã hóa.`, en: `Connection ${connection}: state in clear: it names no stateEncryption, and the backend (${backend.type}) does not encrypt.` },
    {
      evidence,
      remedy:
        engine.kind === 'terraform'
          ? { vi: 'Dùng nơi lưu trạng thái mã hóa khi lưu và khai báo encrypted: true cho nó, hoặc chuyển sang OpenTofu với stateEncryption.', en: 'Use a backend that encrypts at rest and declare it with encrypted: true, or go over to OpenTofu with stateEncryption.' }
          : { vi: 'Khai báo stateEncryption trong kết nối; trạng thái cũ được mã hóa ở lần ghi sau.', en: 'Declare stateEncryption in the connection; what is there is encrypted when it is written next.' },
    },
  );
}

function check({ estate, planset }: RuleInput): readonly Judgement[] {
  const file = planset?.file;
  if (file !== undefined) return [{ subject: { object: `connection/${file.connection}` }, ...judgeConnection(file) }];
  const subject = { object: `estate/${estate.settings.id}` };
  if (planset?.mode === 'planset')
    return [{ subject, ...finding('unknown', { vi: 'Chưa đủ căn cứ: các kế hoạch được đưa vào không kèm planset.json, nên không rõ trạng thái được ghi ở đâu và có mã hóa không.', en: 'This cannot be known: plans were handed in without planset.json, which says where the state is written and whether it is encrypted.' }) }];
  return [{ subject, ...finding('not-applicable', { vi: 'Không có kết nối nào ở đây: nơi lưu trạng thái không thuộc dữ liệu của hệ thống, và chưa có bộ kế hoạch nào nói về nó.', en: 'No connection is at hand: where the state is written is no part of the estate, and no plan set speaks of it.' }) }];
}

export const enc008: Rule = {
  id: 'ENC-008',
  version: 1,
  title: { vi: 'Trạng thái hạ tầng được mã hóa khi lưu', en: 'State is encrypted at rest' },
  explanation: {
    vi: 'Trạng thái giữ mọi giá trị mà kế hoạch biết. OpenTofu mã hóa trạng thái và kế hoạch trước khi ghi, nếu kết nối khai báo stateEncryption; Terraform không mã hóa gì, nên chỉ đạt khi chính nơi lưu mã hóa. Kết nối không thuộc dữ liệu của hệ thống: quy tắc đọc điều bộ kế hoạch ghi lại về kết nối đã tạo ra nó; không có bộ kế hoạch thì không áp dụng.',
    en: 'A state holds every value a plan knows. OpenTofu encrypts state and plans before it writes them where the connection declares stateEncryption; Terraform encrypts nothing, so it passes only where the backend does. Connections are no part of the estate: judged is what a plan set says of the connection it was made with; without a plan set this does not apply.',
  },
  severity: 'error',
  pack: 'operations',
  legal: [],
  engineering: { statement: { vi: 'Mã hóa trạng thái của OpenTofu.', en: "OpenTofu's encryption of states." }, link: 'https://opentofu.org/docs/language/state/encryption/' },
  reads: ['estate', 'planset'],
  unknownBlocks: false,
  emptyPopulation: 'not-applicable',
  estateOnly: true,
  mutants: ['weaken'],
  check,
  remedy: { vi: 'Khai báo stateEncryption (OpenTofu), hoặc dùng nơi lưu mã hóa khi lưu.', en: 'Declare stateEncryption (OpenTofu), or use a backend that encrypts at rest.' },
};
