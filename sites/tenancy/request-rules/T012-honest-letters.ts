import { diagnosticKind, shown } from '../../model/diagnostic.js';
import type { PathSegment } from '../../model/pointer.js';
import type { Text } from '../../model/text.js';
import { found, type RequestRule } from '../finding.js';
import { inRequest } from '../own-pointer.js';
import { latinOf, mixedWord, unseen, withoutUnseen } from '../../model/letters.js';

const kind = diagnosticKind<{ key: string; problem: Text }>({
  code: 'NDC-T012',
  message: {
    vi: ({ key, problem }) => `${key} ${problem.vi}`,
    en: ({ key, problem }) => `${key} ${problem.en}`,
  },
  explanation: {
    vi: 'Có những ký tự không nhìn thấy (độ rộng bằng không, đảo chiều chữ) và những chữ Kirin, Hy Lạp giống hệt chữ Latin. Chúng làm cho hai tên khác nhau trông như một, hoặc làm câu đọc khác với nội dung thật. Thường chúng lọt vào khi chép từ Word hoặc trang mạng. Cách sửa: gõ lại đoạn đó bằng bàn phím, hoặc dán dòng gợi ý.',
    en: 'Some characters cannot be seen (zero width, changed direction of writing), and some Cyrillic and Greek letters look just like Latin ones. They make two different names look the same, or a sentence read otherwise than what it holds. They mostly come in by copying from Word or a web page. To mend it: type the text again, or paste the line.',
  },
});

/** Texts of several lines: whoever justifies a request may write paragraphs. */
const paragraphs: ReadonlySet<string> = new Set(['reason', 'currentUsage', 'stepsTaken', 'purpose', 'note']);

interface Written {
  readonly path: readonly PathSegment[];
  readonly text: string;
}

/** Every text of a request, in the order of the file. */
function textsIn(value: unknown, path: readonly PathSegment[] = []): readonly Written[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]));
}

export const honestLetters: RequestRule = {
  check: ({ estate, request }) =>
    textsIn(request).flatMap(({ path, text }) => {
      const key = String(path.at(-1));
      const at = inRequest(request.organisation, ...path);
      const refuse = (vi: string, en: string, right: string | undefined) => [
        found(estate, kind, 'refuse', at, { key: path.join('.'), problem: { vi, en } }, right === undefined || typeof path.at(-1) !== 'string' ? undefined : `${key}: ${JSON.stringify(right)}`),
      ];
      const hidden = unseen(text, paragraphs.has(key));
      if (hidden !== undefined) {
        const right = withoutUnseen(text);
        return refuse(`có ký tự không nhìn thấy (${hidden.code}) tại vị trí ${hidden.position}. Hãy gõ lại.`, `holds a character that cannot be seen (${hidden.code}) at position ${hidden.position}. Type it again.`, right === '' ? undefined : right);
      }
      const mixed = mixedWord(text);
      if (mixed === undefined) return [];
      const { word, letter, code, script } = mixed;
      const scripts = { Cyrillic: { vi: 'chữ Kirin', en: 'a Cyrillic letter' }, Greek: { vi: 'chữ Hy Lạp', en: 'a Greek letter' } }[script];
      return refuse(
        `có từ "${shown(word)}" trộn chữ Latin với ${scripts.vi} "${letter}" (${code}), trông giống nhau nhưng là chữ khác. Hãy gõ lại từ này.`,
        `holds the word "${shown(word)}", which mixes Latin with ${scripts.en} "${letter}" (${code}): they look alike and are not the same. Type the word again.`,
        latinOf(text),
      );
    }),
};
