import { diagnosticKind } from './diagnostic.js';
import { didYouMean } from './nearest.js';
import type { Text } from './text.js';

/** Diagnostics of single files: reading, YAML syntax, schema. Codes are stable. */

const inLang = (text: string | Text, lang: keyof Text): string => (typeof text === 'string' ? text : text[lang]);

/** What stands in a file goes into quotes; words of ours about it do not. */
const quoted = (found: string | Text, lang: keyof Text): string => (typeof found === 'string' ? `"${found}"` : found[lang]);

export const fileUnreadable = diagnosticKind<{ detail: string | Text }>({
  code: 'NDC-E001',
  message: {
    vi: ({ detail }) => `không đọc được tệp (${typeof detail === 'string' ? detail : detail.vi}). Hãy kiểm tra đường dẫn, quyền đọc và nơi liên kết trỏ tới.`,
    en: ({ detail }) => `the file cannot be read (${typeof detail === 'string' ? detail : detail.en}). Check its path, its permissions and where its link points.`,
  },
  explanation: {
    vi: 'Tệp được nêu trên dòng lệnh hoặc có trong thư mục dữ liệu nhưng không mở được: không có tệp nào tên như vậy, đó là thư mục, liên kết hỏng, hoặc thiếu quyền đọc.',
    en: 'A file that the command line names, or that stands in the data directory, cannot be opened: there is none of that name, it is a directory, a dead link, or there is no permission.',
  },
});

export const fileTooLarge = diagnosticKind<{ size: string; limit: string }>({
  code: 'NDC-E002',
  message: {
    vi: ({ size, limit }) => `tệp có ${size} byte; tối đa ${limit} byte. Hãy tách thành nhiều tệp.`,
    en: ({ size, limit }) => `the file has ${size} bytes; at most ${limit} are read. Split it.`,
  },
  explanation: {
    vi: 'Kích thước tệp bị giới hạn để một tệp hỏng hoặc cố ý không làm cạn bộ nhớ.',
    en: 'File size is bounded so that a broken or hostile file cannot exhaust memory.',
  },
});

export const yamlSyntax = diagnosticKind<{ problem: Text }>({
  code: 'NDC-E003',
  message: {
    vi: ({ problem }) => `sai cú pháp YAML: ${problem.vi}.`,
    en: ({ problem }) => `not valid YAML: ${problem.en}.`,
  },
  explanation: {
    vi: 'Tệp phải là YAML 1.2. Thụt dòng bằng dấu cách, không dùng phím Tab; mỗi khóa một dòng.',
    en: 'The file must be YAML 1.2. Indent with spaces, never tabs; one key a line.',
  },
});

export const yamlRefused = diagnosticKind<{ what: Text }>({
  code: 'NDC-E004',
  message: {
    vi: ({ what }) => `không chấp nhận ${what.vi}. Hãy viết giá trị đầy đủ tại chỗ.`,
    en: ({ what }) => `${what.en} is not accepted. Write the value out where it is used.`,
  },
  explanation: {
    vi: 'Neo, bí danh, khóa gộp, thẻ riêng và nhiều tài liệu trong một tệp bị từ chối: chúng che giấu điều được đọc.',
    en: 'Anchors, aliases, merge keys, tags and several documents in one file are refused: they hide what is read.',
  },
});

export const duplicateKey = diagnosticKind<{ key: string }>({
  code: 'NDC-E005',
  message: {
    vi: ({ key }) => `khóa "${key}" xuất hiện hai lần. Hãy giữ lại một.`,
    en: ({ key }) => `the key "${key}" stands here twice. Keep one of them.`,
  },
  explanation: {
    vi: 'Hai khóa trùng tên khiến một giá trị bị mất mà không ai thấy.',
    en: 'With two keys of one name, one value would be lost without anyone seeing it.',
  },
});

export const unknownKey = diagnosticKind<{ key: string; known: string; suggestion: string }>({
  code: 'NDC-E006',
  message: {
    vi: ({ key, known, suggestion }) => `không có khóa "${key}"; các khóa hợp lệ: ${known}.${didYouMean(suggestion).vi}`,
    en: ({ key, known, suggestion }) => `unknown key "${key}"; expected one of: ${known}.${didYouMean(suggestion).en}`,
  },
  explanation: {
    vi: 'Mọi khóa phải có trong lược đồ; một khóa gõ nhầm không được âm thầm bỏ qua.',
    en: 'Every key must be in the schema; a mistyped key is never silently ignored.',
  },
});

export const missingKey = diagnosticKind<{ key: string; expected: Text }>({
  code: 'NDC-E007',
  message: {
    vi: ({ key, expected }) => `thiếu khóa "${key}"; cần ${expected.vi}.`,
    en: ({ key, expected }) => `the key "${key}" is missing; expected ${expected.en}.`,
  },
  explanation: {
    vi: 'Giá trị bắt buộc chưa được ghi.',
    en: 'A required value was not given.',
  },
});

