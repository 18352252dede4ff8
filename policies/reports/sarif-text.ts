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

/** `sha256:ab12` → `ab12`, as SARIF and OSCAL write hashes. */
export const hexOf = (digest: string): string => digest.replace(/^sha256:/, '');
