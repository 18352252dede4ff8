import type { Block } from './block.js';
import type { ReadChange } from './change.js';
import { releaseOf } from './change.js';
import type { PlannedRelease } from './charts.js';
import { notEnforcedOf } from './enforced.js';
import type { Json } from './json.js';
import { withUnknowns } from './known.js';
import { UnknownAt } from './place.js';
import { type Known, type KubernetesObject, type ReadResource, type UnknownValue } from './read-model.js';
import { Reasons } from './reasons.js';
import { ModuleTree } from './references.js';

type Replace = (unknown: UnknownValue) => UnknownValue;

/**
 * The managed resources of a plan while it is read. A change says what is unknown, its configuration block why, and what
 * was written down; whichever comes first waits for the other, with no more than is needed of it.
 */
export class Resources {
  private readonly resources: ReadResource[] = [];
  private readonly releases = new Map<number, { readonly before: Known; readonly after: Known }>();
  /** Resources by block, while their block was not read. */
  private readonly waiting = new Map<string, number[]>();
  /** Blocks as text, where they come before the changes, as they do once a tool has sorted the keys. */
  private readonly early = new Map<string, string>();
  private readonly reasons = new Reasons();
  private readonly open = new Set<number>();
  private began = false;

  /** The list of changes begins: blocks from here on find theirs waiting. */
  begin(): void {
    this.began = true;
  }

  add({ resource, block, release }: ReadChange): void {
    const index = this.resources.push(resource) - 1;
    if (release !== undefined) this.releases.set(index, release);
    const planned = resource.after !== undefined || (release !== undefined && release.after !== null);
    if (!planned || (resource.action === 'create' && !holdsPlaces(resource, release))) return;
    const text = this.early.get(block);
    if (text !== undefined) return this.finish(index, JSON.parse(text) as Block);
    const others = this.waiting.get(block);
    if (others === undefined) this.waiting.set(block, [index]);
    else others.push(index);
  }

  block(block: Block): void {
    if (!block.managed) return;
    if (!this.began) this.early.set(block.address, JSON.stringify(block));
    for (const index of this.waiting.get(block.address) ?? []) this.finish(index, block);
    this.waiting.delete(block.address);
  }

  /** All resources, their unknowns with reasons. The root module is what references through modules are followed in. */
  end(root: Json | undefined): { readonly resources: readonly ReadResource[]; readonly releases: readonly PlannedRelease[] } {
    for (const indices of this.waiting.values()) for (const index of indices) this.finish(index, undefined);
    const tree = new ModuleTree(root);
    for (const index of this.open) this.replace(index, (unknown) => this.reasons.settled(unknown, tree));
    return {
      resources: this.resources,
      releases: [...this.releases].flatMap(([index, values]) => {
        const resource = this.resources[index];
        return resource === undefined ? [] : [{ resource, ...values }];
      }),
    };
  }

  private finish(index: number, block: Block | undefined): void {
    const given = this.resources[index];
    const notEnforced = block === undefined || given === undefined ? [] : notEnforcedOf(block, given, this.releases.get(index)?.after);
    if (given !== undefined && notEnforced.length > 0) this.resources[index] = { ...given, notEnforced };
    this.replace(index, (unknown) => {
      const reason = this.reasons.of(unknown, block);
      if (this.reasons.isOpen(reason)) this.open.add(index);
      return reason;
    });
  }

  private replace(index: number, replace: Replace): void {
    const resource = this.resources[index];
    if (resource === undefined) return;
    const values = this.releases.get(index);
    if (values !== undefined) {
      const after = withUnknowns(values.after, replace);
      this.releases.set(index, { ...values, after });
      const release = after === null ? undefined : releaseOf(after);
      if (release !== undefined) this.resources[index] = { ...resource, release: { ...resource.release, after: release } };
      return;
    }
    if (resource.after === undefined) return;
    const after = inObject(resource.after, replace);
    if (after !== resource.after) this.resources[index] = { ...resource, after };
  }
}

/** Labels and annotations are maps or unknown as a whole, and stay so. */
function inObject(object: KubernetesObject, replace: Replace): KubernetesObject {
  const labels = withUnknowns(object.labels, replace) as KubernetesObject['labels'];
  const annotations = withUnknowns(object.annotations, replace) as KubernetesObject['annotations'];
  const body = withUnknowns(object.body, replace) as KubernetesObject['body'];
  return labels === object.labels && annotations === object.annotations && body === object.body ? object : { ...object, labels, annotations, body };
}

function holdsPlaces({ after }: Pick<ReadResource, 'after'>, release: ReadChange['release']): boolean {
  let found = false;
  const look: Replace = (unknown) => {
    found ||= unknown instanceof UnknownAt;
    return unknown;
  };
  if (release !== undefined) withUnknowns(release.after, look);
  if (after !== undefined && !found) inObject(after, look);
  return found;
}

