import { mayPromote, unprovenFences } from '../../../sites/model/fencing.js';
import type { DeclaredFence } from '../../../sites/model/kinds/disaster.js';
import type { Text } from '../../../sites/model/text.js';
import { caseOf } from '../../disaster/case-of.js';
import { CheckFailure } from '../../failure.js';
import type { FenceFinding } from './link-cut.js';

/** Who is asked before a promotion, and what was found of them. */
export interface Judged {
  readonly site: string;
  readonly others: readonly string[];
  readonly fences: readonly FenceFinding[];
  readonly siteAnswers: boolean;
}

/**
 * What `ndc dr declare` would say of a promotion now, by its own rules: undefined where it would let it pass. A drill finds
 * out whether a fence is proven by trying it, never by somebody's word.
 */
export function judgeFences({ site, others, fences, siteAnswers }: Judged): Text | undefined {
  const declared = fences.map(({ fence, state, evidence }): DeclaredFence => ({ fence, state, evidence: evidence.en }));
  const refusals: Text[] = [];
  try {
    caseOf({ site, asked: [{ site, answers: siteAnswers }, ...others.map((other) => ({ site: other, answers: true }))], fences: declared, given: 'link-cut', confirmed: false });
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    refusals.push(error.text);
  }
  if (!mayPromote({ fences: declared })) {
    const list = (lang: 'vi' | 'en'): string => unprovenFences({ fences: declared }).map((name) => `${name} (${fences.find(({ fence }) => fence === name)?.evidence[lang] ?? '–'})`).join('; ');
    refusals.push({ vi: `Chưa chứng minh được cách ly: ${list('vi')}.`, en: `Fences that are not proven: ${list('en')}.` });
  }
  return refusals.length === 0 ? undefined : { vi: refusals.map(({ vi }) => vi).join(' '), en: refusals.map(({ en }) => en).join(' ') };
}
