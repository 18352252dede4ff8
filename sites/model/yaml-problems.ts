import type { ErrorCode } from 'yaml';
import type { YamlError } from './yaml-compose.js';
import type { Text } from './text.js';

/** What the YAML parser complains of, in words that say what to do. Codes without a row keep the parser's own sentence. */
const problems: Partial<Record<ErrorCode, Text>> = {
  BAD_DIRECTIVE: { vi: 'dòng bắt đầu bằng % không dùng được ở đây', en: 'a line that starts with % does not belong here' },
  BAD_DQ_ESCAPE: { vi: 'chuỗi trong dấu nháy kép có ký hiệu \\ không hợp lệ', en: 'a double-quoted text holds an escape (\\) that YAML does not know' },
  BAD_INDENT: { vi: 'thụt dòng không thẳng hàng với các dòng cùng cấp', en: 'the indentation does not line up with the lines of the same level' },
  BAD_SCALAR_START: { vi: 'giá trị bắt đầu bằng một ký tự dành riêng; hãy đặt cả giá trị trong dấu nháy', en: 'the value starts with a reserved character; put the whole value in quotation marks' },
  BLOCK_AS_IMPLICIT_KEY: { vi: 'có hai dấu hai chấm trên một dòng; hãy đặt giá trị trong dấu nháy hoặc xuống dòng', en: 'two colons on one line; put the value in quotation marks, or start a new line' },
  BLOCK_IN_FLOW: { vi: 'bên trong [ ] hoặc { } không được xuống dòng kiểu danh sách', en: 'inside [ ] or { } a list or map cannot be written by indentation' },
  KEY_OVER_1024_CHARS: { vi: 'khóa dài quá 1024 ký tự', en: 'a key is longer than 1024 characters' },
  MULTILINE_IMPLICIT_KEY: { vi: 'khóa trải trên nhiều dòng; có thể thiếu dấu hai chấm hoặc dấu nháy đóng', en: 'a key spans several lines; a colon or a closing quotation mark may be missing' },
  TAB_AS_INDENT: { vi: 'dòng được thụt bằng phím Tab; hãy dùng dấu cách', en: 'a tab stands in the indentation; indent with spaces' },
};

/** Wrong inside one scalar: what stands before and after it is read as it is meant. */
const local: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['BAD_DQ_ESCAPE', 'TAG_RESOLVE_FAILED']);

/** The bracket or quotation mark that is missing, where the parser says so. */
const closingOf = (message: string): string | undefined => /(?:end with an? |closing )(["'\]}])/.exec(message)?.[1];

/**
 * The errors that have causes of their own. What breaks the structure of a file makes the parser stumble over the lines that
 * follow, so of such errors the first one counts; each unclosed bracket is one of its own as long as the indentation holds.
 */
export function independent(errors: readonly YamlError[]): readonly YamlError[] {
  const rank = ({ code }: YamlError): number => (code === 'TAB_AS_INDENT' ? 0 : 1);
  const sorted = [...errors].sort((a, b) => a.offset - b.offset || rank(a) - rank(b));
  const first = sorted.find(({ code }) => !local.has(code));
  const unclosed = first !== undefined && closingOf(first.message) !== undefined;
  return sorted.filter((error) => error === first || local.has(error.code) || (unclosed && closingOf(error.message) !== undefined));
}

/** Lines that are indented with a tab. */
const tabbedLines = (text: string): number => text.match(/^ *\t[ \t]*[^\s#]/gm)?.length ?? 0;

/** @param text the whole file, which says in how many lines the mistake was made. */
export function problemOf(code: ErrorCode, message: string, text: string): Text {
  const tabbed = code === 'TAB_AS_INDENT' ? tabbedLines(text) : 0;
  if (tabbed > 1) return { vi: `${tabbed} dòng được thụt bằng phím Tab; hãy dùng dấu cách`, en: `tabs stand in the indentation of ${tabbed} lines; indent with spaces` };
  const closing = closingOf(message);
  if (closing !== undefined) return { vi: `thiếu ${closing} ở cuối; tệp có thể bị cắt`, en: `a closing ${closing} is missing; the file may be cut off` };
  if (message.startsWith('Implicit map keys need to be followed by map values')) return { vi: 'một dòng chỉ có chữ, không có dấu hai chấm sau tên khóa; nếu là dòng cuối thì tệp có thể bị cắt', en: 'a line holds words and no colon after its key; where it is the last line, the file may be cut off' };
  const known = problems[code];
  if (known !== undefined) return known;
  const own = (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '').replace(/\.$/, '');
  return { vi: `bộ đọc YAML báo: ${own}`, en: own };
}
