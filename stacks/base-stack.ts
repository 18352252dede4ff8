import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider/index.js';
import { Aspects, LocalBackend, TerraformDataSource, TerraformElement, TerraformOutput, TerraformResource, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { ClusterIdentity } from '../constructs/cluster-identity.js';
import { EstateLabelsAspect, setLabels, type EstateLabels } from '../constructs/estate-labels.js';
import { ignoredUnlisted, setDestroyable } from '../constructs/lifecycle.js';
import { Literals, type Json } from '../constructs/literals.js';
import { madeOfLiterals } from '../constructs/resource.js';

export interface BaseStackProps {
  readonly site: string;
  /** Stable id of the estate. */
  readonly estate: string;
  /** Whose objects these are where a construct does not say otherwise: the platform's operator. */
  readonly organisation: string;
  /** Leaves `prevent_destroy` out. @default false */
  readonly destroyable?: boolean;
}

/**
 * What every stack has in common: empty provider blocks (the runner hands over the cluster through the environment),
 * a backend (without one cdktf writes this machine's paths), the cluster's identity, and outputs that say in each plan
 * which stack it is of.
 */
export abstract class BaseStack extends TerraformStack {
  /** Labels of whatever no construct labels more closely. */
  protected readonly labels: Omit<EstateLabels, 'component'>;

  constructor(scope: Construct, id: string, props: BaseStackProps) {
    super(scope, id);
    setDestroyable(this, props.destroyable === true);
    this.labels = { site: props.site, organisation: props.organisation, system: 'platform', environment: 'platform', role: 'platform' };
    setLabels(this, this.labels);
    new LocalBackend(this, { path: 'terraform.tfstate' });
    new KubernetesProvider(this, 'Kubernetes');
    new ClusterIdentity(this, 'kube-system');
    for (const [name, value] of Object.entries({ ndc_site: props.site, ndc_stack: id, ndc_estate: props.estate }))
      new TerraformOutput(this, name, { value: Literals.of(this).word(value), staticId: true });
    Aspects.of(this).add(new EstateLabelsAspect());
    this.node.addValidation({ validate: () => this.problems() });
  }

  /**
   * Addresses are joined from stable ids, never hashed and never counted: an address then changes only when the thing
   * it names does. Ids that begin in upper case group constructs and leave no trace.
   */
  protected override allocateLogicalId(element: TerraformElement): string {
    const scopes = element.node.scopes.slice(element.node.scopes.indexOf(this) + 1).map(({ node }) => node.id);
    return scopes.filter((id) => !/^[A-Z]/.test(id)).join('_');
  }

  /** What cdktf writes is what Terraform reads, whoever synthesises: texts of data are in their places again. */
  override toTerraform(): Json {
    return Literals.of(this).restore(super.toTerraform());
  }

  /** Whatever would make the stack something else than it says. */
  private problems(): string[] {
    const elements = this.node.findAll().filter((node) => TerraformElement.isTerraformElement(node));
    const addressed = elements.filter((element) => TerraformResource.isTerraformResource(element) || TerraformDataSource.isTerraformDataSource(element));
    const seen = new Set<string>();
    return addressed.flatMap((element) => {
      const data = TerraformDataSource.isTerraformDataSource(element) ? 'data.' : '';
      const address = `${data}${element.terraformResourceType}.${element.friendlyUniqueId}`;
      const repeated = seen.has(address);
      seen.add(address);
      return [
        ...(repeated ? [`two elements have the address ${address}`] : []),
        ...(/^[a-z][a-z0-9-]*(_[a-z][a-z0-9-]*)*$/.test(element.friendlyUniqueId) ? [] : [`the address ${address} is not made of ids`]),
        ...(madeOfLiterals(element) ? [] : [`${address} was not made through resource(): its texts are not literals`]),
        ...ignoredUnlisted(element.terraformResourceType, element.lifecycle?.ignoreChanges).map((attribute) => `${address} ignores changes of ${attribute}, which is not on the list`),
      ];
    });
  }
}
