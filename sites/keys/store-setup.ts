import type { EnvironmentIntent } from '../intent/environment.js';
import type { Estate } from '../model/estate.js';
import { hsmOf, keysOpening } from '../model/key-holders.js';
import { importances, type Importance } from '../model/kinds/classification.js';

/** What one organisation has in a site's secret store. */
export interface StoreTenant {
  readonly organisation: string;
  /** Mount of its secrets, key-value version 2. */
  readonly secrets: string;
  /** Mount of its transit engine. */
  readonly transit: string;
  /** Keys that encrypt keys, one per importance of its systems, but for those whose keys lie in the HSM. */
  readonly keys: readonly Importance[];
  /** Systems whose keys never lie in the store: sensitive personal data, state secrets (Q V.1.đ). */
  readonly apart: readonly StoreApart[];
  readonly policy: string;
  /** Namespaces whose service accounts may log in. */
  readonly namespaces: readonly string[];
}

/** A system without a key in the store, and what the inventory has for it instead. */
export interface StoreApart {
  readonly system: string;
  /** Keys in this site's HSM of its organisation or of its databases; none where only classes and backups it lies in have one. */
  readonly keys: readonly { readonly id: string; readonly planned: boolean }[];
}

export interface StoreSetup {
  readonly site: string;
  readonly tenants: readonly StoreTenant[];
  /** Below a folder: a policy for each organisation, one for snapshots, and the script that brings them in. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
}

/** Kubernetes' guidance for keys that encrypt keys: at most 90 days. */
const rotation = '2160h';

/**
 * Mounts, keys, policies and roles of a site's secret store, for every organisation that runs there. They are state of the
 * store and come along with its snapshot, so a standby elsewhere has them already and is never set up.
 */
export function storeSetup(estate: Pick<Estate, 'keys' | 'scenario'>, site: string, environments: readonly EnvironmentIntent[]): StoreSetup {
  const here = environments.filter(({ primary }) => primary.site === site);
  const tenants = [...new Set(here.map(({ organisation }) => organisation))].sort().map((organisation) => tenantOf(estate, site, organisation, here.filter((one) => one.organisation === organisation)));
  return {
    site,
    tenants,
    files: [
      ...tenants.map((tenant) => ({ path: `policies/${tenant.policy}.hcl`, content: policyText(tenant) })),
      { path: 'policies/snapshot.hcl', content: 'path "sys/storage/raft/snapshot" {\n  capabilities = ["read"]\n}\n' },
      { path: 'setup.sh', content: script(site, tenants) },
    ],
  };
}

function tenantOf(estate: Pick<Estate, 'keys' | 'scenario'>, site: string, organisation: string, environments: readonly EnvironmentIntent[]): StoreTenant {
  const isApart = ({ system }: EnvironmentIntent): boolean => system.secrecy !== 'none' || system.personalData === 'sensitive';
  return {
    organisation,
    secrets: `kv/${organisation}`,
    transit: `transit/${organisation}`,
    keys: importances.filter((importance) => environments.some((one) => !isApart(one) && one.system.importance === importance)),
    apart: [...new Map(environments.filter(isApart).map(({ system }) => [system.id, system])).values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((system) => apartOf(estate, site, organisation, system)),
    policy: `organisation-${organisation}`,
    namespaces: environments.map(({ namespace }) => namespace).sort(),
  };
}

function apartOf(estate: Pick<Estate, 'keys' | 'scenario'>, site: string, organisation: string, { id, databases }: EnvironmentIntent['system']): StoreApart {
  const opening = [`organisation/${organisation}`, ...(databases ?? []).map((database) => `database/${id}/${database.id}`)].flatMap((target) => keysOpening(estate, target));
  const own = [...new Set(opening)].filter((key) => hsmOf(key) === site);
  return { system: id, keys: own.map((key) => ({ id: key.id, planned: key.created === undefined || key.created > estate.scenario.asOf })) };
}

/** Its own secrets and keys, and nothing beside them: no key is exported, changed or deleted, and no policy is read. */
function policyText({ secrets, transit, keys }: StoreTenant): string {
  const path = (name: string, ...capabilities: readonly string[]): string => `path "${name}" {\n  capabilities = [${capabilities.map((one) => `"${one}"`).join(', ')}]\n}\n`;
  return [
    path(`${secrets}/data/*`, 'create', 'read', 'update', 'delete'),
    path(`${secrets}/metadata/*`, 'read', 'list', 'delete'),
    ...keys.flatMap((importance) => ['encrypt', 'decrypt', 'rewrap', 'datakey/wrapped', 'datakey/plaintext'].map((verb) => path(`${transit}/${verb}/${importance}`, 'update'))),
  ].join('\n');
}

/** Can be run again: what is there stays as it is, policies and roles are written anew. Names are ids, and need no quoting. */
function script(site: string, tenants: readonly StoreTenant[]): string {
  return [
    '#!/usr/bin/env bash',
    `# Mounts, keys, policies and roles of the secret store of ${site}. Run it with BAO_ADDR and a token that may do so.`,
    'set -euo pipefail',
    'cd "$(dirname "${BASH_SOURCE[0]}")"',
    'there() { local listed; listed=$("${@:2}" -format=json) && grep -qF "\\"$1/\\"" <<<"$listed"; }',
    'mounted() { there "$1" bao secrets list || bao secrets enable -path="$1" "${@:2}"; }',
    'there kubernetes bao auth list || bao auth enable kubernetes',
    `bao write auth/kubernetes/config kubernetes_host=https://kubernetes.default.svc`,
    'bao policy write snapshot policies/snapshot.hcl',
    "bao write auth/kubernetes/role/snapshot bound_service_account_names='*' bound_service_account_namespaces=openbao token_policies=snapshot token_ttl=10m token_max_ttl=30m",
    ...tenants.flatMap(({ organisation, secrets, transit, keys, policy, namespaces }) => [
      '',
      `# ${organisation}`,
      `mounted ${secrets} -version=2 kv`,
      ...(keys.length === 0 ? [] : [`mounted ${transit} transit`]),
      // Written again it would be refused for what cannot change, so it is read first.
      ...keys.map((key) => `bao read ${transit}/keys/${key} >/dev/null 2>&1 || bao write ${transit}/keys/${key} type=aes256-gcm96 exportable=false allow_plaintext_backup=false auto_rotate_period=${rotation}`),
      `bao policy write ${policy} policies/${policy}.hcl`,
      `bao write auth/kubernetes/role/${policy} bound_service_account_names='*' bound_service_account_namespaces=${namespaces.join(',')} token_policies=${policy} token_ttl=1h token_max_ttl=24h`,
    ]),
    '',
    '# A key made here may be used once a snapshot that holds it was restored and read at the site that takes over.',
    '',
  ].join('\n');
}
