import type { Text } from '../../../sites/model/text.js';
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

export function answerOf<T>(method: string, answered: Answered<T>): T {
  if ('refused' in answered) throw new NoAnswer(method, answered.refused.code, answered.refused.details);
  return answered.answer;
}
