import type { View } from './view.js';

/** Forms of one outcome kind. `never` keeps each renderer typed by its own data; the kind pairs them. */
export interface Renderer {
  readonly text: (data: never, view: View) => string | Promise<string>;
  /** Header row first. */
  readonly csv?: (data: never, view: View) => readonly (readonly string[])[];
  readonly svg?: (data: never, view: View) => string | Promise<string>;
  /** Static Analysis Results Interchange Format 2.1.0. */
  readonly sarif?: (data: never, view: View) => string | Promise<string>;
  /** JUnit XML. */
  readonly junit?: (data: never, view: View) => string | Promise<string>;
  /** OSCAL assessment results, JSON. */
  readonly oscal?: (data: never, view: View) => string | Promise<string>;
  /** One page that needs nothing else. */
  readonly html?: (data: never, view: View) => string | Promise<string>;
  /** For the comment of a pull request or an issue. */
  readonly markdown?: (data: never, view: View) => string | Promise<string>;
}

/** By outcome kind; each is loaded when it is needed. */
export const renderers: Readonly<Record<string, () => Promise<Renderer>>> = {
  'ndc/apply.v1': () => import('./apply.js'),
  'ndc/approval.v1': () => import('./approval.js'),
  'ndc/audit.v1': () => import('./audit.js'),
  'ndc/backup-extend.v1': () => import('./backup/extend.js'),
  'ndc/backup-policy.v1': () => import('./backup/policy.js'),
  'ndc/backup-probe.v1': () => import('./backup/probe.js'),
  'ndc/backup-restore.v1': () => import('./backup/restore.js'),
  'ndc/capacity-forecast.v1': () => import('./capacity/forecast.js'),
  'ndc/capacity-drift.v1': () => import('./capacity/drift.js'),
  'ndc/capacity-headroom.v1': () => import('./capacity/headroom.js'),
  'ndc/capacity-links.v1': () => import('./capacity/links.js'),
  'ndc/capacity-pack.v1': () => import('./capacity/pack.js'),
  'ndc/capacity-power.v1': () => import('./capacity/power.js'),
  'ndc/capacity-prove.v1': () => import('./capacity/prove.js'),
  'ndc/capacity-purchase.v1': () => import('./capacity/purchase.js'),
  'ndc/capacity-purchase-check.v1': () => import('./capacity/purchase-check.js'),
  'ndc/capacity-storage.v1': () => import('./capacity/storage.js'),
  'ndc/check.v1': () => import('./check.js'),
  'ndc/destroy.v1': () => import('./apply.js'),
  'ndc/completion.v1': () => import('./completion.js'),
  'ndc/diagnostics.v1': () => import('./diagnostics.js'),
  'ndc/dr-drill.v1': () => import('./dr/drill.js'),
  'ndc/dr-declare.v1': () => import('./dr/declare.js'),
  'ndc/dr-exchange.v1': () => import('./dr/exchange.js'),
  'ndc/dr-rehearse.v1': () => import('./dr/rehearse.js'),
  'ndc/dr-runbook.v1': () => import('./dr/runbook.js'),
  'ndc/dr-simulate.v1': () => import('./dr/simulate.js'),
  'ndc/dr-cell.v1': () => import('./dr/cell.js'),
  'ndc/dr-matrix.v1': () => import('./dr/matrix.js'),
  'ndc/dr-return.v1': () => import('./dr/return.js'),
  'ndc/drift.v1': () => import('./drift.js'),
  'ndc/rekey.v1': () => import('./rekey.js'),
  'ndc/evidence.v1': () => import('./evidence.js'),
  'ndc/explanation.v1': () => import('./explanation.js'),
  'ndc/failure.v1': () => import('./failure.js'),
  'ndc/hsm-break-glass.v1': () => import('./hsm/break-glass.js'),
  'ndc/hsm-ceremony.v1': () => import('./hsm/ceremony.js'),
  'ndc/hsm-check.v1': () => import('./hsm/check.js'),
  'ndc/hsm-generate.v1': () => import('./hsm/generate.js'),
  'ndc/hsm-graph.v1': () => import('./hsm/graph.js'),
  'ndc/hsm-keys.v1': () => import('./hsm/keys.js'),
  'ndc/hsm-host-files.v1': () => import('./hsm/host-files.js'),
  'ndc/hsm-store.v1': () => import('./hsm/store.js'),
  'ndc/hsm-load.v1': () => import('./hsm/load.js'),
  'ndc/hsm-rotate.v1': () => import('./hsm/rotate.js'),
  'ndc/init.v1': () => import('./init.js'),
  'ndc/kms-plugin.v1': () => import('./hsm/kms-plugin.js'),
  'ndc/kms-test.v1': () => import('./hsm/kms-test.js'),
  'ndc/planset.v1': () => import('./planset.js'),
  'ndc/policies.v1': () => import('./policies.js'),
  'ndc/policy-new.v1': () => import('./policy-new.js'),
  'ndc/policy-test.v1': () => import('./policy-test.js'),
  'ndc/promise.v1': () => import('./promise.js'),
  'ndc/report.v1': () => import('./report.js'),
  'ndc/sandbox.v1': () => import('./sandbox.js'),
  'ndc/schemas.v1': () => import('./schemas.js'),
  'ndc/site.v1': () => import('./site.js'),
  'ndc/site-release.v1': () => import('./site-release.js'),
  'ndc/sites.v1': () => import('./sites.js'),
  'ndc/synth.v1': () => import('./synth.js'),
  'ndc/tenant-check.v1': () => import('./tenant/check.js'),
  'ndc/tenant-hand-over.v1': () => import('./tenant/hand-over.js'),
  'ndc/tenant-offboard.v1': () => import('./tenant/offboard.js'),
  'ndc/tenant-new.v1': () => import('./tenant/new.js'),
  'ndc/tenant-progress.v1': () => import('./tenant/progress.js'),
  'ndc/tenant-queue.v1': () => import('./tenant/queue.js'),
  'ndc/tenant-review.v1': () => import('./tenant/review.js'),
  'ndc/tenant-usage.v1': () => import('./tenant/usage.js'),
  'ndc/up.v1': () => import('./up.js'),
};
