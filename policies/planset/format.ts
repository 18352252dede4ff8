/** What `planset.json` holds: one wave of plans, each expected stack with its status. Version 1. */
export interface PlanSetFile {
  readonly kind: 'ndc/planset.v1';
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly created: string;
  readonly estate: { readonly id: string; readonly digest: string };
  /** `with`: the what-if files, as they were given. */
  readonly scenario: { readonly phase: string; readonly lose: readonly string[]; readonly delay: Readonly<Record<string, number>>; readonly with?: readonly string[] };
  readonly scope: { readonly sites: readonly string[] | 'all'; readonly organisations: readonly string[] | 'all'; readonly stacks: readonly string[] | 'all' };
  readonly purpose: 'apply' | 'destroy' | 'drift';
  readonly connection: string;
  readonly engine: { readonly kind: 'terraform' | 'tofu'; readonly version: string };
  readonly providers: readonly { readonly source: string; readonly version: string; readonly hashes: readonly string[] }[];
  readonly backend: { readonly type: string; readonly stateEncrypted: boolean; readonly planEncrypted: boolean };
  /** uid of `kube-system` per site, read before the engine started; null where the site did not answer. */
  readonly clusters: Readonly<Record<string, string | null>>;
  /** Sites that do not answer and were accepted as such on the command line or by an open declaration. */
  readonly accepted: readonly { readonly site: string; readonly by: string }[];
  /** Sites that may serve although no other site could be read: the local override that two people signed, and its last day. */
  readonly released?: readonly { readonly site: string; readonly by: string; readonly until: string }[];
  /** Database clusters that the set does not wake: they were made before the loss was declared that has them recovered, and have older data. */
  readonly asleep?: readonly { readonly site: string; readonly namespace: string; readonly cluster: string; readonly declaration: string; readonly since: string; readonly made: string }[];
  readonly stacks: readonly PlannedStack[];
  /** Stacks that still hold something but are no longer synthesised: nothing here plans to remove them. */
  readonly orphans?: readonly string[];
}

export type StackKind = 'platform' | 'tenant' | 'protection';

export interface PlannedStack {
  readonly name: string;
  readonly kind: StackKind;
  readonly site: string;
  readonly organisation?: string;
  readonly status:
    | { readonly is: 'planned' }
    /** Needs, such as `cilium.io/v2 CiliumNetworkPolicy`, are not there yet. Judged from the synthesised JSON. */
    | { readonly is: 'deferred'; readonly needs: readonly string[] }
    | { readonly is: 'unreachable'; readonly since: string; readonly reason: string; readonly reasonVi?: string }
    | { readonly is: 'not-selected' }
    | { readonly is: 'failed'; readonly reason: string };
  /** SHA-256 of the synthesised cdk.tf.json the plan was made from. */
  readonly configuration: string;
  /** Present when planned: SHA-256 of the binary plan and of its redacted JSON, and their file names in the set's folder. */
  readonly plan?: { readonly binary: string; readonly json: string; readonly binaryFile: string; readonly jsonFile: string };
  /** Synthesised JSON in the set's folder, for stacks judged from it. */
  readonly configurationFile: string;
  readonly changes?: { readonly create: number; readonly update: number; readonly replace: number; readonly delete: number; readonly forget: number; readonly import: number };
}
