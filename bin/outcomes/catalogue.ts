import { z } from 'zod';
import { outcome as apply } from './apply.js';
import { outcome as approval } from './approval.js';
import { outcome as audit } from './audit.js';
import { outcome as backupExtend } from './backup-extend.js';
import { outcome as backupPolicy } from './backup-policy.js';
import { outcome as backupProbe } from './backup-probe.js';
import { outcome as backupRestore } from './backup-restore.js';
import { outcome as capacityDrift } from './capacity-drift.js';
import { outcome as capacityForecast } from './capacity-forecast.js';
import { outcome as capacityHeadroom } from './capacity-headroom.js';
import { outcome as capacityLinks } from './capacity-links.js';
import { outcome as capacityPack } from './capacity-pack.js';
import { outcome as capacityPower } from './capacity-power.js';
import { outcome as capacityProve } from './capacity-prove.js';
import { outcome as capacityPurchaseCheck } from './capacity-purchase-check.js';
import { outcome as capacityPurchase } from './capacity-purchase.js';
import { outcome as capacityStorage } from './capacity-storage.js';
import { outcome as check } from './check.js';
import { outcome as completion } from './completion.js';
import { outcome as destroy } from './destroy.js';
import { outcome as diagnostics } from './diagnostics.js';
import { outcome as drCell } from './dr-cell.js';
import { outcome as drDrill } from './dr-drill.js';
import { outcome as drDeclare } from './dr-declare.js';
import { outcome as drExchange } from './dr-exchange.js';
import { outcome as drMatrix } from './dr-matrix.js';
import { outcome as drRehearse } from './dr-rehearse.js';
import { outcome as drReturn } from './dr-return.js';
import { outcome as drRunbook } from './dr-runbook.js';
import { outcome as drSimulate } from './dr-simulate.js';
import { outcome as drift } from './drift.js';
import { outcome as evidence } from './evidence.js';
import { outcome as explanation } from './explanation.js';
import { outcome as failure } from './failure.js';
import { outcome as hsmBreakGlass } from './hsm-break-glass.js';
import { outcome as hsmCeremony } from './hsm-ceremony.js';
import { outcome as hsmCheck } from './hsm-check.js';
import { outcome as hsmGenerate } from './hsm-generate.js';
import { outcome as hsmGraph } from './hsm-graph.js';
import { outcome as hsmHostFiles } from './hsm-host-files.js';
import { outcome as hsmKeys } from './hsm-keys.js';
import { outcome as hsmLoad } from './hsm-load.js';
import { outcome as hsmRotate } from './hsm-rotate.js';
import { outcome as hsmStore } from './hsm-store.js';
import { outcome as init } from './init.js';
import { outcome as kmsPlugin } from './kms-plugin.js';
import { outcome as kmsTest } from './kms-test.js';
import { outcome as planset } from './planset.js';
import { outcome as policies } from './policies.js';
import { outcome as policyNew } from './policy-new.js';
import { outcome as policyTest } from './policy-test.js';
import { outcome as promise } from './promise.js';
import { outcome as rekey } from './rekey.js';
import { outcome as report } from './report.js';
import { outcome as sandbox } from './sandbox.js';
import { outcome as schemas } from './schemas.js';
import { outcome as site } from './site.js';
import { outcome as siteRelease } from './site-release.js';
import { outcome as sites } from './sites.js';
import { outcome as synth } from './synth.js';
import { outcome as tenantCheck } from './tenant-check.js';
import { outcome as tenantHandOver } from './tenant-hand-over.js';
import { outcome as tenantNew } from './tenant-new.js';
import { outcome as tenantOffboard } from './tenant-offboard.js';
import { outcome as tenantProgress } from './tenant-progress.js';
import { outcome as tenantQueue } from './tenant-queue.js';
import { outcome as tenantReview } from './tenant-review.js';
import { outcome as tenantUsage } from './tenant-usage.js';
import { outcome as up } from './up.js';
import type { OutcomeSchema } from './outcome-schema.js';

/** The JSON of every outcome kind, one file each. */
export const outcomes: readonly OutcomeSchema[] = [
  apply,
  approval,
  audit,
  backupExtend,
  backupPolicy,
  backupProbe,
  backupRestore,
  capacityDrift,
  capacityForecast,
  capacityHeadroom,
  capacityLinks,
  capacityPack,
  capacityPower,
  capacityProve,
  capacityPurchase,
  capacityPurchaseCheck,
  capacityStorage,
  check,
  completion,
  destroy,
  diagnostics,
  drCell,
  drDrill,
  drDeclare,
  drExchange,
  drMatrix,
  drRehearse,
  drReturn,
  drRunbook,
  drSimulate,
  drift,
  evidence,
  explanation,
  failure,
  hsmBreakGlass,
  hsmCeremony,
  hsmCheck,
  hsmGenerate,
  hsmGraph,
  hsmHostFiles,
  hsmKeys,
  hsmLoad,
  hsmRotate,
  hsmStore,
  init,
  kmsPlugin,
  kmsTest,
  planset,
  policies,
  policyNew,
  policyTest,
  promise,
  rekey,
  report,
  sandbox,
  schemas,
  site,
  siteRelease,
  sites,
  synth,
  tenantCheck,
  tenantHandOver,
  tenantNew,
  tenantOffboard,
  tenantProgress,
  tenantQueue,
  tenantReview,
  tenantUsage,
  up,
];

/** `ndc/check.v1`: the kind a schema is of. */
export const kindOf = ({ shape }: OutcomeSchema): string => {
  const { kind } = shape;
  if (!(kind instanceof z.ZodLiteral)) throw new TypeError('the schema of an outcome begins with its kind');
  return String(kind.value);
};

/** The schema of a kind's JSON. */
export const outcomeSchemaOf = (kind: string): OutcomeSchema | undefined => outcomes.find((schema) => kindOf(schema) === kind);

/** JSON Schemas (2020-12) of what `--json` prints, by file name: `outcomes/check.v1.schema.json`. */
export function outcomeJsonSchemas(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return Object.fromEntries(
    outcomes.map((schema) => {
      const kind = kindOf(schema);
      const { $schema, ...body } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'output', reused: 'inline' });
      return [`outcomes/${kind.replace('ndc/', '')}.schema.json`, { $schema, title: kind, ...body }];
    }),
  );
}
