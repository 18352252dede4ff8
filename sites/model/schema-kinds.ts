import type { z } from 'zod';
import { admissionsSchema } from './kinds/admissions.js';
import { approvalRulesSchema } from './kinds/approvals.js';
import { breakGlassSchema } from './kinds/break-glass.js';
import { componentsSchema } from './kinds/components.js';
import { estateSettingsSchema } from './kinds/estate-settings.js';
import { keysSchema } from './kinds/keys.js';
import { ingestLinksSchema, priceBookSchema, recordSchema, transitionSchema } from './kinds/ledger.js';
import { legalSourcesSchema } from './kinds/legal.js';
import { linksSchema } from './kinds/links.js';
import { organisationsSchema } from './kinds/organisations.js';
import { planningInputsSchema } from './kinds/planning-inputs.js';
import { tiersSchema } from './kinds/protection.js';
import { recoveryInputsSchema } from './kinds/recovery-inputs.js';
import { purchasePlanSchema } from './kinds/purchase-plan.js';
import { quotaSizesSchema } from './kinds/quota-sizes.js';
import { signersSchema } from './kinds/signers.js';
import { siteSchema } from './kinds/site.js';
import { standardsSchema } from './kinds/standards.js';
import { systemsSchema } from './kinds/systems.js';
import { tenancyRequestSchema } from './kinds/tenancy-request.js';
import { waiversSchema } from './kinds/waivers.js';

/** A file kind: its schema, where its files belong, and how often the estate needs one. */
export interface KindOfFile {
  readonly schema: z.ZodType;
  /** Name of its JSON Schema, `<schemaName>.schema.json`. */
  readonly schemaName: string;
  /** Expected file name, relative to the data directory, for a parsed file. */
  readonly belongsAt: (value: { readonly id?: unknown; readonly organisation?: unknown; readonly site?: unknown; readonly record?: unknown; readonly drill?: unknown }) => string;
  readonly required?: true;
}

const fixed = (path: string) => () => path;

/** Every kind of file below `sites/data/`. */
export const kindsOfFile = {
  Site: { schema: siteSchema, schemaName: 'site', belongsAt: ({ id }) => `${String(id)}.yaml` },
  Links: { schema: linksSchema, schemaName: 'links', belongsAt: fixed('links.yaml'), required: true },
  EstateSettings: { schema: estateSettingsSchema, schemaName: 'estate', belongsAt: fixed('catalogue/estate.yaml'), required: true },
  Organisations: { schema: organisationsSchema, schemaName: 'organisations', belongsAt: fixed('catalogue/organisations.yaml'), required: true },
  ProtectionTiers: { schema: tiersSchema, schemaName: 'tiers', belongsAt: fixed('catalogue/tiers.yaml'), required: true },
  QuotaSizes: { schema: quotaSizesSchema, schemaName: 'quota-sizes', belongsAt: fixed('catalogue/quota-sizes.yaml'), required: true },
  PlanningInputs: { schema: planningInputsSchema, schemaName: 'planning', belongsAt: fixed('catalogue/planning.yaml'), required: true },
  RecoveryInputs: { schema: recoveryInputsSchema, schemaName: 'recovery', belongsAt: fixed('catalogue/recovery.yaml'), required: true },
  Components: { schema: componentsSchema, schemaName: 'components', belongsAt: fixed('catalogue/components.yaml'), required: true },
  NationalSystems: { schema: systemsSchema, schemaName: 'systems', belongsAt: fixed('catalogue/systems.yaml') },
  LegalSources: { schema: legalSourcesSchema, schemaName: 'legal', belongsAt: fixed('catalogue/legal.yaml'), required: true },
  PriceBook: { schema: priceBookSchema, schemaName: 'prices', belongsAt: fixed('catalogue/prices.yaml') },
  ApprovalRules: { schema: approvalRulesSchema, schemaName: 'approvals', belongsAt: fixed('catalogue/approvals.yaml') },
  Admissions: { schema: admissionsSchema, schemaName: 'admissions', belongsAt: fixed('catalogue/admissions.yaml') },
  Signers: { schema: signersSchema, schemaName: 'signers', belongsAt: fixed('catalogue/signers.yaml') },
  CryptographicStandards: { schema: standardsSchema, schemaName: 'standards', belongsAt: fixed('catalogue/standards.yaml') },
  IngestLinks: { schema: ingestLinksSchema, schemaName: 'ingest', belongsAt: fixed('catalogue/ingest.yaml') },
  Waivers: { schema: waiversSchema, schemaName: 'waivers', belongsAt: fixed('waivers.yaml') },
  PurchasePlan: { schema: purchasePlanSchema, schemaName: 'purchase-plan', belongsAt: fixed('purchase-plan.yaml') },
  TenancyRequest: { schema: tenancyRequestSchema, schemaName: 'tenant', belongsAt: ({ organisation }) => `tenants/${String(organisation)}.yaml` },
  Keys: { schema: keysSchema, schemaName: 'keys', belongsAt: ({ site }) => `keys/${String(site)}.yaml` },
  BreakGlass: { schema: breakGlassSchema, schemaName: 'break-glass', belongsAt: fixed('keys/break-glass.yaml') },
  Transition: { schema: transitionSchema, schemaName: 'transition', belongsAt: ({ id }) => `transitions/${String(id)}.yaml` },
  Record: { schema: recordSchema, schemaName: 'record', belongsAt: ({ id, record, drill }) => `records/${record === 'usage' ? 'usage/' : isEvident(drill) ? 'drills/' : ''}${String(id)}.yaml` },
} as const satisfies Readonly<Record<string, KindOfFile>>;

export type KindName = keyof typeof kindsOfFile;
export const kindNames = Object.keys(kindsOfFile) as KindName[];

/** A drill that was run lies beside its evidence; one that is scheduled, or was noted by hand, has none. */
function isEvident(drill: unknown): boolean {
  return typeof drill === 'object' && drill !== null && 'evidence' in drill;
}
