import type { PlanSetFile, StackKind } from './format.js';
import type { Pointer } from '../../sites/model/pointer.js';

/** A value that cannot be known from what was read. Never equal to anything, never "present". */
export interface UnknownValue {
  readonly unknown: true;
  /** Why: `computed at apply`, `references helm_release.x.manifest`, `not configured`. */
  readonly because: string;
}

/** Plain JSON in which UnknownValue stands wherever a value is unknown. */
export type Known = string | number | boolean | null | UnknownValue | readonly Known[] | { readonly [key: string]: Known };

export type ResourceAction = 'no-op' | 'create' | 'read' | 'update' | 'replace' | 'delete' | 'forget' | 'import';

/**
 * A Kubernetes object as a rule sees it, the same whether it came from a typed resource (`kubernetes_namespace_v1`),
 * `kubernetes_manifest`, a rendered chart, or synthesised JSON: camelCase, blocks as objects, quantities as text.
 */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, Known>>;
  readonly annotations: Readonly<Record<string, Known>>;
  /** Everything but apiVersion, kind and metadata: `spec`, `data`, `rules`, `roleRef`, `subjects` … */
  readonly body: { readonly [key: string]: Known };
}

/** One managed object of one stack's plan. */
export interface ReadResource {
  readonly stack: string;
  readonly site: string;
  readonly address: string;
  readonly type: string;
  readonly action: ResourceAction;
  /** Recorded now, after refresh; undefined where it does not exist yet or nothing was recorded. */
  readonly before?: KubernetesObject;
  /** After apply; undefined where it is destroyed or leaves management. */
  readonly after?: KubernetesObject;
  /** JSON pointer of the change in the stack's document. */
  readonly pointer: Pointer;
  readonly constructPath?: string;
  /** Set for objects rendered from a chart: the release's address. */
  readonly chart?: string;
  /** Sensitive values were taken out; their places hold an UnknownValue. */
  readonly redacted: boolean;
}

/** A stack of the set as a rule sees it. */
export interface ReadStack {
  readonly name: string;
  readonly kind: StackKind;
  readonly site: string;
  readonly organisation?: string;
  /**
   * `plan`: judged from its plan; `configuration`: from synthesised JSON (deferred, or an offline audit: nothing recorded);
   * `absent`: unreachable, not selected or failed, with the reason.
   */
  readonly judgedFrom: 'plan' | 'configuration' | 'absent';
  readonly absentBecause?: string;
  /** uid of `kube-system` found in the plan itself. */
  readonly clusterUid?: string;
  /** Root outputs `ndc_site`, `ndc_stack`, `ndc_estate`, where present. */
  readonly outputs: Readonly<Record<string, Known>>;
  readonly resources: readonly ReadResource[];
  /** Why the plan is not a whole one: errored, targeted, addresses missing. Empty when complete. */
  readonly incomplete: readonly string[];
}

/** What rules judge: every stack the estate expects, read from a plan set or synthesised offline. */
export interface ReadPlanSet {
  /** `offline`: synthesised JSON only; `planset`: plans with their file. */
  readonly mode: 'offline' | 'planset';
  readonly file?: PlanSetFile;
  readonly stacks: readonly ReadStack[];
}
