import { at, entriesOf, listAt, textAt, type Json } from './json.js';

/** Gathers what a plan says of the cluster it is for: it names it nowhere but in the uid of `kube-system`. */
export class ClusterClues {
  private readonly uids = new Set<string>();
  private later = false;

  /** A namespace data source of `prior_state`. */
  read(values: Json | undefined): void {
    for (const metadata of listAt(values, 'metadata')) {
      const uid = textAt(metadata, 'uid');
      if (textAt(metadata, 'name') === 'kube-system' && uid !== undefined && uid !== '') this.uids.add(uid);
    }
  }

  /** A namespace data source that is read only at apply. */
  readLater(): void {
    this.later = true;
  }

  /** uid of `kube-system`, or why it cannot be told. */
  cluster(configuration: Json | undefined): { readonly uid: string } | { readonly because: string } {
    const providers = clustersOf(configuration);
    if (providers.length > 1) return { because: `several configurations of one provider: ${providers.join(', ')}` };
    const [uid] = this.uids;
    if (this.uids.size > 1) return { because: 'kube-system was read with more than one uid' };
    if (uid !== undefined) return { uid };
    return { because: this.later ? 'the namespace is read only at apply' : 'the plan does not read the uid of kube-system' };
  }
}

export const isNamespaceType = (type: string): boolean => type === 'kubernetes_namespace_v1' || type === 'kubernetes_namespace';

/** Kubernetes provider configurations: with more than one it cannot be told which cluster a resource is for. Modules that inherit theirs have an entry without expressions. */
const clustersOf = (configuration: Json | undefined): readonly string[] =>
  entriesOf(at(configuration, 'provider_config'))
    .filter(([, provider]) => textAt(provider, 'name') === 'kubernetes' && (textAt(provider, 'module_address') === undefined || entriesOf(at(provider, 'expressions')).length > 0))
    .map(([key]) => key);
