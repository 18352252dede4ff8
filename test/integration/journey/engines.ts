import { findEngine } from '../../../bin/edge/engine-locate.js';
import { onPath } from '../../../bin/edge/engine-locate.js';

export interface FoundEngine {
  readonly kind: 'terraform' | 'tofu';
  readonly version: string;
  readonly path: string;
}

/** Engines on PATH, and the tofu that `NDC_TOFU` names. */
export async function findEngines(): Promise<FoundEngine[]> {
  const named = [
    { kind: 'terraform' as const, path: await onPath('terraform', process.env) },
    { kind: 'tofu' as const, path: process.env['NDC_TOFU'] || (await onPath('tofu', process.env)) },
  ];
  const found: FoundEngine[] = [];
  for (const { kind, path } of named) {
    if (path === undefined || path === '') continue;
    const { version } = await findEngine({ kind, path }, process.env);
    found.push({ kind, version, path });
  }
  return found;
}
