import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest/index.js';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { Json } from './literals.js';
import { holdingData } from './lifecycle.js';
import { resource } from './resource.js';

export interface KubernetesManifestProps {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: Readonly<Record<string, string>> };
  /** Everything but apiVersion, kind and metadata. */
  readonly body: Readonly<Record<string, Json>>;
  /** @default false */
  readonly holdsData?: boolean;
  /**
   * Takes fields over that somebody set by hand: for objects that people edit in an emergency, by a runbook, and that must
   * not stop a wave afterwards with a conflict of field managers. @default false
   */
  readonly takesOver?: boolean;
  readonly dependsOn?: readonly TerraformResource[];
}

/** An object of a kind the provider has no resource for. Its kind must exist on the cluster before it can be planned. */
export class KubernetesManifest extends Construct {
  readonly object: Manifest;

  constructor(scope: Construct, id: string, props: KubernetesManifestProps) {
    super(scope, id);
    const lifecycle = props.holdsData === true ? holdingData(this) : undefined;
    const { apiVersion, kind, metadata, body } = props;
    this.object = resource(Manifest, this, 'Manifest', {
      manifest: { apiVersion, kind, metadata, ...body },
      ...(props.takesOver === true ? { fieldManager: { forceConflicts: true } } : {}),
      ...(lifecycle === undefined ? {} : { lifecycle }),
      ...(props.dependsOn === undefined || props.dependsOn.length === 0 ? {} : { dependsOn: [...props.dependsOn] }),
    });
  }
}
