import type { EngineProgram } from './engine-locate.js';

/**
 * A stack as an engine reads it. OpenTofu before 1.10 lets go of whatever a `removed` block names and knows no
 * `lifecycle` in it; later ones and Terraform require or take `destroy = false`. The meaning is one.
 * Source: https://github.com/opentofu/opentofu/issues/2556
 */
export function asEngineReads(json: string, { kind, version }: Pick<EngineProgram, 'kind' | 'version'>): string {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (kind !== 'tofu' || major > 1 || minor >= 10 || !json.includes('"removed"')) return json;
  const tree = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const { removed } = tree;
  if (!Array.isArray(removed)) return json;
  return `${JSON.stringify({ ...tree, removed: removed.map((block: { readonly from: string }) => ({ from: block.from })) }, null, 2)}\n`;
}
