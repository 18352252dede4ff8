/**
 * A text as a SARIF message string holds it. Braces are doubled (SARIF 2.1.0, 3.11.5: they mark placeholders), and where
 * a text could be read as an embedded link (3.11.6), its brackets are escaped: no name of a plan becomes a link.
 */
export function messageText(text: string): string {
  const braces = text.replace(/[{}]/g, '$&$&');
  return /\]\s*\(/.test(braces) ? braces.replace(/[\\[\]]/g, '\\$&') : braces;
}

/** A file's name as a relative URI: each part encoded, so that none is taken for a scheme, a query or a way up. */
export const relativeUri = (name: string): string =>
  name
    .split('/')
    .map((part) => (part === '..' || part === '.' ? part.replaceAll('.', '%2E') : encodeURIComponent(part)))
    .join('/')
    .replace(/^\/+/, '');

/** Where a document that was read lies: below the plans, or where its full path says. */
export const documentUri = (name: string): { readonly uri: string; readonly full: boolean } => (name.startsWith('/') ? { uri: `file:///${relativeUri(name)}`, full: true } : { uri: relativeUri(name), full: false });

/** `sha256:ab12…` → `ab12…`, as SARIF and OSCAL write hashes; undefined for what is none. */
export const hexOf = (digest: string | undefined): string | undefined => /^sha256:([0-9a-f]{64})$/.exec(digest ?? '')?.[1];
