import type { Text } from '../../sites/model/text.js';
import type { Evidence, Subject } from '../../sites/model/verdict.js';
import { visible } from '../../sites/model/visible.js';

/** Longest sentence, and longest value or name, a report shows of what others wrote. */
const longestSentence = 4000;
const longestValue = 600;

export const visibleText = ({ vi, en }: Text): Text => ({ vi: visible(vi, longestSentence), en: visible(en, longestSentence) });

export const visibleEvidence = ({ what, found, ...rest }: Evidence): Evidence => ({ ...rest, what: visibleText(what), found: visible(found, longestValue) });

export const visibleSubject = ({ object, address, ...rest }: Subject): Subject => ({
  ...rest,
  object: visible(object, longestValue),
  ...(address === undefined ? {} : { address: visible(address, longestValue) }),
});
