import { DataHelmTemplate } from '@cdktf/provider-helm/lib/data-helm-template/index.js';
import { Release } from '@cdktf/provider-helm/lib/release/index.js';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { setLabels } from './estate-labels.js';
import type { Json } from './literals.js';
import { holdingData } from './lifecycle.js';
import { resource } from './resource.js';

export interface HelmReleaseProps {
  /** Name of the release, and of the component. */
  readonly name: string;
  readonly namespace: string;
  /** Chart in the site's own repository. */
  readonly chart: string;
  readonly version: string;
  readonly values: Readonly<Record<string, Json>>;
  /** Kubernetes version the chart is rendered for, `1.35.4`: without a cluster the chart cannot ask. */
  readonly kubernetesVersion: string;
  /** Its namespace, and the releases whose objects must exist first. */
  readonly after: readonly TerraformResource[];
  /** Whether uninstalling it takes data along: custom resources that hold data, or their definitions. */
  readonly holdsData: boolean;
}

/**
 * A chart, and beside it the same chart rendered. A release hides its objects; its twin puts them into the very plan
 * that is applied, custom resource definitions included. Both get the same inputs from one object.
 *
 * `experiments { manifest = true }` is not an alternative: helm 3.1.1 plans what it then cannot apply, and replaces
 * the release in every later plan.
 */
export class HelmRelease extends Construct {
  readonly object: Release;

  constructor(scope: Construct, id: string, props: HelmReleaseProps) {
    super(scope, id);
    setLabels(this, { component: props.name });
    const inputs = {
      name: props.name,
      namespace: props.namespace,
      // Where `ndc` is, the runner says through HELM_REPOSITORY_CONFIG_PATH: no machine's address stands here.
      chart: `ndc/${props.chart}`,
      version: props.version,
      values: [JSON.stringify(props.values)],
      timeout: 900,
    };
    const lifecycle = props.holdsData ? holdingData(this) : undefined;
    this.object = resource(Release, this, 'Release', {
      ...inputs,
      createNamespace: false,
      skipCrds: false,
      maxHistory: 10,
      ...(lifecycle === undefined ? {} : { lifecycle }),
      ...(props.after.length === 0 ? {} : { dependsOn: [...props.after] }),
    });
    // No dependency: it would defer the reading until after the apply.
    resource(DataHelmTemplate, this, 'Twin', { ...inputs, includeCrds: true, kubeVersion: props.kubernetesVersion });
  }
}
