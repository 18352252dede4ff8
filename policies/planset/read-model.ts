import type { PlanSetFile, StackKind } from './format.js';
import type { Pointer } from '../../sites/model/pointer.js';

/**
 * A value that cannot be known from what was read. Never equal to anything, never "present".
 * A class, so that no map of a plan can pass for one.
 */
export class UnknownValue {
  readonly unknown = true;
  constructor(
    /** Why: `computed at apply`, `references helm_release.x.manifest`, `not configured`, `sensitive`. */
    readonly because: string,
  ) {}
}

export const isUnknown = (value: unknown): value is UnknownValue => value instanceof UnknownValue;

/** Name or namespace of an object whose name cannot be known; no legal name, so it never equals one. */
export const unnamed = '?';

/** Plain JSON in which UnknownValue stands wherever a value is unknown. */
export type Known = string | number | boolean | null | UnknownValue | readonly Known[] | { readonly [key: string]: Known };

/** A free-form map, or unknown as a whole. */
export type KnownMap = UnknownValue | Readonly<Record<string, Known>>;

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
  readonly labels: KnownMap;
  readonly annotations: KnownMap;
  /** Everything but apiVersion, kind and metadata: `spec`, `data`, `rules`, `roleRef`, `subjects` … */
  readonly body: { readonly [key: string]: Known };
}

/** What a Helm release installs, as far as its inputs say. */
export interface ChartRelease {
  readonly name: Known;
  readonly namespace: Known;
  /** Last segment of the chart reference: `cilium` of `ndc/cilium`. */
  readonly chart: Known;
  readonly version: Known;
}

/** A release whose objects cannot be seen in what was read: a rule must not take their absence for granted. */
export interface OpaqueChart {
  readonly address: string;
  /** Namespace the release installs into. */
  readonly namespace: Known;
  readonly column: 'before' | 'after';
  readonly because: string;
}

/** Why a stack was not read, from the plan set's own file. */
export interface Absence {
  readonly is: 'unreachable' | 'not-selected' | 'failed';
  readonly since?: string;
  readonly reason?: string;
  /** Accepted on the command line or by an open declaration, or outside the declared scope. */
  readonly declared: boolean;
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
  /** Set for Helm releases: recorded now, and after apply. */
  readonly release?: { readonly before?: ChartRelease; readonly after?: ChartRelease };
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
  readonly absence?: Absence;
  /** Document that was read, and the SHA-256 of its bytes where the bytes were handed in. */
  readonly document?: { readonly name: string; readonly digest?: string };
  /** uid of `kube-system` found in the plan itself. */
  readonly clusterUid?: string;
  /** Why no uid could be read from the plan. */
  readonly clusterUnknownBecause?: string;
  /** Root outputs `ndc_site`, `ndc_stack`, `ndc_estate`, where present. */
  readonly outputs: Readonly<Record<string, Known>>;
  readonly resources: readonly ReadResource[];
  readonly opaqueCharts: readonly OpaqueChart[];
  /** Recognised by its actions: everything recorded is destroyed. */
  readonly destroys: boolean;
  /** Why the plan is not a whole one: errored, targeted, addresses missing. Empty when complete. */
  readonly incomplete: readonly string[];
}

/** What rules judge: every stack the estate expects, read from a plan set or synthesised offline. */
export interface ReadPlanSet {
  /** `offline`: synthesised JSON only; `planset`: plans with their file. */
  readonly mode: 'offline' | 'planset';
  readonly file?: PlanSetFile;
  readonly stacks: readonly ReadStack[];
  /** SHA-256 of each stack's JSON as the estate synthesises it now, where the caller knows it: what freshness is judged by. */
  readonly synthesised?: Readonly<Record<string, string>>;
}
