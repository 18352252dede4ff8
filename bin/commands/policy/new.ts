import { join } from 'node:path';
import { ownFamilies, isToolkitFamily } from '../../../policies/own-rules/families.js';
import { ruleIdPattern } from '../../../policies/own-rules/schema.js';
import { ruleTemplate, testTemplate } from '../../../policies/own-rules/template.js';
import { visible } from '../../../sites/model/visible.js';
import type { Command } from '../../command.js';
import { requireAbsent, writeWhole } from '../../edge/files.js';
import { InputFailure } from '../../failure.js';
import type { Outcome } from '../../outcome.js';

export interface NewPolicyData {
  readonly id: string;
  /** Folder, as it was given. */
  readonly directory: string;
  /** Names of the files that were written into it. */
  readonly written: readonly string[];
}

export const command: Command = {
  options: [],
  arguments: [
    { name: '<id>', about: { vi: 'mã của quy tắc, ví dụ ORG-001', en: 'id of the rule, such as ORG-001' } },
    { name: '<dir>', about: { vi: 'thư mục chứa quy tắc riêng', en: 'folder of your own rules' } },
  ],
  examples: ['ndc policy new ORG-001 my-rules'],
  run: async (_context, [given = '', directory = '']): Promise<Outcome<'ndc/policy-new.v1', NewPolicyData>> => {
    const id = given.toUpperCase();
    if (!ruleIdPattern.test(id)) throw refused(given, 'không phải mã quy tắc; cần ba chữ cái, gạch nối, ba chữ số, ví dụ ORG-001', 'is no rule id; expected three letters, a dash and three digits, such as ORG-001');
    if (isToolkitFamily(id)) throw refused(given, `thuộc bộ quy tắc của bộ công cụ (${ownFamilies.join(', ')}); hãy chọn ba chữ cái khác, ví dụ ORG`, `belongs to the toolkit's own catalogue (${ownFamilies.join(', ')}); choose three other letters, such as ORG`);
    const files = { [`${id}.yaml`]: ruleTemplate(id), [`${id}.test.yaml`]: testTemplate(id) };
    // Both or neither: nothing is written beside a file that is already there.
    for (const name of Object.keys(files)) await requireAbsent(join(directory, name));
    for (const [name, text] of Object.entries(files)) await writeWhole(join(directory, name), text);
    return { kind: 'ndc/policy-new.v1', exit: 0, data: { id, directory, written: Object.keys(files) } };
  },
};

const refused = (given: string, vi: string, en: string): InputFailure => new InputFailure('NDC-X036', { vi: `"${visible(given, 80)}" ${vi}.`, en: `"${visible(given, 80)}" ${en}.` });
