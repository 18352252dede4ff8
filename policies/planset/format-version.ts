import { shown } from '../../sites/model/diagnostic.js';
import { textAt, at, type Json } from './json.js';
import { PlanProblem } from './problem.js';

/** Newest minor of each major whose layout this reader knows: 0.1 and 0.2 (Terraform 0.12–1.0), 1.x (Terraform ≥ 1.1, OpenTofu). */
const newest: Readonly<Record<string, number>> = { '0': 2, '1': 2 };

/**
 * The format of a plan, and what is to be said of it.
 * @throws PlanProblem where there is none, or its major is not known: its fields might mean something else.
 */
export function formatOf(document: string, plan: Json): { readonly version: string; readonly newer?: string } {
  const version = at(plan, 'format_version');
  if (version !== undefined && version !== null && typeof version !== 'string')
    throw new PlanProblem(document, {
      vi: `format_version là ${typeof version === 'object' ? 'một nhóm hay danh sách' : shown(String(version))}, không phải chuỗi chữ như "1.2": tệp đã bị sửa. Hãy xuất lại kế hoạch bằng \`terraform show -json\` hoặc \`tofu show -json\`.`,
      en: `format_version is ${typeof version === 'object' ? 'a map or a list' : shown(String(version))}, not a text such as "1.2": the file was altered. Export the plan again with \`terraform show -json\` or \`tofu show -json\`.`,
    });
  if (typeof version !== 'string')
    throw new PlanProblem(document, {
      vi: 'thiếu format_version, nên không biết phải đọc tệp theo định dạng nào. Hãy xuất lại kế hoạch bằng `terraform show -json` hoặc `tofu show -json` của một phiên bản còn được hỗ trợ.',
      en: 'format_version is missing, so the layout of the file is not known. Export the plan again with `terraform show -json` or `tofu show -json` of a supported version.',
    });
  const [major = '', minor = ''] = version.split('.');
  const known = Object.hasOwn(newest, major) ? newest[major] : undefined;
  if (known === undefined || !/^\d{1,4}$/.test(minor))
    throw new PlanProblem(document, {
      vi: `format_version là "${shown(version)}"; công cụ này đọc được các phiên bản chính ${Object.keys(newest).join(' và ')}. Kế hoạch do engine ${engineOf(plan)} ghi. Hãy nâng cấp công cụ hoặc lập kế hoạch bằng engine cũ hơn.`,
      en: `format_version is "${shown(version)}"; this tool reads the majors ${Object.keys(newest).join(' and ')}. The plan was written by engine ${engineOf(plan)}. Upgrade the tool or plan with an older engine.`,
    });
  return { version, ...(Number(minor) > known ? { newer: `format_version ${version} is newer than ${major}.${known}` } : {}) };
}

const engineOf = (plan: Json): string => shown(textAt(plan, 'terraform_version') ?? '?');
