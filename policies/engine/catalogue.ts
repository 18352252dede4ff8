import type { Rule } from './rule.js';

/** Every rule of the toolkit, in order of id. One import per file: a rule is here or it does not exist. */
export const rules: readonly Rule[] = [];
