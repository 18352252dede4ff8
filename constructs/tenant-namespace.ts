import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1/index.js';
import { Construct } from 'constructs';
import type { EnvironmentIntent } from '../sites/intent/environment.js';
import { nodesKey } from './dedicated-nodes.js';
import { labelKey, setLabels } from './estate-labels.js';
import { holdingData } from './lifecycle.js';
import type { Namespace } from './namespace.js';
import { podSecurityLabels } from './pod-security.js';
import { resource } from './resource.js';

export interface TenantNamespaceProps {
  readonly environment: Pick<EnvironmentIntent, 'namespace' | 'tier' | 'system'>;
  /** Nodes that its pods run on, where they are kept for it. @default - those of everybody */
  readonly nodes?: string;
  /** Mailbox the platform writes to. */
  readonly mailbox: string;
  /** Kubernetes version of the cluster, `1.35.4`. */
  readonly kubernetesVersion: string;
}

/** Namespace of one environment: restricted Pod Security, and labels by which policies select it. */
export class TenantNamespace extends Construct implements Namespace {
  readonly name: string;
  readonly object: NamespaceV1;

  constructor(scope: Construct, id: string, props: TenantNamespaceProps) {
    super(scope, id);
    setLabels(this, { component: 'namespace' });
    const { namespace, tier, system } = props.environment;
    const lifecycle = holdingData(this);
    this.name = namespace;
    this.object = resource(NamespaceV1, this, 'Namespace', {
      metadata: {
        name: namespace,
        labels: {
          ...podSecurityLabels('restricted', props.kubernetesVersion),
          [labelKey('security-level')]: String(system.securityLevel),
          [labelKey('importance')]: system.importance,
          [labelKey('tier')]: tier,
          ...(props.nodes === undefined ? {} : { [nodesKey]: props.nodes }),
        },
        annotations: {
          [labelKey('contact')]: props.mailbox,
          // From `mật` upwards a system goes by its id alone.
          ...(system.secrecy === 'none' ? { [labelKey('system-name')]: system.name } : {}),
        },
      },
      ...(lifecycle === undefined ? {} : { lifecycle }),
    });
  }
}
