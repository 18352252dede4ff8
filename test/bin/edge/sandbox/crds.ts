import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

/** As much of a schema as the tests look at. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** As much of a custom resource definition as the tests look at. */
export interface Definition {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

const FOLDERS = ['crds', 'files/crds', 'files/csi-crds'];

/** Every custom resource definition of the sandbox's charts, with the name of its chart. */
export async function readDefinitions(): Promise<readonly { chart: string; crd: Definition }[]> {
  const root = resolve(import.meta.dirname, '../../../../bin/edge/sandbox/charts');
  const found: { chart: string; crd: Definition }[] = [];
  for (const chart of (await readdir(root)).sort()) {
    for (const folder of FOLDERS) {
      const files = await readdir(join(root, chart, folder)).catch(() => []);
      for (const file of files.sort()) {
        const text = await readFile(join(root, chart, folder, file), 'utf8');
        found.push({ chart, crd: parse(text) as Definition });
      }
    }
  }
  return found;
}
