import type { PlanSetFile, StackKind } from './format.js';
import type { Pointer } from '../../sites/model/pointer.js';
import type { Text } from '../../sites/model/text.js';

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

/**
 * A value that the plan marks as sensitive. To whoever does not ask it is an unknown one; a rule that must judge it asks
 * `revealed` (known.ts) and shows `showable` of it. No printer, serialiser or comparison sees what it holds.
 */
export class SensitiveValue extends UnknownValue {
  readonly #held: Known;

  constructor(held: Known) {
    super('sensitive');
    this.#held = held;
  }

  static heldBy(value: SensitiveValue): Known {
    return value.#held;
  }
}

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
  /** Repository, address or folder the release itself names; null where the chart is looked up by its name alone. */
  readonly source: Known;
  /** Settings of the chart as the release hands them over. */
  readonly settings?: ChartSettings;
}

/** `values` are texts of YAML, later ones win; the others name single settings. */
export interface HandedSettings {
  readonly values: Known;
  readonly set: Known;
  readonly setList: Known;
  readonly setSensitive: Known;
}

/** What a chart is handed. People write secrets into it: a rule asks for a single setting, and no printer, serialiser or comparison sees any. */
export class ChartSettings {
  readonly #handed: HandedSettings;

  constructor(handed: HandedSettings) {
    this.#handed = handed;
  }

  static handed(settings: ChartSettings | undefined): HandedSettings {
    return settings === undefined ? { values: null, set: null, setList: null, setSensitive: null } : settings.#handed;
  }
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
  /** `not-given`: the estate calls for it, and no plan of it was handed in. */
  readonly is: 'unreachable' | 'not-selected' | 'not-given' | 'failed';
  readonly since?: string;
  readonly reason?: string;
  /** The same in Vietnamese, where whoever wrote it said so. */
  readonly reasonVi?: string;
  /** Accepted on the command line or by an open declaration, or outside the declared scope. */
  readonly declared: boolean;
}

/** A constant of the configuration that is not what will be: the mark that `ignore_changes` leaves. */
export interface NotEnforced {
  /** Place in the Kubernetes object or release, as a pointer: `/spec/hard/requests.cpu`. */
  readonly path: Pointer;
  /** What the configuration says; unknown where the plan marks the place as sensitive. */
  readonly configured: Known;
  /** What will be after apply. */
  readonly planned: Known;
}

/** In which order a replacement happens: the object is gone for a while, two stand side by side, or the old one is left behind unmanaged. */
export type Replacement = 'delete-then-create' | 'create-then-delete' | 'create-then-forget';

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
  /** Set where `action` is `replace`. */
  readonly replacement?: Replacement;
  /** Key of an object that a failed replacement left behind: another one with this address may stand beside it. */
  readonly deposed?: string;
  /** Address it had before a `moved` block, also where nothing else changes. */
  readonly previousAddress?: string;
  /** The engine's word for why: `replace_because_cannot_update`, `delete_because_no_module` … */
  readonly actionReason?: string;
  /** Constants of the configuration that the plan does not carry out. Absent where there are none. */
  readonly notEnforced?: readonly NotEnforced[];
}

/** An object that is not what the state says, beyond the null → {} and null → [] that providers report at every refresh. */
export interface Drifted {
  readonly address: string;
  readonly type: string;
  /** What happened behind the engine's back. */
  readonly is: 'changed' | 'deleted' | 'created' | 'moved';
  /** Places that differ, as pointers into the object; values are left out. At most 50. */
  readonly paths: readonly Pointer[];
  readonly pointer: Pointer;
}

/** Outcome of a `check` block or condition. Its messages are left out: they may quote secrets. */
export interface CheckOutcome {
  readonly address: string;
  readonly status: 'pass' | 'fail' | 'error' | 'unknown';
}

/** What the plan's document says of itself. */
export interface PlanFacts {
  /** `1.2`. */
  readonly format: string;
  /** Version of the engine. */
  readonly engine?: string;
  /** RFC 3339, when the plan was made; absent before Terraform 1.5. */
  readonly made?: string;
  /** Flags as the engine sets them. They are not believed: OpenTofu has no `complete`, Terraform sets it on `-refresh-only` and `-destroy`. */
  readonly flags: { readonly complete?: boolean; readonly applyable?: boolean; readonly errored?: boolean };
  /**
   * Whether drift entries show that live objects were read. Without any the plan may have been made with
   * `-refresh=false`, which leaves no other trace: `before` is then what the state says, not what there is.
   */
  readonly refreshSeen: boolean;
}

/** A stack of the set as a rule sees it. */
export interface ReadStack {
  readonly name: string;
  /** `foreign`: a plan that names no stack of this toolkit. */
  readonly kind: StackKind | 'foreign';
  /** `?` where the plan does not say. */
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
  /** Estate the plan says it is of, planned or recorded: the root output `ndc_estate`. */
  readonly estate?: string;
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
  readonly incomplete: readonly Text[];
  /** Parts of the document that this reader does not know: newer fields, actions, resource types. Empty when all was understood. */
  readonly notUnderstood?: readonly string[];
  /** Set where a plan was read. */
  readonly plan?: PlanFacts;
  /** What differs from the state, without the provider's normalisations. Set where a plan was read. */
  readonly drift?: readonly Drifted[];
  /** Drift entries that are nothing but the provider's normalisations. */
  readonly driftNormalised?: number;
  /** Changes the engine puts off to a later plan, with its reason; none of them is in `resources`. */
  readonly deferred?: readonly DeferredChange[];
  readonly checks?: readonly CheckOutcome[];
}

/** A change that does not happen with this plan. What it will be is not known in full. */
export interface DeferredChange {
  /** The engine's word: `instance_count_unknown`, `resource_config_unknown`, `provider_config_unknown`, `absent_prereq`, `deferred_prereq`. */
  readonly reason: string;
  readonly resource: ReadResource;
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
