import type { View } from './view.js';

/** Text form of one outcome kind. `never` keeps each renderer typed by its own data; the kind pairs them. */
export interface Renderer {
  readonly text: (data: never, view: View) => string;
}

/** By outcome kind; each is loaded when it is needed. */
export const renderers: Readonly<Record<string, () => Promise<Renderer>>> = {
  'ndc/apply.v1': () => import('./apply.js'),
  'ndc/audit.v1': () => import('./audit.js'),
  'ndc/check.v1': () => import('./check.js'),
  'ndc/destroy.v1': () => import('./apply.js'),
  'ndc/diagnostics.v1': () => import('./diagnostics.js'),
  'ndc/drift.v1': () => import('./drift.js'),
  'ndc/explanation.v1': () => import('./explanation.js'),
  'ndc/failure.v1': () => import('./failure.js'),
  'ndc/planset.v1': () => import('./planset.js'),
  'ndc/sandbox.v1': () => import('./sandbox.js'),
  'ndc/schemas.v1': () => import('./schemas.js'),
  'ndc/site.v1': () => import('./site.js'),
  'ndc/sites.v1': () => import('./sites.js'),
  'ndc/synth.v1': () => import('./synth.js'),
  'ndc/up.v1': () => import('./up.js'),
};
