import { DefaultServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/default-service-account-v1/index.js';
import { Construct } from 'constructs';
import { setLabels } from './estate-labels.js';
import type { Namespace } from './namespace.js';
import { resource } from './resource.js';

export interface DefaultServiceAccountProps {
  readonly namespace: Namespace;
}

/** The account of pods that name none, without a token: most software never talks to the API server. */
export class DefaultServiceAccount extends Construct {
  constructor(scope: Construct, id: string, props: DefaultServiceAccountProps) {
    super(scope, id);
    setLabels(this, { component: 'access' });
    resource(DefaultServiceAccountV1, this, 'Account', {
      metadata: { namespace: props.namespace.name },
      automountServiceAccountToken: false,
      dependsOn: [props.namespace.object],
    });
  }
}
