import type { KeyMark } from '../../hsm-check-data.js';
import { safe, type View } from '../view.js';

/** What a record of a ceremony holds of a key. Half of a pair is told by its public part. */
export function markText({ label, class: of, objectId, checkValue, fingerprint }: KeyMark, view: View): string[] {
  if (of === 'private') return [];
  const vi = view.lang === 'vi';
  const told = of === 'public' ? (fingerprint === undefined ? (vi ? 'khóa công khai' : 'public key') : `SHA-256 ${fingerprint}`) : checkValue === undefined ? (vi ? 'HSM không cho biết KCV' : 'the HSM tells no KCV') : `KCV ${checkValue}`;
  return [`  ${safe(label)}: CKA_ID ${objectId === '' ? '–' : safe(objectId)}, ${told}`];
}
