import { diagnosticKind } from '../../sites/model/diagnostic.js';
import type { Text } from '../../sites/model/text.js';

/** Diagnostics of rules and tests that auditors write. Codes are stable. */

export const badPath = diagnosticKind<{ key: string; path: string; at: string; problem: Text }>({
  code: 'NDC-E030',
  message: {
    vi: ({ key, path, at, problem }) => `${key} là "${path}", sai ở ký tự thứ ${at}: ${problem.vi}.`,
    en: ({ key, path, at, problem }) => `${key} is "${path}", wrong at character ${at}: ${problem.en}.`,
  },
  explanation: {
    vi: 'Đường dẫn chỉ tới giá trị trong đối tượng: các khóa cách nhau bằng dấu chấm, [*] là mọi phần tử, [0] là một phần tử, ["khóa.có/ký-tự-khác"] là khóa trong dấu nháy. Xem docs/own-rules.md.',
    en: 'A path leads to values in an object: keys joined by dots, [*] for every element, [0] for one, ["a.key/with-more"] for a quoted key. See docs/own-rules.md.',
  },
});

export const badPattern = diagnosticKind<{ key: string; pattern: string; problem: string }>({
  code: 'NDC-E031',
  message: {
    vi: ({ key, pattern, problem }) => `${key} là "${pattern}", không phải mẫu RE2: ${problem}. RE2 không có nhìn trước, nhìn sau và tham chiếu ngược.`,
    en: ({ key, pattern, problem }) => `${key} is "${pattern}", which is no RE2 pattern: ${problem}. RE2 has no look-around and no back-references.`,
  },
  explanation: {
    vi: 'Mẫu chạy bằng RE2 trong thời gian tỉ lệ với độ dài văn bản, để một kế hoạch ác ý không làm treo việc kiểm tra. Cú pháp: https://github.com/google/re2/wiki/Syntax',
    en: 'Patterns run on RE2, in time proportional to the text, so that a hostile plan cannot hang an audit. Syntax: https://github.com/google/re2/wiki/Syntax',
  },
});

export const takenId = diagnosticKind<{ id: string; families: string }>({
  code: 'NDC-E032',
  message: {
    vi: ({ id, families }) => `mã "${id}" thuộc bộ quy tắc của bộ công cụ (${families}). Hãy chọn ba chữ cái khác, ví dụ ORG.`,
    en: ({ id, families }) => `the id "${id}" belongs to the toolkit's own catalogue (${families}). Choose three other letters, such as ORG.`,
  },
  explanation: {
    vi: 'Quy tắc riêng không được thay hay giả làm quy tắc của bộ công cụ, nên không dùng chung ba chữ cái đầu với danh mục.',
    en: 'A rule of your own can neither replace nor pose as one of the toolkit, so it shares no family letters with the catalogue.',
  },
});

export const expectsCount = diagnosticKind<Record<string, never>>({
  code: 'NDC-E033',
  message: {
    vi: () => 'expect không đi cùng count: số giá trị được so một lần cho cả nhóm. Hãy bỏ expect.',
    en: () => 'expect does not go with count: the number of values is compared once. Leave expect out.',
  },
  explanation: {
    vi: 'count so số lượng giá trị tìm thấy; all, any, none chỉ có nghĩa khi so từng giá trị.',
    en: 'count compares how many values were found; all, any and none only mean something where each value is compared.',
  },
});

export const moduleProblem = diagnosticKind<{ problem: Text }>({
  code: 'NDC-E034',
  message: {
    vi: ({ problem }) => `không nạp được mô-đun quy tắc: ${problem.vi}.`,
    en: ({ problem }) => `the rule module cannot be loaded: ${problem.en}.`,
  },
  explanation: {
    vi: 'Mô-đun quy tắc là một tệp .mjs duy nhất, "export default" một đối tượng Rule, không nhập tệp khác. Xem docs/own-rules.md.',
    en: 'A rule module is a single .mjs file that exports a Rule object by default and imports no other file. See docs/own-rules.md.',
  },
});
