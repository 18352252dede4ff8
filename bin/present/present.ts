import type { Outcome } from '../outcome.js';
import { json } from './json.js';
import { renderers } from './renderers.js';
import type { View } from './view.js';

export type Format = 'text' | 'json';

/** The one place where an Outcome becomes something a person or a program reads. */
export async function present(outcome: Outcome, options: View & { readonly format: Format }): Promise<string> {
  if (options.format === 'json') return json(outcome);
  const load = renderers[outcome.kind];
  if (load === undefined) throw new Error(`nothing renders ${outcome.kind}`);
  const { text } = await load();
  return text(outcome.data as never, options);
}
