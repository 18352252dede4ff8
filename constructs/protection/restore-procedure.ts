import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { Construct } from 'constructs';
import type { Text } from '../../sites/model/text.js';
import { setLabels } from '../estate-labels.js';
import { resource } from '../resource.js';

/** A copy of a dataset: where it lies, how often it is made, how long it is kept and cannot be deleted. */
export interface DatasetCopy {
  readonly site: string;
  readonly kind: 'replica' | 'backup';
  readonly location: string;
  readonly everyMinutes?: number;
  readonly retentionDays?: number;
  readonly lockDays?: number;
}

export interface Dataset {
  /** `volumes`, or the database's id. */
  readonly id: string;
  readonly copies: readonly DatasetCopy[];
  /** Of a database that losses moved: which archive holds which time, UTC. The first has no beginning, the one in use no end. */
  readonly archives?: readonly { readonly location: string; readonly from?: string; readonly until?: string }[];
  readonly archive: { readonly years?: number; readonly days: number; readonly monthlies: number; readonly basis?: Text };
  readonly restore: Text;
}

export interface RestoreProcedureProps {
  /** Namespace of the platform, out of tenants' reach. */
  readonly namespace: string;
  readonly environment: string;
  readonly datasets: readonly Dataset[];
  /** Secrets that must be equal at these sites. Their values stand nowhere: `ndc dr exchange` compares digests made with a key that is thrown away. */
  readonly sharedSecrets: readonly { readonly name: string; readonly sites: readonly string[] }[];
}

/** What whoever restores an environment reads: per dataset the copies there are, the archive rule, and the way back, also to a point before a breach (Q V.1.đ). */
export class RestoreProcedure extends Construct {
  constructor(scope: Construct, id: string, { namespace, environment, datasets, sharedSecrets }: RestoreProcedureProps) {
    super(scope, id);
    setLabels(this, { component: 'backup' });
    const text = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
    resource(ConfigMapV1, this, 'Procedure', {
      metadata: { name: `restore-${environment}`, namespace },
      data: {
        ...Object.fromEntries(datasets.map(({ id: dataset, ...told }) => [`dataset.${dataset}.json`, text(told)])),
        ...(sharedSecrets.length === 0 ? {} : { 'shared-secrets.json': text(sharedSecrets) }),
      },
    });
  }
}
