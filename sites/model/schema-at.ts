import { z } from 'zod';
import type { PathSegment } from './pointer.js';
import type { Text } from './text.js';

/** The schema that stands at a path, as far as it can be told from data: unions follow the branch the data resembles. */
export function schemaAt(schema: z.ZodType, path: readonly PathSegment[], value: unknown): z.ZodType | undefined {
  let here: z.ZodType | undefined = schema;
  let data = value;
  for (const step of path) {
    here = branch(here, data);
    if (here instanceof z.ZodObject) here = Object.hasOwn(here.shape, String(step)) ? (here.shape[String(step)] as z.ZodType) : undefined;
    else if (here instanceof z.ZodArray) here = here.element as z.ZodType;
    else if (here instanceof z.ZodRecord) here = here.valueType as z.ZodType;
    else return undefined;
    data = typeof data === 'object' && data !== null && Object.hasOwn(data, String(step)) ? (data as Record<string, unknown>)[String(step)] : undefined;
  }
  return here;
}

export function unwrap(schema: z.ZodType | undefined): z.ZodType | undefined {
  let here = schema;
  while (here instanceof z.ZodOptional || here instanceof z.ZodNullable) here = here.unwrap() as z.ZodType;
  return here;
}

/** The branch of a union that data resembles most: a map the one that shares its keys, anything else one that is no map. */
export function branch(schema: z.ZodType | undefined, data: unknown): z.ZodType | undefined {
  const here = unwrap(schema);
  if (!(here instanceof z.ZodUnion)) return here;
  const options = (here.options as z.ZodType[]).map(unwrap);
  const keys = typeof data === 'object' && data !== null ? Object.keys(data) : undefined;
  if (keys === undefined) return options.find((option) => !(option instanceof z.ZodObject)) ?? options[0];
  const objects = options.filter((option): option is z.ZodObject => option instanceof z.ZodObject);
  const score = (option: z.ZodObject): number => keys.filter((key) => Object.hasOwn(option.shape, key)).length;
  return objects.sort((a, b) => score(b) - score(a))[0] ?? options[0];
}

/** The words a scalar may be, when it is one of a few. */
export function optionsOf(schema: z.ZodType | undefined): string[] {
  const here = unwrap(schema);
  if (here instanceof z.ZodEnum) return here.options.map(String);
  if (here instanceof z.ZodLiteral) return [...here.values].map(String);
  if (here instanceof z.ZodUnion) return (here.options as z.ZodType[]).flatMap(optionsOf);
  return [];
}

/** What an editor, a diagnostic or the provenance needs to know of a schema. */
export function metaOf(schema: z.ZodType | undefined): { readonly expected?: Text | string; readonly plain?: boolean } {
  for (let here = schema; here !== undefined; ) {
    const meta = here.meta() as { expected?: Text | string; plain?: boolean } | undefined;
    if (meta !== undefined) return meta;
    const inner = unwrap(here);
    if (inner === here) break;
    here = inner;
  }
  return {};
}

/** What the administration calls the values that a clerk chooses among. */
const inVietnamese: Readonly<Record<string, string>> = {
  open: 'mở',
  shared: 'dùng chung',
  specialised: 'chuyên ngành',
  ordinary: 'thông thường',
  important: 'quan trọng',
  core: 'cốt lõi',
  none: 'không',
  mat: 'mật',
  'toi-mat': 'tối mật',
  'tuyet-mat': 'tuyệt mật',
  basic: 'cơ bản',
  sensitive: 'nhạy cảm',
  'state-budget': 'ngân sách nhà nước',
  integrated: 'vốn lồng ghép',
  'ppp-pilot': 'thí điểm công tư',
  operate: 'vận hành',
  view: 'xem',
  move: 'di chuyển',
  new: 'làm mới',
  cloud: 'điện toán đám mây',
  relocation: 'di chuyển',
  'database-owner': 'chủ quản cơ sở dữ liệu',
  'below-tier-iii': 'dưới hạng III',
  'tier-iii': 'đạt hạng III',
  leased: 'đi thuê',
  other: 'khác',
};

const readable = (option: string): string => (Object.hasOwn(inVietnamese, option) ? `${option} (${inVietnamese[option] ?? ''})` : option);

/** What a schema expects: the words of its `meta`, or of its shape. */
export function expectedOf(schema: z.ZodType | undefined): Text {
  const { expected } = metaOf(schema);
  if (expected !== undefined) return typeof expected === 'string' ? { vi: expected, en: expected } : expected;
  const here = unwrap(schema);
  if (here instanceof z.ZodEnum) return { vi: `một trong: ${here.options.map((option) => readable(String(option))).join(', ')}`, en: `one of ${here.options.join(', ')}` };
  if (here instanceof z.ZodLiteral) return { vi: [...here.values].join(' hoặc '), en: [...here.values].join(' or ') };
  if (here instanceof z.ZodArray) return { vi: 'một danh sách', en: 'a list' };
  if (here instanceof z.ZodObject) {
    const keys = Object.keys(here.shape);
    const named = keys.slice(0, 8).join(', ') + (keys.length > 8 ? ', …' : '');
    return { vi: `một nhóm khóa: ${named}`, en: `a map with ${named}` };
  }
  if (here instanceof z.ZodRecord) return { vi: 'một nhóm khóa', en: 'a map' };
  if (here instanceof z.ZodUnion) {
    const all = (here.options as z.ZodType[]).map(expectedOf);
    return { vi: [...new Set(all.map(({ vi }) => vi))].join(', hoặc '), en: [...new Set(all.map(({ en }) => en))].join(', or ') };
  }
  return { vi: 'một loại giá trị khác', en: 'another kind of value' };
}

/** Whether a scalar may be written with its source: identities and constants are what they are. */
export function acceptsLabel(schema: z.ZodType | undefined): boolean {
  if (metaOf(schema).plain === true) return false;
  const here = unwrap(schema);
  if (here instanceof z.ZodUnion && metaOf(here).expected === undefined) return (here.options as z.ZodType[]).some(acceptsLabel);
  return !(here === undefined || here instanceof z.ZodLiteral || here instanceof z.ZodObject || here instanceof z.ZodArray || here instanceof z.ZodRecord);
}
