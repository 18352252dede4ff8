/** The two languages every ministry and auditor reads. */
export type Lang = 'vi' | 'en';

/** One text in both languages; the compiler refuses a text that lacks one. */
export interface Text {
  readonly vi: string;
  readonly en: string;
}

/** A text with typed parameters. It lives beside the rule or code it belongs to. */
export interface TextOf<P> {
  readonly vi: (params: P) => string;
  readonly en: (params: P) => string;
}

export function render<P>(text: TextOf<P>, params: P): Text {
  return { vi: text.vi(params), en: text.en(params) };
}
