/**
 * Names of the module calls in a module address: `module.m["s1.x"].module.inner[0]` is `['m', 'inner']`.
 * Keys may hold dots, quotes and brackets, so the text is scanned, never split.
 */
export function modulePath(address: string | undefined): readonly string[] {
  if (address === undefined || address === '') return [];
  const names: string[] = [];
  let rest = address;
  while (rest.startsWith('module.')) {
    rest = rest.slice('module.'.length);
    const name = /^[^.[]+/.exec(rest)?.[0] ?? '';
    names.push(name);
    rest = rest.slice(name.length);
    if (rest.startsWith('[')) rest = rest.slice(keyLength(rest));
    if (rest.startsWith('.')) rest = rest.slice(1);
  }
  return names;
}

/** Length of `[…]` at the start of a text, quotes and their escapes respected. */
function keyLength(text: string): number {
  let quoted = false;
  for (let index = 1; index < text.length; index += 1) {
    const character = text[index];
    if (quoted && character === '\\') index += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === ']') return index + 1;
  }
  return text.length;
}

/** Module path, type and name: what joins a resource of `resource_changes` with its block in `configuration`. */
export const configurationKey = (modules: readonly string[], mode: string, type: string, name: string): string => JSON.stringify([...modules, mode, type, name]);
