/**
 * What the package offers to those who compose stacks of their own with cdktf (docs/own-estate.md): reading an estate, what
 * is derived from it, whole stacks, and the constructs they are made of.
 */
import { deriveIntent } from '../sites/intent/derive.js';
import { deriveProtection } from '../sites/intent/derive-protection.js';
import type { Estate, Scenario } from '../sites/model/estate.js';
import type { Context } from './command.js';
import { openEstate, underScenario } from './open-estate.js';

export interface ReadEstateOptions {
  /** A day or a quarter, as `--as-of` takes it. @default - today in Viet Nam */
  readonly asOf?: string;
  /** @default - sites as their files say */
  readonly phase?: Scenario['phase'];
  /** Domains that are lost, as `--lose` takes them. @default - none */
  readonly lose?: readonly string[];
  /** Sites that are late, as `--delay` takes them. @default - none */
  readonly delay?: readonly string[];
}

/**
 * The estate of a data directory, as every command reads it.
 *
 * @throws InvalidEstate where files are wrong, with every diagnostic; InputFailure where the directory or an option is.
 */
export async function readEstate(directory: string, { asOf, phase, lose = [], delay = [] }: ReadEstateOptions = {}): Promise<Estate> {
  const context: Pick<Context, 'sites' | 'now' | 'globals'> = { sites: directory, now: () => new Date(), globals: { lose, delay, with: [], ...(asOf === undefined ? {} : { asOf }) } };
  return underScenario(await openEstate(context), context, phase);
}

export { deriveIntent, deriveProtection };
export type { Estate, DeepReadonly } from '../sites/model/estate.js';
export type { Site } from '../sites/model/kinds/site.js';
export type { TenancyRequest } from '../sites/model/kinds/tenancy-request.js';
export type { EnvironmentIntent, Intent, Quota } from '../sites/intent/environment.js';
export type { ProtectionIntent } from '../sites/intent/protection.js';
export type { Day, Quarter } from '../sites/model/calendar.js';
export { parseBytes, parseCpu, printBytes, printCpu, type Bytes, type MilliCpu } from '../sites/model/units.js';
export { Failure, InputFailure } from './failure.js';
export { InvalidEstate } from './invalid-estate.js';

export { BaseStack, type BaseStackProps } from '../stacks/base-stack.js';
export { PlatformStack, ingressNamespace, systemNamespace, type PlatformStackProps } from '../stacks/platform.js';
export { ProtectionStack, type ProtectionStackProps } from '../stacks/protection.js';
export { TenantStack, type TenantStackProps } from '../stacks/tenant.js';
export { Placement, type PlacedEnvironment } from '../stacks/placement.js';
export { expectedStacks, stackName, type ExpectedStack } from '../stacks/expected.js';
export { synthesise, written, type SynthesisedStack, type SynthesiseOptions } from '../stacks/synthesise.js';

export { labelKey, setLabels, type EstateLabels } from '../constructs/estate-labels.js';
export { HelmRelease, type HelmReleaseProps } from '../constructs/helm-release.js';
export { PlatformNamespace, type Namespace, type PlatformNamespaceProps } from '../constructs/namespace.js';
export { NetworkIsolation, type NetworkIsolationProps } from '../constructs/network-isolation.js';
export { resource } from '../constructs/resource.js';
export { SiteFacts, type SiteFactsProps } from '../constructs/site-facts.js';
export { SiteStorageClass, type SiteStorageClassProps } from '../constructs/site-storage-class.js';
export { TenantEnvironment, type TenantEnvironmentProps } from '../constructs/tenant-environment.js';
export { TenantNamespace, type TenantNamespaceProps } from '../constructs/tenant-namespace.js';
export { TierPriorityClass, type TierPriorityClassProps } from '../constructs/priority-class.js';
