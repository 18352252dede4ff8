import { layoutOf, siteLayoutOf } from './layout.js';
import type { SandboxState } from './state.js';

/** One site of a sandbox, as the toolkit reaches it. */
export interface SandboxSiteInfo {
  readonly id: string;
  /** Absolute path; the platform engineers' identity. */
  readonly kubeconfig: string;
  readonly context: string;
  /** `https://127.0.0.1:PORT`. */
  readonly server: string;
  /** uid of the namespace `kube-system`. */
  readonly uid: string;
}

/** A sandbox that is up. */
export interface SandboxInfo {
  readonly name: string;
  /** The project's `.ndc` folder, absolute. */
  readonly home: string;
  readonly directory: string;
  readonly connectionFile: string;
  readonly charts: { readonly url: string };
  readonly sites: Readonly<Record<string, SandboxSiteInfo>>;
}

/** What callers may know of a state. */
export function infoOf(home: string, state: SandboxState): SandboxInfo {
  const layout = layoutOf(home, state.name);
  return {
    name: state.name,
    home: layout.home,
    directory: layout.directory,
    connectionFile: layout.connectionFile,
    charts: { url: `http://127.0.0.1:${String(state.charts.port)}` },
    sites: Object.fromEntries(
      state.sites.map((site) => [
        site.id,
        {
          id: site.id,
          kubeconfig: siteLayoutOf(layout.directory, site.id).kubeconfig,
          context: site.id,
          server: `https://127.0.0.1:${String(site.ports.api)}`,
          uid: site.uid,
        },
      ]),
    ),
  };
}
