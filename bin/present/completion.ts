import type { CompletionData } from '../commands/completion.js';

/** The script alone: a shell reads it. */
export const text = ({ script }: CompletionData): string => script;
