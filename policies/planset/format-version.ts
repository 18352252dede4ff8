import { shown } from '../../sites/model/diagnostic.js';
import { at, isObject, type Json, type JsonObject } from './json.js';
import { PlanProblem } from './problem.js';

/** Majors whose layout this reader knows: 0.1 and 0.2 (Terraform 0.12–1.0), 1.x (Terraform ≥ 1.1, OpenTofu). */
const knownMajors = ['0', '1'];

/** Text or parsed JSON to the plan's top object; what is no plan is refused with the reason and the way out. */
export function planOf(document: string, content: Json): JsonObject {
  const plan = jsonObject(document, content);
  if (at(plan, 'planned_values') === undefined && at(plan, 'resource_changes') === undefined && at(plan, 'configuration') === undefined)
    throw new PlanProblem(
      document,
      at(plan, 'values') !== undefined || at(plan, 'lineage') !== undefined
        ? {
            vi: 'đây là tệp trạng thái, không phải kế hoạch thay đổi. Hãy xuất kế hoạch bằng `terraform show -json TỆP_KẾ_HOẠCH` hoặc `tofu show -json TỆP_KẾ_HOẠCH`.',
            en: 'this is a state, not a plan. Export the plan with `terraform show -json PLANFILE` or `tofu show -json PLANFILE`.',
          }
        : {
            vi: 'không có planned_values, resource_changes hay configuration: đây không phải kế hoạch thay đổi ở dạng JSON.',
            en: 'it has neither planned_values, resource_changes nor configuration: this is no plan in JSON.',
          },
    );
  const version = at(plan, 'format_version');
  if (typeof version !== 'string')
    throw new PlanProblem(document, {
      vi: 'thiếu format_version, nên không biết phải đọc tệp theo định dạng nào. Hãy xuất lại kế hoạch bằng một phiên bản engine còn được hỗ trợ.',
      en: 'format_version is missing, so the layout of the file is not known. Export the plan again with a supported engine.',
    });
  if (!knownMajors.includes(version.split('.')[0] ?? ''))
    throw new PlanProblem(document, {
      vi: `format_version là "${shown(version)}"; công cụ này đọc được các phiên bản chính ${knownMajors.join(' và ')}. Hãy nâng cấp công cụ hoặc lập kế hoạch bằng engine cũ hơn.`,
      en: `format_version is "${shown(version)}"; this tool reads the majors ${knownMajors.join(' and ')}. Upgrade the tool or plan with an older engine.`,
    });
  return plan;
}

/** Text or parsed JSON to an object. */
export function jsonObject(document: string, content: Json): JsonObject {
  const value = typeof content === 'string' ? parsed(document, content) : content;
  if (isObject(value)) return value;
  throw new PlanProblem(document, {
    vi: `nội dung là ${Array.isArray(value) ? 'một danh sách' : 'một giá trị đơn'}, không phải một đối tượng JSON.`,
    en: `it holds ${Array.isArray(value) ? 'a list' : 'a single value'}, not a JSON object.`,
  });
}

function parsed(document: string, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    // A saved plan is a zip archive; people hand it in instead of its JSON.
    const binary = text.startsWith('PK');
    throw new PlanProblem(
      document,
      binary
        ? {
            vi: 'đây là kế hoạch ở dạng nhị phân. Hãy chuyển sang JSON bằng `terraform show -json TỆP` hoặc `tofu show -json TỆP`.',
            en: 'this is a binary plan. Convert it with `terraform show -json FILE` or `tofu show -json FILE`.',
          }
        : {
            vi: `không đọc được JSON (${shown(error instanceof Error ? error.message : String(error))}). Tệp có thể bị cắt cụt; hãy xuất lại.`,
            en: `its JSON cannot be read (${shown(error instanceof Error ? error.message : String(error))}). The file may be truncated; export it again.`,
          },
    );
  }
}
