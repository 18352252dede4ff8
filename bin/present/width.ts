import stringWidth from 'string-width';

/** Latin letters as Vietnamese and English write them: one column each. */
const plain = /^[\x20-\x7e\xa0-\xac\xae-\u024f\u1e00-\u1eff]*$/;

/** Columns that a text takes on a terminal. */
export const widthOf = (text: string): number => (plain.test(text) ? text.length : stringWidth(text));
