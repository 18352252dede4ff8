import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { Names } from '../completion/candidates.js';
import { listPlanSets } from './planset-ids.js';

const endings = /\.ya?ml$/;
/** Bytes; the Tab key waits for no larger file. */
const longest = 1_000_000;

/** Names that the data directory and the connections hold. What cannot be read offers nothing: the command itself will say why. */
export function namesIn({ sites, home }: { readonly sites: string; readonly home: string }): Names {
  const listing = (folder: string): Promise<readonly string[]> => readdir(folder).then((found) => found.filter((name) => endings.test(name)).sort(), () => []);
  const stems = async (folder: string): Promise<readonly string[]> => (await listing(folder)).map((name) => basename(name).replace(endings, ''));
  const content = async (path: string): Promise<unknown> => {
    try {
      const text = await readFile(path, 'utf8');
      return text.length > longest ? undefined : (parse(text) as unknown);
    } catch {
      return undefined;
    }
  };
  const sitesThere = async (): Promise<readonly string[]> => (await Promise.all((await listing(sites)).map((name) => content(join(sites, name))))).flatMap((file) => (hasFields(file) && file['kind'] === 'Site' && typeof file['id'] === 'string' ? [file['id']] : []));
  const organisations = (): Promise<readonly string[]> => stems(join(sites, 'tenants'));
  return {
    sites: sitesThere,
    organisations,
    // Which organisation has a stack at which site takes the whole derivation to tell: the Tab key does not wait for it.
    stacks: async () => {
      const asked = await organisations();
      return (await sitesThere()).flatMap((site) => [`${site}-platform`, `${site}-protection`, ...asked.map((organisation) => `${site}-tenant-${organisation}`)]);
    },
    planSets: async () => (await listPlanSets(home)).reverse(),
    connections: () => stems(join(home, 'connections')),
    keys: async () => (await Promise.all((await listing(join(sites, 'keys'))).map((name) => content(join(sites, 'keys', name))))).flatMap((file) => (hasFields(file) && Array.isArray(file['keys']) ? file['keys'].flatMap(keyIds) : [])),
    rules: async () => (await import('../../policies/engine/catalogue.js')).rules.map(({ id }) => id),
  };
}

const hasFields = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const keyIds = (key: unknown): readonly string[] =>
  !hasFields(key) ? [] : [...(typeof key['id'] === 'string' ? [key['id']] : []), ...(Array.isArray(key['previous']) ? key['previous'].flatMap((former: unknown) => (hasFields(former) && typeof former['id'] === 'string' ? [former['id']] : [])) : [])];
