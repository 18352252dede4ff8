import type { Text } from '../../sites/model/text.js';
import type { JsonFault } from './json-fault.js';
import { deepestNesting, largestPiece } from './json-splitter.js';
import { at, isObject, textAt, type Json } from './json.js';
import { PlanProblem } from './problem.js';

const exportAgain: Text = {
  vi: 'Hãy xuất lại bằng `terraform show -json TỆP > TỆP.json` hoặc `tofu show -json TỆP > TỆP.json`.',
  en: 'Export it again with `terraform show -json FILE > FILE.json` or `tofu show -json FILE > FILE.json`.',
};

const planAgain: Text = { vi: 'Hãy tổng hợp hoặc lập lại bộ kế hoạch.', en: 'Synthesise it or plan the set again.' };

/** What a document should have been: it decides what to do about one that is not. */
export type Expected = 'plan' | 'configuration';

function refuse(document: string, vi: string, en: string, expected: Expected = 'plan'): PlanProblem {
  const next = expected === 'plan' ? exportAgain : planAgain;
  return new PlanProblem(document, { vi: `${vi} ${next.vi}`, en: `${en} ${next.en}` });
}

/** A saved plan is a zip archive; people hand it in instead of its JSON. */
export const binaryPlan = (document: string): PlanProblem =>
  new PlanProblem(document, {
    vi: 'đây là kế hoạch ở dạng nhị phân, không phải JSON. Hãy chuyển đổi bằng `terraform show -json TỆP > TỆP.json` hoặc `tofu show -json TỆP > TỆP.json`, chạy trong thư mục đã lập kế hoạch.',
    en: 'this is a binary plan, not JSON. Convert it with `terraform show -json FILE > FILE.json` or `tofu show -json FILE > FILE.json`, run in the folder it was planned in.',
  });

export const compressedTwice = (document: string): PlanProblem =>
  new PlanProblem(document, { vi: 'bên trong vẫn là dữ liệu nén gzip. Hãy giải nén một lần rồi thử lại.', en: 'what was compressed is a gzip file again. Decompress it once and try again.' });

export const unknownEncoding = (document: string): PlanProblem =>
  refuse(document, 'bảng mã không phải UTF-8 hay UTF-16.', 'it is encoded neither in UTF-8 nor in UTF-16.');

/** What a reader is told of JSON that cannot be read. The text itself is never quoted: it may hold a secret. */
export function faultProblem(document: string, fault: JsonFault, partial: Json, expected: Expected): PlanProblem {
  const { kind, offset } = fault;
  const say = (vi: string, en: string): PlanProblem => refuse(document, vi, en, expected);
  const where: Text = { vi: `tại byte ${offset}${fault.at === '' ? '' : ` (${fault.at})`}`, en: `at byte ${offset}${fault.at === '' ? '' : ` (${fault.at})`}` };
  switch (kind) {
    case 'empty':
      return say('tệp trống.', 'the file is empty.');
    case 'truncated':
      return say(`JSON bị cắt cụt ${where.vi}.`, `the JSON is truncated ${where.en}.`);
    case 'trailing':
      return at(partial, '@level') === undefined
        ? say(`còn nội dung thừa sau JSON, ${where.vi}.`, `something follows the JSON, ${where.en}.`)
        : say('đây là nhật ký của `plan -json`, không phải kế hoạch đã lưu.', 'these are log lines of `plan -json`, not a saved plan.');
    case 'syntax':
      return say(`không phải JSON hợp lệ ${where.vi}.`, `this is no valid JSON ${where.en}.`);
    case 'duplicate-key':
      return say(`một khóa xuất hiện hai lần trong cùng một đối tượng JSON ${where.vi}; mỗi chương trình sẽ đọc ra một giá trị khác.`, `a key stands twice in one JSON object ${where.en}; different programs would read different values.`);
    case 'too-deep':
      return say(`JSON lồng sâu hơn ${deepestNesting} tầng ${where.vi}.`, `the JSON is nested deeper than ${deepestNesting} levels ${where.en}.`);
    case 'too-large':
      return say(`một phần tử lớn hơn ${largestPiece >> 20} MiB ${where.vi}.`, `one element is larger than ${largestPiece >> 20} MiB ${where.en}.`);
    case 'encoding':
      return say(`có byte không phải UTF-8 ${where.vi}.`, `it holds bytes that are not UTF-8 ${where.en}.`);
  }
}

/** A list or a single value where an object should stand. */
export const noObject = (document: string, value: Json, expected: Expected): PlanProblem =>
  refuse(
    document,
    `nội dung là ${Array.isArray(value) ? 'một danh sách' : 'một giá trị đơn'}, không phải một đối tượng JSON.`,
    `it holds ${Array.isArray(value) ? 'a list' : 'a single value'}, not a JSON object.`,
    expected,
  );

/** Why a JSON document is no plan, by what it looks like. */
export function noPlan(document: string, top: Json, keys: ReadonlySet<string>): PlanProblem {
  if (!isObject(top)) return noObject(document, top, 'plan');
  if (keys.has('values') || keys.has('lineage') || (keys.has('serial') && keys.has('resources')))
    return refuse(document, 'đây là tệp trạng thái, không phải kế hoạch thay đổi.', 'this is a state, not a plan.');
  if (keys.has('encrypted_data') || keys.has('encryption_version'))
    return refuse(document, 'kế hoạch này được OpenTofu mã hóa; hãy đặt TF_ENCRYPTION như khi lập kế hoạch.', 'OpenTofu has encrypted this plan; set TF_ENCRYPTION as it was when it was planned.');
  if (textAt(top, '@level') !== undefined || keys.has('@level'))
    return refuse(document, 'đây là nhật ký của `plan -json`, không phải kế hoạch đã lưu.', 'these are log lines of `plan -json`, not a saved plan.');
  if (keys.has('resource') || (keys.has('provider') && keys.has('terraform')))
    return refuse(document, 'đây là cấu hình (cdk.tf.json), không phải kế hoạch; cấu hình được xét bằng `ndc check`.', 'this is configuration (cdk.tf.json), not a plan; `ndc check` judges configuration.');
  return refuse(document, 'không có planned_values, resource_changes hay configuration: đây không phải kế hoạch thay đổi ở dạng JSON.', 'it has neither planned_values, resource_changes nor configuration: this is no plan in JSON.');
}
