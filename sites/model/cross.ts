import { diagnose, diagnosticKind, shown, type Diagnostic } from './diagnostic.js';
import { keyText } from './key-text.js';
import { meant, type Nameable } from './meant.js';
import { didYouMean } from './nearest.js';
import { pointer, type PathSegment } from './pointer.js';
import type { Text } from './text.js';
import type { YamlFile } from './yaml-file.js';

/** Cross-file diagnostics: unique ids and references that exist. What can be waived is a verdict, not one of these. */

export const duplicateId = diagnosticKind<{ what: Text; id: string; first: string }>({
  code: 'NDC-E020',
  message: {
    vi: ({ what, id, first }) => `${what.vi} "${id}" đã có tại ${first}. Mỗi id chỉ dùng một lần.`,
    en: ({ what, id, first }) => `the ${what.en} "${id}" already stands at ${first}. An id is used once.`,
  },
  explanation: {
    vi: 'Id là định danh bền vững; hai đối tượng không được dùng chung.',
    en: 'An id is an identity for good; two objects cannot share one.',
  },
});

export const danglingReference = diagnosticKind<{ key: string; what: Text; id: string; known: string | Text; suggestion: string }>({
  code: 'NDC-E021',
  message: {
    vi: ({ key, what, id, known, suggestion }) => `${key} trỏ tới ${what.vi} "${id}" không tồn tại; hiện có: ${typeof known === 'string' ? known : known.vi}.${didYouMean(suggestion).vi}`,
    en: ({ key, what, id, known, suggestion }) => `${key} names the ${what.en} "${id}", which does not exist; there are: ${typeof known === 'string' ? known : known.en}.${didYouMean(suggestion).en}`,
  },
  explanation: {
    vi: 'Một tham chiếu tới đối tượng chưa khai báo. Hãy sửa id hoặc thêm đối tượng.',
    en: 'A reference to an object that is not declared. Correct the id or add the object.',
  },
});

export const missingFile = diagnosticKind<{ kind: string; expected: Text }>({
  code: 'NDC-E022',
  message: {
    vi: ({ kind, expected }) => `thư mục thiếu tệp ${kind}; cần có ${expected.vi}. Hãy kiểm tra --sites.`,
    en: ({ kind, expected }) => `the directory holds no file of kind ${kind}; expected ${expected.en}. Check --sites.`,
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

/** Something a file declares, where. Places are looked up only for what is reported. */
export interface Declared {
  readonly id: string;
  readonly path: readonly PathSegment[];
  readonly file: YamlFile;
}

export const standing = ({ path, file }: Pick<Declared, 'path' | 'file'>) => ({ pointer: pointer(...path), place: file.placeOf(path) });

/** A second use of an id, with where the first stands. What is recorded came before what somebody proposes. */
export function uniqueIds(what: Text, entries: readonly Declared[]): Diagnostic[] {
  const first = new Map<string, Declared>();
  const found: Diagnostic[] = [];
  for (const entry of [...entries.filter(({ file }) => file.proposed !== true), ...entries.filter(({ file }) => file.proposed === true)]) {
    const earlier = first.get(entry.id);
    if (earlier === undefined) first.set(entry.id, entry);
    else {
      const { place } = standing(earlier);
      found.push(diagnose(duplicateId, standing(entry), { what, id: shown(entry.id), first: `${place.file}:${place.line}` }));
    }
  }
  return found;
}

/** References to ids nobody declares; some may go by names too. `none`: what to say where nothing is declared yet, such as whom to ask. */
export function existing(what: Text, references: readonly Declared[], known: readonly (string | Nameable)[], none: Text = nothing): Diagnostic[] {
  const set = new Set(known.map((one) => (typeof one === 'string' ? one : one.id)));
  const names = [...set];
  return references
    .filter(({ id }) => !set.has(id))
    .map((reference) =>
      diagnose(danglingReference, standing(reference), {
        key: keyText(reference.path, reference.file.value),
        what,
        id: shown(reference.id),
        known: names.length === 0 ? none : names.length > 12 ? `${names.slice(0, 12).join(', ')} … (${names.length})` : names.join(', '),
        suggestion: meant(reference.id, known),
      }),
    );
}

const nothing: Text = { vi: 'chưa có gì', en: 'none' };
