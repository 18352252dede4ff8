import { HelmProvider } from '@cdktf/provider-helm/lib/provider/index.js';
import { Construct } from 'constructs';
import { cephNamespace, pairStorage } from '../constructs/ceph-storage.js';
import { componentOf } from '../constructs/components/all.js';
import { allPeersOf } from '../constructs/components/component.js';
import { openbaoValues } from '../constructs/components/openbao.js';
import { DiskClass } from '../constructs/disk-class.js';
import { DisruptionBudget } from '../constructs/disruption-budget.js';
import { labelMap } from '../constructs/estate-labels.js';
import { HelmRelease } from '../constructs/helm-release.js';
import { ImagePolicy } from '../constructs/image-policy.js';
import { NodePolicy } from '../constructs/node-policy.js';
import { KeyServices } from '../constructs/key-services.js';
import { NamespaceLabelPolicy } from '../constructs/namespace-label-policy.js';
import { PlatformNamespace } from '../constructs/namespace.js';
import { loosest } from '../constructs/pod-security.js';
import { TierPriorityClass } from '../constructs/priority-class.js';
import { ServicePolicy } from '../constructs/service-policy.js';
import { SiteFacts } from '../constructs/site-facts.js';
import { SiteStorageClass } from '../constructs/site-storage-class.js';
import { TokenPolicy } from '../constructs/token-policy.js';
import { VolumePolicy } from '../constructs/volume-policy.js';
import type { ProtectionIntent } from '../sites/intent/protection.js';
import type { DeepReadonly, Estate } from '../sites/model/estate.js';
import type { Component } from '../sites/model/kinds/components.js';
import { isLost, overDeclarations } from '../sites/model/losses.js';
import { protections } from '../sites/model/kinds/protection.js';
import type { Site } from '../sites/model/kinds/site.js';
import { BaseStack, type BaseStackProps } from './base-stack.js';
import { classKeysAt } from './class-keys.js';
import { inOrder } from './component-order.js';
import { pairClassesAt } from './pair-classes.js';

/** Namespaces of the platform beside those of its components. */
export const systemNamespace = 'ndc-system';
export const ingressNamespace = 'ndc-ingress';

export interface PlatformStackProps extends Pick<BaseStackProps, 'destroyable'> {
  readonly estate: Estate;
  readonly site: DeepReadonly<Site>;
  readonly protection: ProtectionIntent;
}

/** `<site>-platform`: what must exist at a site before anything else can be planned. */
export class PlatformStack extends BaseStack {
  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    const { estate, site, protection } = props;
    super(scope, id, { ...props, site: site.id, estate: estate.settings.id, organisation: estate.settings.operator });
    new HelmProvider(this, 'Helm');
    const { kubernetesVersion } = site.cluster;

    const own = new Construct(this, 'Own');
    const system = new PlatformNamespace(own, systemNamespace, { name: systemNamespace, podSecurity: 'restricted', kubernetesVersion });
    new PlatformNamespace(own, ingressNamespace, { name: ingressNamespace, podSecurity: 'restricted', kubernetesVersion });
    new SiteFacts(this, 'site', { namespace: system, estate: estate.settings.id, site, losses: estate.losses ?? [], over: overDeclarations(estate) });

    const classes = new Construct(this, 'Classes');
    for (const tier of protections) new TierPriorityClass(classes, `priority-${tier}`, { tier, value: estate.protection.tiers[tier].priority });
    if (site.disks !== undefined) new DiskClass(classes, `disks-${site.disks.class}`, { name: site.disks.class });
    const classKeys = classKeysAt(estate, site);
    for (const storage of site.storage) new SiteStorageClass(classes, `storage-${storage.class}`, { storage, key: classKeys?.of.get(storage.class) });
    for (const { pool, storageClass } of protection.pairs.filter(({ a, b }) => a === site.id || b === site.id).flatMap(({ pools }) => pools)) {
      const storage = site.storage.find((entry) => entry.class === storageClass);
      if (storage !== undefined) new SiteStorageClass(classes, `storage-${pool}`, { storage: pairStorage(storage, pool), mirrored: true, key: classKeys?.of.get(storageClass) });
    }

