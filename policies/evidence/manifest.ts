import { z } from 'zod';
import { canonical, digestOf } from '../../sites/model/estate.js';

/** Name of the manifest in a folder of evidence, and of its signature. */
export const manifestName = 'manifest.json';
export const signatureName = 'manifest.json.sig';

/** A file of the folder: plain names, in the folder itself or in `rules/`. */
const fileName = z.string().regex(/^(rules\/)?[A-Za-z0-9_][A-Za-z0-9._-]{0,200}$/);
const sha256 = z.string().regex(/^sha256:[0-9a-f]{64}$/);

const schema = z.strictObject({
  kind: z.literal('ndc/evidence.v1'),
  /** RFC 3339: when it was judged. */
  at: z.string().max(40),
  tool: z.strictObject({ name: z.literal('ndc'), version: z.string().max(80) }),
  estate: z.strictObject({ id: z.string().max(100), digest: sha256 }),
  /** What the report's statement names as its result. */
  result: sha256,
  /** SHA-256 of every other file of the folder, the signature apart. */
  files: z.record(fileName, sha256),
  /** SHA-256 over the rest of the manifest. It shows damage; against whoever can compute it again only a signature helps. */
  seal: sha256,
});

export type Manifest = z.output<typeof schema>;

/** The manifest that binds the files of a folder, as it is written and signed. */
export function manifestText(facts: Omit<Manifest, 'kind' | 'files' | 'seal'>, files: ReadonlyMap<string, string | Uint8Array>): string {
  const digests = [...files].map(([name, content]): [string, string] => [name, digestOf(content)]).sort(([a], [b]) => (a < b ? -1 : 1));
  return written({ kind: 'ndc/evidence.v1', ...facts, files: Object.fromEntries(digests) });
}

const written = (manifest: Omit<Manifest, 'seal'>): string => `${JSON.stringify({ ...manifest, seal: sealOf(manifest) }, null, 2)}\n`;

const sealOf = (manifest: Omit<Manifest, 'seal'>): string => digestOf(canonical(manifest));

/** The manifest that some bytes are; undefined where they are none, or not byte for byte what was written. */
export function parseManifest(bytes: Uint8Array): Manifest | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let parsed: z.ZodSafeParseResult<Manifest>;
  try {
    parsed = schema.safeParse(JSON.parse(text));
  } catch {
    return undefined;
  }
  if (!parsed.success) return undefined;
  const { seal: _seal, ...manifest } = parsed.data;
  // Also refuses another spelling of the same JSON: what was signed is these bytes.
  return written(manifest) === text ? parsed.data : undefined;
}
