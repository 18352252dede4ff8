import type { Text } from '../../../sites/model/text.js';
import { visible } from '../../../sites/model/visible.js';
import type { Answered } from './peer.js';

/** What one check saw. */
export type Found = { readonly ok: boolean; readonly found: Text };
export const pass = (vi: string, en: string): Found => ({ ok: true, found: { vi, en } });
export const fail = (vi: string, en: string): Found => ({ ok: false, found: { vi, en } });

export function refusedAs<T>(answered: Answered<T>): { readonly code: string; readonly details: string } | undefined {
  return 'refused' in answered ? answered.refused : undefined;
}

/** An answer that has to be there. */
export class NoAnswer extends Error {
  constructor(
    readonly method: string,
    readonly code: string,
    readonly details: string,
  ) {
    super(`${method}: ${code}`);
    this.name = 'NoAnswer';
  }
}

/** gRPC's own names, which both sides' logs bear; what each means. Source: https://grpc.io/docs/guides/status-codes/ */
const meanings: Readonly<Record<string, Text>> = {
  UNAVAILABLE: { vi: 'không phục vụ được lúc này', en: 'it cannot serve now' },
  DEADLINE_EXCEEDED: { vi: 'không trả lời kịp', en: 'it did not answer in time' },
  INVALID_ARGUMENT: { vi: 'không nhận yêu cầu này', en: 'it does not take this request' },
  FAILED_PRECONDITION: { vi: 'thiếu điều kiện để làm', en: 'something is missing to do it' },
  NOT_FOUND: { vi: 'không có khóa được hỏi', en: 'it has no such key' },
  RESOURCE_EXHAUSTED: { vi: 'quá tải', en: 'it is overloaded' },
  UNIMPLEMENTED: { vi: 'không có phép này', en: 'it has no such call' },
  INTERNAL: { vi: 'lỗi bên trong', en: 'an error inside it' },
  PERMISSION_DENIED: { vi: 'không cho phép', en: 'it does not permit it' },
};

/** A refusal to a person: the code with what it means, and the plugin's own words as such, which are in whatever language it speaks. */
export function refusalText({ code, details }: { readonly code: string; readonly details: string }): Text {
  const meaning = meanings[code];
  const words = details === '' ? '' : visible(details, 120);
  const said = (lang: 'vi' | 'en', name: string): string => `${code}${meaning === undefined ? '' : `, ${meaning[lang]}`}${words === '' ? '' : `; ${name}: "${words}"`}`;
  return { vi: said('vi', 'nguyên văn'), en: said('en', 'in its own words') };
}

export function answerOf<T>(method: string, answered: Answered<T>): T {
  if ('refused' in answered) throw new NoAnswer(method, answered.refused.code, answered.refused.details);
  return answered.answer;
}
