import { Construct } from 'constructs';
import { labelKey, setLabels } from './estate-labels.js';
import { KubernetesManifest } from './kubernetes-manifest.js';
import type { Json } from './literals.js';

export interface AdmissionRule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly operations: readonly ('CREATE' | 'UPDATE' | 'DELETE')[];
  readonly resources: readonly string[];
}

interface Named {
  readonly name: string;
  readonly expression: string;
}

export interface AdmissionPolicyProps {
  readonly name: string;
  readonly rules: readonly AdmissionRule[];
  /**
   * Whether only tenants' namespaces are meant. Not for policies on namespaces themselves: there the selector reads
   * the labels after the change, and whoever takes the label away is never judged.
   */
  readonly tenantNamespaces: boolean;
  /** Requests the policy judges; all of them where it is empty. */
  readonly matchConditions: readonly Named[];
  readonly variables: readonly Named[];
  readonly validations: readonly { readonly expression: string; readonly message: string; readonly messageExpression?: string }[];
}

/**
 * A rule the API server holds by itself, and its binding. It fails closed.
 * Defaults the server would fill in are written out: the provider would see them as a change.
 * Source: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export class AdmissionPolicy extends Construct {
  constructor(scope: Construct, id: string, props: AdmissionPolicyProps) {
    super(scope, id);
    setLabels(this, { component: 'admission' });
    const tenants: Json = { matchExpressions: [{ key: labelKey('role'), operator: 'In', values: ['primary', 'standby', 'backup'] }] };
    const rule = ({ apiGroups, apiVersions, operations, resources }: AdmissionRule): Json => ({ apiGroups, apiVersions, operations, resources, scope: '*' });
    const named = ({ name, expression }: Named): Json => ({ name, expression });
    const some = (key: string, list: readonly Json[]): Record<string, Json> => (list.length === 0 ? {} : { [key]: list });
    const policy = new KubernetesManifest(this, 'Policy', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: props.name },
      body: {
        spec: {
          failurePolicy: 'Fail',
          matchConstraints: {
            matchPolicy: 'Equivalent',
            namespaceSelector: props.tenantNamespaces ? tenants : {},
            objectSelector: {},
            resourceRules: props.rules.map(rule),
          },
          ...some('matchConditions', props.matchConditions.map(named)),
          ...some('variables', props.variables.map(named)),
          validations: props.validations.map(({ expression, message, messageExpression }) => ({
            expression,
            message,
            reason: 'Forbidden',
            ...(messageExpression === undefined ? {} : { messageExpression }),
          })),
        },
      },
    });
    new KubernetesManifest(this, 'binding', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: props.name },
      body: { spec: { policyName: props.name, validationActions: ['Deny'] } },
      dependsOn: [policy.object],
    });
  }
}

/** What is being deleted is let go: a finalizer must come off whatever the object looks like. */
export const notBeingDeleted: Named = { name: 'not-being-deleted', expression: '!has(object.metadata.deletionTimestamp)' };