export const wrongValue = diagnosticKind<{ key: string | Text; found: string | Text; expected: Text; suggestion: string | Text }>({
  code: 'NDC-E008',
  message: {
    vi: ({ key, found, expected, suggestion }) => `${inLang(key, 'vi')} là ${quoted(found, 'vi')}; cần ${expected.vi}.${didYouMean(inLang(suggestion, 'vi')).vi}`,
    en: ({ key, found, expected, suggestion }) => `${inLang(key, 'en')} is ${quoted(found, 'en')}; expected ${expected.en}.${didYouMean(inLang(suggestion, 'en')).en}`,
  },
  explanation: {
    vi: 'Giá trị không thuộc loại hoặc khoảng cho phép.',
    en: 'The value is not of the kind or in the range that is allowed.',
  },
});

export const thousandsSeparator = diagnosticKind<{ key: string; found: string; read: string; whole: string; decimal: string }>({
  code: 'NDC-E009',
  message: {
    vi: ({ key, found, read, whole, decimal }) => `${key} là "${found}", được đọc là ${read}; nếu dấu chấm ngăn hàng nghìn, hãy viết ${whole}; nếu là số thập phân, hãy viết ${decimal}.`,
    en: ({ key, found, read, whole, decimal }) => `${key} is "${found}", which is read as ${read}; if the dot separates thousands, write ${whole}; if it is a decimal point, write ${decimal}.`,
  },
  explanation: {
    vi: 'Trong YAML, 1.000 là số 1. Một số có đúng ba chữ số thập phân bị từ chối vì thường là dấu ngăn nghìn.',
    en: 'To YAML, 1.000 is the number 1. A literal with exactly three decimals is refused: it usually is a thousands separator.',
  },
});

export const unknownKind = diagnosticKind<{ found: string | Text; known: string | Text; suggestion: string }>({
  code: 'NDC-E010',
  message: {
    vi: ({ found, known, suggestion }) => `kind là ${quoted(found, 'vi')}; ${typeof known === 'string' ? `các kind hợp lệ ở đây: ${known}.${didYouMean(suggestion).vi}` : `${known.vi}.`}`,
    en: ({ found, known, suggestion }) => `kind is ${quoted(found, 'en')}; ${typeof known === 'string' ? `expected one of: ${known}.${didYouMean(suggestion).en}` : `${known.en}.`}`,
  },
  explanation: {
    vi: 'Mỗi tệp bắt đầu bằng apiVersion: ndc.gov.vn/v1 và kind.',
    en: 'Each file starts with apiVersion: ndc.gov.vn/v1 and a kind.',
  },
});

export const misplacedFile = diagnosticKind<{ kind: string; expected: string }>({
  code: 'NDC-E011',
  message: {
    vi: ({ kind, expected }) => `tệp ${kind} phải nằm tại ${expected}.`,
    en: ({ kind, expected }) => `a file of kind ${kind} belongs at ${expected}.`,
  },
  explanation: {
    vi: 'Tên tệp theo id: một phiếu đăng ký của bo-y-te nằm tại tenants/bo-y-te.yaml.',
    en: 'Files are named after ids: the request of bo-y-te stands at tenants/bo-y-te.yaml.',
  },
});

export const placeTaken = diagnosticKind<{ kind: string; key: string; id: string; first: string }>({
  code: 'NDC-E013',
  message: {
    vi: ({ kind, key, id, first }) => (key === '' ? `đã có tệp ${kind} tại ${first}, và chỉ được có một. Hãy gộp nội dung vào tệp đó rồi xóa tệp này.` : `${first} cũng là tệp ${kind} ghi ${key}: ${id}, và chỉ được có một. Nếu đúng là ${id}, hãy gộp nội dung vào ${first} rồi xóa tệp này; nếu không, hãy sửa ${key} trong tệp này.`),
    en: ({ kind, key, id, first }) => (key === '' ? `a file of kind ${kind} stands at ${first} already, and there may be one. Move what this one says into it and delete this one.` : `${first} is a file of kind ${kind} with ${key}: ${id} too, and there may be one. If it is ${id}, move what this one says into ${first} and delete this one; if not, correct ${key} in this file.`),
  },
  explanation: {
    vi: 'Hai tệp cùng loại và cùng id: nội dung của một tệp sẽ bị mất mà không ai thấy. Tệp thêm bằng --with thay cho tệp của thư mục; hai tệp --with không thể cùng thay một tệp.',
    en: 'Two files of one kind and id: what one of them says would be lost without anyone seeing it. A file given by --with stands in for the directory’s own; two of them cannot stand in for the same one.',
  },
});

export const olderVersion = diagnosticKind<{ found: string; current: string }>({
  code: 'NDC-E012',
  message: {
    vi: ({ found, current }) => `apiVersion là "${found}"; bộ công cụ này đọc ${current}.`,
    en: ({ found, current }) => `apiVersion is "${found}"; this toolkit reads ${current}.`,
  },
  explanation: {
    vi: 'Phiên bản lược đồ chưa biết. Tệp của phiên bản cũ được nâng cấp tự động; tệp của phiên bản mới cần bộ công cụ mới hơn.',
    en: 'The schema version is unknown. Older files are upgraded when they are read; newer ones need a newer toolkit.',
  },
});
