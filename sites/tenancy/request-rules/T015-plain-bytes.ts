import { diagnosticKind } from '../../model/diagnostic.js';
import { Origins } from '../../model/origins.js';
import { found, type RequestRule } from '../finding.js';
import { inRequest } from '../own-pointer.js';
import type { Text } from '../../model/text.js';

const kind = diagnosticKind<{ problem: Text }>({
  code: 'NDC-T015',
  message: {
    vi: ({ problem }) => `${problem.vi}; nội dung vẫn được đọc đúng.`,
    en: ({ problem }) => `${problem.en}; what it says is read all the same.`,
  },
  explanation: {
    vi: 'Trình soạn thảo trên Windows có thể thêm ba byte đánh dấu (BOM) ở đầu tệp, hoặc kết thúc dòng bằng CR LF. Nội dung không đổi, nhưng bản so sánh khi xét duyệt sẽ báo mọi dòng đều thay đổi. Cách sửa: lưu tệp dạng "UTF-8" (không phải "UTF-8 with BOM") với ký tự cuối dòng "LF". Trong Visual Studio Code, cả hai nằm ở góc dưới bên phải.',
    en: 'Editors on Windows may put a byte-order mark of three bytes before a text, or end lines with CR LF. What the file says is the same, but a reviewer is then shown every line as changed. To mend it: save as "UTF-8" (not "UTF-8 with BOM") with line ends "LF". In Visual Studio Code both stand in the lower right corner.',
  },
});

/** Bytes that no reader of the text sees and every comparison shows. */
export const plainBytes: RequestRule = {
  check: ({ estate, request: { organisation } }) => {
    const { origins } = estate;
    const writing = origins instanceof Origins ? origins.fileOf('requests', organisation)?.file.writing : undefined;
    if (writing === undefined) return [];
    const { byteOrderMark, carriageReturn } = writing;
    const notice = (line: number, vi: string, en: string) => {
      const { place, ...finding } = found(estate, kind, 'notice', inRequest(organisation, 'organisation'), { problem: { vi, en } });
      return { ...finding, ...(place === undefined ? {} : { place: { ...place, line, column: 1 } }) };
    };
    return [
      ...(byteOrderMark === undefined ? [] : [notice(1, 'tệp bắt đầu bằng dấu thứ tự byte (BOM). Hãy lưu dạng UTF-8 không có BOM', 'the file starts with a byte-order mark. Save it as UTF-8 without one')]),
      ...(carriageReturn === undefined ? [] : [notice(carriageReturn, `dòng ${carriageReturn} kết thúc bằng CR LF kiểu Windows. Hãy lưu với ký tự cuối dòng LF`, `line ${carriageReturn} ends with CR LF, as on Windows. Save it with LF`)]),
    ];
  },
};
