import type { ErrorCode } from 'yaml';
import type { YamlError } from './yaml-compose.js';
import type { Text } from './text.js';

/** What the YAML parser complains of, in words that say what to do: every code it has, so that no sentence of its own is left. */
export const problems: Readonly<Record<ErrorCode, Text>> = {
  ALIAS_PROPS: { vi: 'bí danh (*tên) không được mang neo hoặc thẻ', en: 'an alias (*name) cannot carry an anchor or a tag' },
  BAD_ALIAS: { vi: 'ký hiệu & hoặc * đứng đầu một giá trị mà không có tên hợp lệ; nếu là chữ, hãy đặt cả giá trị trong dấu nháy', en: 'a value starts with & or * and no valid name; if it is text, put the whole value in quotation marks' },
  BAD_COLLECTION_TYPE: { vi: 'thẻ (!tên) không hợp với nhóm khóa hoặc danh sách theo sau; hãy bỏ thẻ', en: 'a tag (!name) does not fit the map or list that follows; leave it out' },
  BAD_DIRECTIVE: { vi: 'dòng bắt đầu bằng % không dùng được ở đây', en: 'a line that starts with % does not belong here' },
  BAD_DQ_ESCAPE: { vi: 'chuỗi trong dấu nháy kép có ký hiệu \\ không hợp lệ', en: 'a double-quoted text holds an escape (\\) that YAML does not know' },
  BAD_INDENT: { vi: 'thụt dòng không thẳng hàng với các dòng cùng cấp', en: 'the indentation does not line up with the lines of the same level' },
  BAD_PROP_ORDER: { vi: 'neo (&tên) hoặc thẻ (!tên) đứng sai chỗ; hãy bỏ đi', en: 'an anchor (&name) or a tag (!name) stands in the wrong place; leave it out' },
  BAD_SCALAR_START: { vi: 'giá trị bắt đầu bằng một ký tự dành riêng; hãy đặt cả giá trị trong dấu nháy', en: 'the value starts with a reserved character; put the whole value in quotation marks' },
  BLOCK_AS_IMPLICIT_KEY: { vi: 'có hai dấu hai chấm trên một dòng, hoặc dòng sau thụt vào nhiều hơn các dòng cùng cấp; hãy đặt giá trị trong dấu nháy, hoặc cho các dòng thẳng hàng', en: 'two colons on one line, or the next line is indented more than those of its level; put the value in quotation marks, or line the lines up' },
  BLOCK_IN_FLOW: { vi: 'bên trong [ ] hoặc { } không được xuống dòng kiểu danh sách', en: 'inside [ ] or { } a list or map cannot be written by indentation' },
  DUPLICATE_KEY: { vi: 'một khóa được ghi hai lần', en: 'a key is written twice' },
  IMPOSSIBLE: { vi: 'bộ đọc không hiểu được đoạn này; hãy gõ lại dòng', en: 'this part cannot be understood; type the line again' },
  KEY_OVER_1024_CHARS: { vi: 'khóa dài quá 1024 ký tự', en: 'a key is longer than 1024 characters' },
  MISSING_CHAR: { vi: 'thiếu một ký tự: dấu hai chấm, dấu phẩy, dấu gạch đầu dòng hoặc dấu cách', en: 'a character is missing: a colon, a comma, a dash or a space' },
  MULTILINE_IMPLICIT_KEY: { vi: 'khóa trải trên nhiều dòng; có thể thiếu dấu hai chấm hoặc dấu nháy đóng', en: 'a key spans several lines; a colon or a closing quotation mark may be missing' },
  MULTIPLE_ANCHORS: { vi: 'một giá trị có hai neo (&tên); hãy bỏ đi', en: 'a value has two anchors (&name); leave them out' },
  MULTIPLE_DOCS: { vi: 'tệp có nhiều tài liệu (---); mỗi tệp chỉ được có một', en: 'the file holds several documents (---); one is allowed' },
  MULTIPLE_TAGS: { vi: 'một giá trị có hai thẻ (!tên); hãy bỏ đi', en: 'a value has two tags (!name); leave them out' },
  NON_STRING_KEY: { vi: 'khóa không phải là chữ', en: 'a key is no text' },
  RESOURCE_EXHAUSTION: { vi: 'tệp lồng nhau quá sâu hoặc quá phức tạp', en: 'the file is nested too deeply or too involved' },
  TAB_AS_INDENT: { vi: 'dòng được thụt bằng phím Tab; hãy dùng dấu cách', en: 'a tab stands in the indentation; indent with spaces' },
  TAG_RESOLVE_FAILED: { vi: 'thẻ (!tên) không dùng được; nếu là chữ, hãy đặt cả giá trị trong dấu nháy', en: 'a tag (!name) is not accepted; if it is text, put the whole value in quotation marks' },
  UNEXPECTED_TOKEN: { vi: 'có ký tự không hợp lệ ở đây; hãy kiểm tra dấu ngoặc, dấu phẩy và dấu nháy của dòng này và dòng trước', en: 'a character does not belong here; check brackets, commas and quotation marks of this line and the one before' },
};

