import type { Lang, Text } from '../../sites/model/text.js';
import type { Drifted } from '../planset/read-model.js';
import type { ReadSource } from './sources.js';

/** Something of a plan that was changed behind the engine. An address alone is changed by the configuration (`moved`). */
export interface DriftedObject extends Drifted {
  readonly is: Exclude<Drifted['is'], 'moved'>;
  readonly stack: string;
}

const deeds = {
  changed: { vi: 'bị sửa', en: 'changed' },
  deleted: { vi: 'bị xóa', en: 'deleted' },
  created: { vi: 'được tạo', en: 'created' },
} as const satisfies Record<DriftedObject['is'], Text>;

/** Places told of one object in a line. */
const placesShown = 5;

/** All that plans found changed behind the engine, in the order read. */
export const driftedOf = (read: readonly ReadSource[]): readonly DriftedObject[] => read.flatMap(({ stack, drift = [] }) => drift.flatMap(({ is, ...drifted }) => (is === 'moved' ? [] : [{ stack, ...drifted, is }])));

/** `bị sửa: /spec/hard/pods`. What stood there and stands there now is left out, as a plan may hold secrets. */
export function deedText({ is, paths }: Omit<DriftedObject, 'stack'>, lang: Lang): string {
  const rest = paths.length - placesShown;
  return `${deeds[is][lang]}${paths.length === 0 ? '' : `: ${paths.slice(0, placesShown).join(', ')}${rest > 0 ? ` … (+${rest})` : ''}`}`;
}

/** What a list of them says above itself. */
export const driftedTitle: Text = { vi: 'Đã thay đổi bên ngoài Terraform/OpenTofu', en: 'Changed behind Terraform or OpenTofu' };

/** What the list means: the record holds what was found, and no rule asks who did it. */
export const driftedNote: Text = {
  vi: 'Kế hoạch cho thấy các đối tượng này khác với lần áp dụng trước (resource_drift). Cột hiện trạng xét theo giá trị đã thấy; không quy tắc nào xét ai đã thay đổi và vì sao. Hãy hỏi bên vận hành.',
  en: 'The plans found these objects other than they were last applied (resource_drift). The column of what is recorded now goes by what was found; no rule judges who changed them or why. Ask the operator.',
};
