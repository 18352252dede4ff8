import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1/index.js';
import { Construct } from 'constructs';
import { setLabels } from './estate-labels.js';
import { holdingData } from './lifecycle.js';
import { podSecurityLabels, type PodSecurity } from './pod-security.js';
import { resource } from './resource.js';

/** What constructs inside a namespace need of it. */
export interface Namespace {
  readonly name: string;
  /** Everything inside depends on it: without references the engine would not know. */
  readonly object: NamespaceV1;
}

export interface PlatformNamespaceProps {
  readonly name: string;
  /** Strictest level under which everything in it runs. */
  readonly podSecurity: PodSecurity;
  /** Kubernetes version of the cluster, `1.35.4`. */
  readonly kubernetesVersion: string;
  /** @default false */
  readonly holdsData?: boolean;
}

/** A namespace of the platform's own components. */
export class PlatformNamespace extends Construct implements Namespace {
  readonly name: string;
  readonly object: NamespaceV1;

  constructor(scope: Construct, id: string, props: PlatformNamespaceProps) {
    super(scope, id);
    setLabels(this, { component: 'namespace' });
    this.name = props.name;
    const lifecycle = props.holdsData === true ? holdingData(this) : undefined;
    this.object = resource(NamespaceV1, this, 'Namespace', {
      metadata: { name: props.name, labels: podSecurityLabels(props.podSecurity, props.kubernetesVersion) },
      ...(lifecycle === undefined ? {} : { lifecycle }),
    });
  }
}
