import { diagnose, diagnosticKind, shown, type Diagnostic, type Place } from './diagnostic.js';
import { didYouMean, nearest } from './nearest.js';
import type { Pointer } from './pointer.js';

/** Cross-file diagnostics: unique ids and references that exist. What can be waived is a verdict, not one of these. */

export const duplicateId = diagnosticKind<{ what: string; id: string; first: string }>({
  code: 'NDC-E020',
  message: {
    vi: ({ what, id, first }) => `${what} "${id}" đã có tại ${first}. Mỗi id chỉ dùng một lần.`,
    en: ({ what, id, first }) => `${what} "${id}" already stands at ${first}. An id is used once.`,
  },
  explanation: {
    vi: 'Id là định danh bền vững; hai đối tượng không được dùng chung.',
    en: 'An id is an identity for good; two objects cannot share one.',
  },
});

export const danglingReference = diagnosticKind<{ key: string; what: string; id: string; known: string; suggestion: string }>({
  code: 'NDC-E021',
  message: {
    vi: ({ key, what, id, known, suggestion }) => `${key} trỏ tới ${what} "${id}" không tồn tại; hiện có: ${known}.${didYouMean(suggestion).vi}`,
    en: ({ key, what, id, known, suggestion }) => `${key} names the ${what} "${id}", which does not exist; there are: ${known}.${didYouMean(suggestion).en}`,
  },
  explanation: {
    vi: 'Một tham chiếu tới đối tượng chưa khai báo. Hãy sửa id hoặc thêm đối tượng.',
    en: 'A reference to an object that is not declared. Correct the id or add the object.',
  },
});

export const missingFile = diagnosticKind<{ kind: string; expected: string }>({
  code: 'NDC-E022',
  message: {
    vi: ({ kind, expected }) => `thư mục thiếu tệp ${kind}; cần có ${expected}. Hãy kiểm tra --sites.`,
    en: ({ kind, expected }) => `the directory holds no file of kind ${kind}; expected ${expected}. Check --sites.`,
  },
  explanation: {
    vi: 'Thư mục dữ liệu cần ít nhất một trung tâm dữ liệu và các danh mục bắt buộc.',
    en: 'A data directory needs at least one site and the required catalogues.',
  },
});

export const reservedNamespace = diagnosticKind<{ namespace: string }>({
  code: 'NDC-E023',
  message: {
    vi: ({ namespace }) => `tên "${namespace}" dành riêng cho nền tảng. Hãy chọn id khác.`,
    en: ({ namespace }) => `the namespace "${namespace}" is reserved for the platform. Choose another id.`,
  },
  explanation: {
    vi: 'Tên <hệ thống>-<môi trường> trở thành namespace; không được trùng namespace của nền tảng.',
    en: 'The name <system>-<environment> becomes a namespace; it must not be one of the platform’s.',
  },
});

/** Something a file declares, where. */
export interface Declared {
  readonly id: string;
  readonly pointer: Pointer;
  readonly place: Place;
}

export function uniqueIds(what: string, declared: readonly Declared[]): Diagnostic[] {
  const first = new Map<string, Declared>();
  const found: Diagnostic[] = [];
  for (const entry of declared) {
    const earlier = first.get(entry.id);
    if (earlier === undefined) first.set(entry.id, entry);
    else found.push(diagnose(duplicateId, entry, { what, id: shown(entry.id), first: `${earlier.place.file}:${earlier.place.line}` }));
  }
  return found;
}

export interface Reference extends Declared {
  readonly key: string;
}

export function existing(what: string, references: readonly Reference[], known: readonly string[]): Diagnostic[] {
  const set = new Set(known);
  return references
    .filter(({ id }) => !set.has(id))
    .map((reference) =>
      diagnose(danglingReference, reference, {
        key: reference.key,
        what,
        id: shown(reference.id),
        known: known.length > 12 ? `${known.slice(0, 12).join(', ')} … (${known.length})` : known.join(', '),
        suggestion: nearest(reference.id, known) ?? '',
      }),
    );
}
