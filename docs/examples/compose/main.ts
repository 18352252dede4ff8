// One's own cdktf app around the toolkit's stacks: `tsx main.ts DATA-DIRECTORY` writes cdktf.out/stacks/<stack>/cdk.tf.json.
import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { App } from 'cdktf';
import { Construct } from 'constructs';
import {
  BaseStack,
  deriveIntent,
  deriveProtection,
  ingressNamespace,
  Placement,
  PlatformNamespace,
  PlatformStack,
  readEstate,
  resource,
  setLabels,
  TenantEnvironment,
  type DeepReadonly,
  type Estate,
  type Site,
} from 'ndc-toolkit';

/** A construct of one's own beside the toolkit's: whatever goes through `resource` carries the estate's labels, and no text in it is read as a template. */
class Notice extends Construct {
  constructor(scope: Construct, id: string, { text, kubernetesVersion }: { readonly text: string; readonly kubernetesVersion: string }) {
    super(scope, id);
    setLabels(this, { component: 'notice' });
    const home = new PlatformNamespace(this, 'notices', { name: 'notices', podSecurity: 'restricted', kubernetesVersion });
    resource(ConfigMapV1, this, 'text', { metadata: { name: 'notice', namespace: home.name }, data: { text }, dependsOn: [home.object] });
  }
}

/** The toolkit's whole platform of a site, and a namespace more. */
class OwnPlatform extends PlatformStack {
  constructor(scope: Construct, id: string, props: ConstructorParameters<typeof PlatformStack>[2]) {
    super(scope, id, props);
    new Notice(this, 'notice', { text: 'Maintenance on ${day}, %{ if late }later%{ endif }', kubernetesVersion: props.site.cluster.kubernetesVersion });
  }
}

/** A stack of one's own, made of the toolkit's environments: all organisations of a site in one state. */
class AllTenants extends BaseStack {
  constructor(scope: Construct, id: string, { estate, site, placement }: { readonly estate: Estate; readonly site: DeepReadonly<Site>; readonly placement: Placement }) {
    super(scope, id, { site: site.id, estate: estate.settings.id, organisation: estate.settings.operator });
    for (const [organisation, request] of Object.entries(estate.requests))
      for (const { environment, role, quota } of placement.environmentsAt(site.id, organisation))
        new TenantEnvironment(this, environment.namespace, { environment, site, role, quota, request, ingressNamespace, callees: placement.calleesAt(site.id, environment.namespace) });
  }
}

const estate = await readEstate(process.argv[2] ?? 'data');
const intent = deriveIntent(estate);
const protection = deriveProtection(estate, intent);
const placement = new Placement(intent);

const app = new App();
for (const site of Object.values(estate.sites)) {
  new OwnPlatform(app, `${site.id}-platform`, { estate, site, protection });
  new AllTenants(app, `${site.id}-tenants`, { estate, site, placement });
}
app.synth();
