import type { Format } from '../format.js';
import type { Outcome } from '../outcome.js';
import { json } from './json.js';
import { renderers } from './renderers.js';
import type { View } from './view.js';

/** The one place where an Outcome becomes something a person or a program reads. What went wrong is said in words, whatever form was asked for. */
export async function present(outcome: Outcome, options: View & { readonly format: Format }): Promise<string> {
  const { format } = options;
  if (format === 'json') return json(outcome);
  const load = renderers[outcome.kind];
  if (load === undefined) throw new Error(`nothing renders ${outcome.kind}`);
  const renderer = await load();
  if (format === 'csv' && renderer.csv !== undefined) return (await import('./csv.js')).csv(renderer.csv(outcome.data as never, options));
  if (format === 'svg' && renderer.svg !== undefined) return renderer.svg(outcome.data as never, options);
  if ((format === 'sarif' || format === 'junit' || format === 'oscal' || format === 'html' || format === 'markdown') && renderer[format] !== undefined) return renderer[format](outcome.data as never, options);
  return renderer.text(outcome.data as never, options);
}
