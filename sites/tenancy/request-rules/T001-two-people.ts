import { diagnosticKind, shown } from '../../model/diagnostic.js';
import { found, type RequestRule } from '../finding.js';
import { inRequest } from '../own-pointer.js';

const kind = diagnosticKind<{ name: string }>({
  code: 'NDC-T001',
  message: {
    vi: ({ name }) => `người chịu trách nhiệm (accountable) và đầu mối kỹ thuật (technical) cùng là "${name}"; cần hai người khác nhau. Hãy ghi tên người thứ hai vào owners.technical.`,
    en: ({ name }) => `the accountable and the technical owner are both "${name}"; two different people are needed. Name the second one in owners.technical.`,
  },
  explanation: {
    vi: 'Phiếu đăng ký cần hai người: người chịu trách nhiệm quyết định và đầu mối kỹ thuật thực hiện. Một người giữ cả hai vai thì không ai kiểm tra lại, và khi người đó vắng thì không ai trả lời. Chữ hoa, chữ thường và khoảng trắng không làm thành hai người. Cách sửa: ghi một người khác vào owners.accountable hoặc owners.technical.',
    en: 'A request needs two people: one who is accountable and decides, one who does the technical work. One person in both roles leaves nobody to check, and nobody to answer when they are away. Case and spaces do not make two people of one. To mend it: put another person into owners.accountable or owners.technical.',
  },
});

/** One spelling of a name: composed letters, lower case, single spaces. */
const folded = (name: string): string => name.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();

/** Whether two names are one person's, as far as spelling tells. */
export const samePerson = (a: string, b: string): boolean => folded(a) === folded(b);

export const twoPeople: RequestRule = {
  check: ({ estate, request: { organisation, owners } }) =>
    samePerson(owners.accountable, owners.technical) ? [found(estate, kind, 'refuse', inRequest(organisation, 'owners', 'technical'), { name: shown(owners.technical) })] : [],
};
