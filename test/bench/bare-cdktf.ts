import { App, TerraformOutput, TerraformStack, Testing } from 'cdktf';
import type { Construct } from 'constructs';
import { DataHelmTemplate } from '@cdktf/provider-helm/lib/data-helm-template/index.js';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider/index.js';
import { Release } from '@cdktf/provider-helm/lib/release/index.js';
import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { DataKubernetesNamespaceV1 } from '@cdktf/provider-kubernetes/lib/data-kubernetes-namespace-v1/index.js';
import { DefaultServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/default-service-account-v1/index.js';
import { LimitRangeV1 } from '@cdktf/provider-kubernetes/lib/limit-range-v1/index.js';
import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest/index.js';
import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1/index.js';
import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1/index.js';
import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1/index.js';
import { PriorityClassV1 } from '@cdktf/provider-kubernetes/lib/priority-class-v1/index.js';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider/index.js';
import { ResourceQuotaV1 } from '@cdktf/provider-kubernetes/lib/resource-quota-v1/index.js';
import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1/index.js';
import { RoleV1 } from '@cdktf/provider-kubernetes/lib/role-v1/index.js';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1/index.js';
import { StorageClassV1 } from '@cdktf/provider-kubernetes/lib/storage-class-v1/index.js';

type Config = Record<string, unknown>;
type ElementClass = new (scope: Construct, id: string, config: never) => unknown;

const classes: Readonly<Record<string, ElementClass>> = {
  'data helm_template': DataHelmTemplate,
  'data kubernetes_namespace_v1': DataKubernetesNamespaceV1,
  helm_release: Release,
  kubernetes_config_map_v1: ConfigMapV1,
  kubernetes_default_service_account_v1: DefaultServiceAccountV1,
  kubernetes_limit_range_v1: LimitRangeV1,
  kubernetes_manifest: Manifest,
  kubernetes_namespace_v1: NamespaceV1,
  kubernetes_network_policy_v1: NetworkPolicyV1,
  kubernetes_pod_disruption_budget_v1: PodDisruptionBudgetV1,
  kubernetes_priority_class_v1: PriorityClassV1,
  kubernetes_resource_quota_v1: ResourceQuotaV1,
  kubernetes_role_binding_v1: RoleBindingV1,
  kubernetes_role_v1: RoleV1,
  kubernetes_service_v1: ServiceV1,
  kubernetes_storage_class_v1: StorageClassV1,
};

/** Maps whose keys are the author's, not Terraform's: they are not renamed. */
const freeForm = new Set(['annotations', 'data', 'default', 'default_request', 'hard', 'labels', 'manifest', 'match_labels', 'max', 'max_limit_request_ratio', 'min', 'parameters', 'selector']);

function camel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.replace(/_([a-z0-9])/g, (_whole, letter: string) => letter.toUpperCase()), freeForm.has(key) ? inner : camel(inner)]),
  );
}

interface Element {
  readonly type: ElementClass;
  readonly id: string;
  readonly config: Config;
}

/** What bare cdktf has to create: each resource of a stack with the configuration its class takes. Prepared before the clock starts. */
export interface BareStack {
  readonly name: string;
  readonly elements: readonly Element[];
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
}

export function bareStack(name: string, json: string): BareStack {
  const { resource = {}, data = {}, output = {} } = JSON.parse(json) as Record<'resource' | 'data', Record<string, Record<string, Config>>> & { output?: Record<string, { value: unknown }> };
  const elements = [...Object.entries(resource), ...Object.entries(data).map(([type, byId]): [string, Record<string, Config>] => [`data ${type}`, byId])].flatMap(([type, byId]) => {
    const of = classes[type];
    if (of === undefined) throw new Error(`the bench knows no class for ${type}`);
    return Object.entries(byId).map(([id, { ['//']: _path, depends_on: _needs, ...config }]): Element => ({ type: of, id: `${type} ${id}`, config: camel(config) as Config }));
  });
  return { name, elements, outputs: output };
}

/** The same resources by cdktf alone: typed classes, aspects run, JSON printed. */
export function synthesiseBare(stacks: readonly BareStack[]): number {
  let bytes = 0;
  for (const { name, elements, outputs } of stacks) {
    const stack = new TerraformStack(new App(), name);
    new KubernetesProvider(stack, 'kubernetes', {});
    new HelmProvider(stack, 'helm', {});
    for (const { type: Type, id, config } of elements) new Type(stack, id, config as never);
    for (const [id, { value }] of Object.entries(outputs)) new TerraformOutput(stack, id, { value });
    bytes += Testing.synth(stack, true).length;
  }
  return bytes;
}
