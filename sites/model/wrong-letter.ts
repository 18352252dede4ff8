import { codeOf, latinOf, unseen } from './letters.js';
import type { Text } from './text.js';
import { shown } from './diagnostic.js';

/** What a value holds that looks right and is not: a letter of another alphabet, or a character nobody sees; with the text as it was meant. */
export function wrongLetter(text: string): { readonly found: Text; readonly meant: string | undefined } | undefined {
  const hidden = unseen(text, true);
  if (hidden !== undefined)
    return {
      found: { vi: `"${shown(text)}", có ký tự không nhìn thấy (${hidden.code}) tại vị trí ${hidden.position}`, en: `"${shown(text)}", with a character that cannot be seen (${hidden.code}) at position ${hidden.position}` },
      meant: undefined,
    };
  const characters = [...text];
  const at = characters.findIndex((character) => /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(character));
  const letter = characters[at];
  if (letter === undefined) return undefined;
  const cyrillic = /\p{Script=Cyrillic}/u.test(letter);
  return {
    found: {
      vi: `"${shown(text)}", trong đó chữ "${letter}" ở vị trí ${at + 1} là chữ ${cyrillic ? 'Kirin' : 'Hy Lạp'} (${codeOf(letter)}), không phải chữ Latin`,
      en: `"${shown(text)}", in which the letter "${letter}" at position ${at + 1} is ${cyrillic ? 'Cyrillic' : 'Greek'} (${codeOf(letter)}) and not Latin`,
    },
    meant: latinOf(text),
  };
}