    const admission = new Construct(this, 'Admission');
    new ImagePolicy(admission, 'admission-images', { registries: [site.services.registry.endpoint, estate.recovery.registry.name] });
    new NamespaceLabelPolicy(admission, 'admission-namespaces', { platformGroup: estate.settings.platformIdentity.group });
    new NodePolicy(admission, 'admission-nodes');
    new ServicePolicy(admission, 'admission-services');
    new TokenPolicy(admission, 'admission-tokens');
    new VolumePolicy(admission, 'admission-volumes', { pairClasses: pairClassesAt(site, protection.pairs) });

    const made = this.install(installedAt(estate, site), estate, site);
    const ceph = made.get(cephNamespace);
    if (classKeys !== undefined && ceph !== undefined) new KeyServices(this, 'key-services', { namespace: ceph, kmip: classKeys.kmip, keys: classKeys.held });
  }

  /** Installs components in their order, and hands back the namespaces made for them. */
  private install(components: readonly DeepReadonly<Component>[], estate: Estate, site: DeepReadonly<Site>): ReadonlyMap<string, PlatformNamespace> {
    const { kubernetesVersion } = site.cluster;
    const namespaces = new Construct(this, 'Namespaces');
    const inNamespace = (name: string) => components.filter(({ namespace }) => namespace === name).map(({ id }) => componentOf(id));
    const made = new Map(
      [...new Set(components.map(({ namespace }) => namespace))]
        // Kubernetes makes its own.
        .filter((name) => !name.startsWith('kube-') && name !== 'default')
        .map((name) => {
          const held = inNamespace(name);
          const podSecurity = loosest(held.map((component) => component.podSecurity));
          return [name, new PlatformNamespace(namespaces, name, { name, podSecurity, kubernetesVersion, holdsData: held.some(({ holdsData }) => holdsData) })];
        }),
    );
    const budgeted = new Construct(this, 'Budgets');
    const releases = new Construct(this, 'Releases');
    const installed = new Map<string, HelmRelease>();
    for (const { id, namespace, chart, version, after = [] } of components) {
      const { values, holdsData, budgets = {} } = componentOf(id);
      const labels = labelMap({ ...this.labels, component: id });
      const home = made.get(namespace)?.object;
      const inHome = home === undefined ? [] : [home];
      for (const [name, matchLabels] of Object.entries(budgets)) new DisruptionBudget(budgeted, `budget-${name}`, { name, namespace, component: id, matchLabels, after: inHome });
      const needed = [...inHome, ...after.map((name) => installed.get(name)?.object)].filter((object) => object !== undefined);
      installed.set(id, new HelmRelease(releases, id, { name: id, namespace, chart, version, values: values({ estate, site, labels }), kubernetesVersion, after: needed, holdsData }));
    }
    const keeper = components.find(({ chart }) => chart === 'openbao');
    const own = keeper === undefined ? undefined : installed.get(keeper.id)?.object;
    if (keeper !== undefined && own !== undefined) this.standbyKeepers(releases, keeper, estate, site, own);
    return made;
  }

  /** A restored snapshot replaces a whole store: so each other site's keeper of secrets has a standby instance of its own. */
  private standbyKeepers(scope: Construct, { namespace, chart, version, id }: DeepReadonly<Component>, estate: Estate, site: DeepReadonly<Site>, after: HelmRelease['object']): void {
    for (const peer of allPeersOf({ estate, site })) {
      const name = `${id}-of-${peer.id}`;
      const labels = labelMap({ ...this.labels, component: name });
      const values = openbaoValues({ estate, site, labels }, { instance: name, source: { site: peer.id, host: peer.interSite.secrets, lost: isLost(estate, peer.id) } });
      new HelmRelease(scope, name, { name, namespace, chart, version, values, kubernetesVersion: site.cluster.kubernetesVersion, after: [after], holdsData: true });
    }
  }
}

/** The catalogue's components in installable order, at the versions this site runs. */
function installedAt(estate: Estate, site: DeepReadonly<Site>): readonly DeepReadonly<Component>[] {
  const versions = new Map((site.components ?? []).map(({ id, version }) => [id, version]));
  return inOrder(Object.values(estate.components)).map((component) => ({ ...component, version: versions.get(component.id) ?? component.version }));
}
