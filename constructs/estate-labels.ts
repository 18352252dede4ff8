import { TerraformResource, type IAspect } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { Literals, type Json } from './literals.js';

/** What every object says of itself: whose it is, where it runs, what it is for. */
export interface EstateLabels {
  readonly site: string;
  readonly organisation: string;
  readonly system: string;
  readonly environment: string;
  readonly role: 'platform' | 'primary' | 'standby' | 'backup';
  readonly component: string;
}

export const labelKeys = ['site', 'organisation', 'system', 'environment', 'role', 'component'] as const satisfies readonly (keyof EstateLabels)[];

/** Key of an estate label on an object: `ndc.gov.vn/<name>`. */
export const labelKey = (name: string): string => `ndc.gov.vn/${name}`;

const contextKey = 'ndc.gov.vn/labels';

/** Sets labels for a construct and everything below it; call before it has children. Labels left out are inherited. */
export function setLabels(scope: Construct, labels: Partial<EstateLabels>): void {
  scope.node.setContext(contextKey, { ...(scope.node.tryGetContext(contextKey) as Partial<EstateLabels> | undefined), ...labels });
}

/** @throws Error naming the construct and what is missing. */
export function labelsOf(scope: IConstruct): EstateLabels {
  const labels = scope.node.tryGetContext(contextKey) as Partial<EstateLabels> | undefined;
  const missing = labelKeys.filter((name) => labels?.[name] === undefined);
  if (labels === undefined || missing.length > 0) throw new Error(`${scope.node.path} has no label ${missing.join(', ')}`);
  return labels as EstateLabels;
}

/** Estate labels as an object carries them. */
export const labelMap = (labels: EstateLabels): Record<string, string> => Object.fromEntries(labelKeys.map((name) => [labelKey(name), labels[name]]));

/** Puts the estate's labels on every object of a stack. Attach it to the stack: cdktf runs no aspect of an App. */
export class EstateLabelsAspect implements IAspect {
  visit(node: IConstruct): void {
    if (!TerraformResource.isTerraformResource(node)) return;
    const literals = Literals.of(node);
    const labels = labelMap(labelsOf(node));
    if (isManifest(node)) {
      const manifest = literals.mapOf(node.manifestInput);
      const metadata = manifest['metadata'] as Readonly<Record<string, Json>>;
      const before = metadata['labels'] as Texts | undefined;
      node.manifest = literals.word({ ...manifest, metadata: { ...metadata, labels: { ...before, ...labels } } });
    } else if (hasMetadata(node)) {
      node.metadata.labels = literals.word({ ...literals.mapOf(node.metadata.labelsInput), ...labels });
    } else if (!labelledElsewhere.has(node.terraformResourceType)) {
      throw new Error(`${node.node.path}: the estate's labels have no place on a ${node.terraformResourceType}`);
    }
  }
}

/** A release has no labels; its namespace carries them, and its values where the chart takes common labels. */
const labelledElsewhere: ReadonlySet<string> = new Set(['helm_release']);

type Texts = Readonly<Record<string, string>>;

/** A map of data is a word here (see Literals), whatever the provider's types say. */
interface ManifestLike {
  readonly manifestInput: unknown;
  manifest: string;
}

interface MetadataLike {
  readonly metadata: { readonly labelsInput?: unknown; labels: string };
}

const isManifest = (node: object): node is ManifestLike => (node as TerraformResource).terraformResourceType === 'kubernetes_manifest';
const hasMetadata = (node: object): node is MetadataLike => (node as TerraformResource).terraformResourceType.startsWith('kubernetes_') && 'metadata' in node;