/** Codes that stand for several mistakes, by how the parser's sentence begins. */
const sentences: readonly (readonly [start: string, Text])[] = [
  ['Implicit map keys need to be followed by map values', { vi: 'một dòng chỉ có chữ, không có dấu hai chấm sau tên khóa; nếu là dòng cuối thì tệp có thể bị cắt', en: 'a line holds words and no colon after its key; where it is the last line, the file may be cut off' }],
  ['Sequence item without - indicator', { vi: 'dòng thụt vào ít hơn các dòng cùng nhóm nên bị hiểu là một mục mới của danh sách mà thiếu dấu gạch (-); hãy cho dòng này thẳng hàng với các dòng cùng nhóm, hoặc thêm dấu gạch nếu là mục mới', en: 'the line is indented less than the others of its group, and so is read as a new entry of the list without its dash (-); line it up with the others, or add the dash if it is a new entry' }],
  ['All sequence items must start at the same column', { vi: 'các dấu gạch (-) của một danh sách không thẳng hàng', en: 'the dashes (-) of a list do not line up' }],
  ['All mapping items must start at the same column', { vi: 'các khóa cùng nhóm không thẳng hàng', en: 'the keys of a group do not line up' }],
  ['Missing , or :', { vi: 'trong ngoặc thiếu dấu phẩy giữa hai mục, hoặc thiếu dấu hai chấm sau tên khóa', en: 'inside brackets a comma between two entries is missing, or a colon after a key' }],
  ['Missing , between', { vi: 'trong ngoặc thiếu dấu phẩy giữa hai mục', en: 'inside brackets a comma between two entries is missing' }],
  ['Missing space after :', { vi: 'thiếu dấu cách sau dấu hai chấm', en: 'a space is missing after the colon' }],
  ['Comments must be separated', { vi: 'trước dấu # của một ghi chú phải có dấu cách; nếu # là một phần của giá trị, hãy đặt cả giá trị trong dấu nháy', en: 'a comment needs a space before its #; if # is part of the value, put the whole value in quotation marks' }],
  ['Tags and anchors must be separated', { vi: 'giá trị bắt đầu bằng & hoặc !; hãy đặt cả giá trị trong dấu nháy', en: 'the value starts with & or !; put the whole value in quotation marks' }],
  ['Unexpected empty item', { vi: 'trong ngoặc có hai dấu phẩy liền nhau hoặc một mục trống', en: 'inside brackets two commas follow each other, or an entry is empty' }],
  ['Unexpected ,', { vi: 'có dấu phẩy thừa trong ngoặc', en: 'a comma too many stands inside brackets' }],
  ['Unexpected block-seq-ind on same line with key', { vi: 'dấu gạch (-) của danh sách phải ở dòng riêng, dưới tên khóa', en: 'the dash (-) of a list belongs on a line of its own, below its key' }],
  ['Unexpected scalar at node end', { vi: 'sau dấu nháy đóng còn chữ; hãy đặt cả giá trị trong một cặp dấu nháy', en: 'text follows the closing quotation mark; put the whole value into one pair of them' }],
];

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
  return sentences.find(([start]) => message.startsWith(start))?.[1] ?? problems[code];
}
