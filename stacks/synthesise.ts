import { invokeAspects } from 'cdktf/lib/synthesize/synthesizer.js';
import { RootConstruct, type Construct } from 'constructs';
import type { Json } from '../constructs/literals.js';
import type { Intent } from '../sites/intent/environment.js';
import { deriveProtection } from '../sites/intent/derive-protection.js';
import type { ProtectionIntent } from '../sites/intent/protection.js';
import { addressChangesIn, movesOf, type Move } from '../sites/intent/moves.js';
import { digestOf, type Estate } from '../sites/model/estate.js';
import type { BaseStack } from './base-stack.js';
import { withoutCreationStacks } from './creation-stacks.js';
import { customKinds, type CustomKind } from './custom-kinds.js';
import { expectedStacks, movesAt, stackName, type ExpectedStack } from './expected.js';
import { heldIn, objectAt, withPassage, type Held, type Passage } from './hand-over.js';
import { Placement } from './placement.js';
import { PlatformStack } from './platform.js';
import { ProtectionStack } from './protection.js';
import type { ClusterAt } from './protection/databases.js';
import { TenantStack } from './tenant.js';

export interface SynthesisedStack extends ExpectedStack {
  /** `cdk.tf.json`, the same bytes for the same estate. */
  readonly json: string;
  /** `sha256:` over the JSON. */
  readonly digest: string;
  /** Objects the stack manages. */
  readonly resources: number;
  /** Kinds whose definitions must exist on the cluster before the stack can be planned. */
  readonly needs: readonly CustomKind[];
}

export interface SynthesiseOptions {
  /** Only stacks of these sites. @default - all that operate */
  readonly sites?: readonly string[];
  /** Only stacks of these organisations; platform and protection stacks are left out. @default - all stacks */
  readonly organisations?: readonly string[];
  /** Only stacks of these names. @default - all */
  readonly stacks?: readonly string[];
  /** Leaves `prevent_destroy` out, for `ndc destroy`. @default false */
  readonly destroyable?: boolean;
  /** Database clusters that are not woken: what stands there has data of before the loss. @default - none */
  readonly asleep?: readonly ClusterAt[];
}

/**
 * The estate's stacks as Terraform reads them. Pure: nothing is written, and nothing of this machine stands in the
 * result. `after` names every stack of the estate that comes first, synthesised here or not.
 * @throws Error where a stack is not what it should be: a mistake in this toolkit, never in data.
 */
export function synthesise(estate: Estate, intent: Intent, options: SynthesiseOptions = {}): readonly SynthesisedStack[] {
  const placement = new Placement(intent);
  const picked = (list: readonly string[] | undefined, name: string | undefined): boolean => list === undefined || (name !== undefined && list.includes(name));
  const wanted = expectedStacks(estate, intent, placement).filter(
    ({ name, site, organisation }) => picked(options.sites, site) && picked(options.organisations, organisation) && picked(options.stacks, name),
  );
  const given: Given = { estate, placement, protection: deriveProtection(estate, intent), moves: movesOf(estate), destroyable: options.destroyable === true, asleep: options.asleep ?? [] };
  return withoutCreationStacks(() =>
    wanted.map((expected) => {
      // One root per stack: no stack refers to another, and cdktf's work then grows with the stack, not the estate.
      const stack = build(new RootConstruct(), expected, given);
      return { ...expected, ...written(stack, (tree) => passageOf(tree, expected, given)) };
    }),
  );
}

const nothingPasses: Passage = { taken: [], left: [], readdressed: [] };

/** What comes into a stack, and what goes, by the transitions that are open. */
function passageOf(tree: Json, { name, kind, site, organisation }: ExpectedStack, given: Given): Passage {
  // Destroying what a state holds is the opposite of handing it over.
  if (given.destroyable) return nothingPasses;
  const readdressed = addressChangesIn(given.estate, name);
  if (kind !== 'tenant') return { ...nothingPasses, readdressed };
  const here = movesAt(given.moves, given.placement, site);
  const coming = here.filter(({ to }) => to === organisation).flatMap(({ namespaces }) => namespaces);
  return {
    taken: coming.length === 0 ? [] : heldIn(tree, new Set(coming)),
    left: here.filter(({ from }) => from === organisation).flatMap((move) => heldByNewOwner(move, site, given).map(({ address }) => address)),
    readdressed,
  };
}

/** Addresses come from namespaces, never from owners: what the new owner's stack declares, the old one held under the same. */
function heldByNewOwner({ to, namespaces }: Move, site: string, given: Given): readonly Held[] {
  const stack = build(new RootConstruct(), { name: stackName.tenant(site, to), kind: 'tenant', site, organisation: to, after: [] }, given);
  return heldIn(treeOf(stack), new Set(namespaces));
}

interface Given {
  readonly estate: Estate;
  readonly placement: Placement;
  readonly protection: ProtectionIntent;
  readonly moves: readonly Move[];
  readonly destroyable: boolean;
  readonly asleep: readonly ClusterAt[];
}

function build(scope: Construct, { name, kind, site: siteId, organisation }: ExpectedStack, given: Given): BaseStack {
  const site = given.estate.sites[siteId];
  if (site === undefined) throw new Error(`${name} stands at ${siteId}, which the estate does not have`);
  switch (kind) {
    case 'platform':
      return new PlatformStack(scope, name, { ...given, site });
    case 'tenant':
      if (organisation === undefined) throw new Error(`${name} is nobody's`);
      return new TenantStack(scope, name, { ...given, site, organisation });
    case 'protection':
      return new ProtectionStack(scope, name, { ...given, site });
  }
}

/**
 * What `App.synth` does for a stack, without the disk. It leaves out `prepareStack`, whose only work is to find
 * references between stacks.
 */
export function written(stack: BaseStack, passage: (tree: Json) => Passage = () => nothingPasses): Pick<SynthesisedStack, 'json' | 'digest' | 'resources' | 'needs'> {
  const made = treeOf(stack);
  const tree = withPassage(made, passage(made));
  const json = `${JSON.stringify(tree, null, 2)}\n`;
  const declared = Object.entries(objectAt(objectAt(tree)['resource'])).flatMap(([type, named]) => Object.values(objectAt(named)).map((attributes) => ({ type, attributes })));
  const kinds = declared.flatMap(({ type, attributes }): CustomKind[] => {
    if (type !== 'kubernetes_manifest') return [];
    const { apiVersion, kind } = objectAt(objectAt(attributes)['manifest']);
    if (typeof apiVersion !== 'string' || typeof kind !== 'string') throw new Error(`${stack.node.id} has a manifest without apiVersion or kind`);
    return [{ apiVersion, kind }];
  });
  return { json, digest: digestOf(json), resources: declared.length, needs: customKinds(kinds) };
}

function treeOf(stack: BaseStack): Json {
  invokeAspects(stack);
  stack.runAllValidations();
  const errors = stack.node.findAll().flatMap(({ node }) => node.metadata.filter(({ type }) => type === '@cdktf/error').map(({ data }) => `${node.path}: ${String(data)}`));
  if (errors.length > 0) throw new Error(errors.join('\n'));
  return stack.toTerraform();
}
