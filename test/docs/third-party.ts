import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Locked {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

export interface Library {
  readonly name: string;
  readonly version: string;
  /** SPDX, as its own package says; empty where it says nothing. */
  readonly licence: string;
}

/** What is installed with the toolkit, by the lock file; what only tests and builds use is left out. */
export function libraries(lock = readFileSync(join(root, 'package-lock.json'), 'utf8')): readonly Library[] {
  const { packages } = JSON.parse(lock) as { packages: Readonly<Record<string, Locked>> };
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
    .map(([path, { name, version = '', license = '' }]) => ({ name: name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), version, licence: license }))
    .sort((a, b) => (a.name === b.name ? (a.version < b.version ? -1 : 1) : a.name < b.name ? -1 : 1));
}

/** The page that lists them, licence by licence. */
export function page(all: readonly Library[] = libraries()): string {
  const licences = [...new Set(all.map(({ licence }) => licence))].sort();
  return [
    '# What comes with the toolkit, and under which licence',
    '',
    'The toolkit itself is under the [Apache License 2.0](../LICENSE). Below stands what `npm ci --omit=dev` installs, by the lock file; `npm run licences` writes this page. Nothing of it is changed. The Mozilla Public License asks for the source of changed files of its own alone; under it are CDK for Terraform’s provider bindings and CDK for Terraform itself. Programs that a sandbox or a drill builds (etcd, Kubernetes, OpenTofu, Velero, versitygw) are fetched and built on the machine that asks for them, and are not part of a package.',
    '',
    ...licences.flatMap((licence) => [`## ${licence}`, '', [...new Set(all.filter((library) => library.licence === licence).map(({ name, version }) => `${name} ${version}`))].join(', '), '']),
  ].join('\n');
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === process.argv[1]) writeFileSync(join(root, 'docs/third-party.md'), page());
