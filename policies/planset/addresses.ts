/** One step of a module address: the call's name, and its instance key as written (`["s1.x"]`, `[0]`) where it has one. */
interface ModuleStep {
  readonly name: string;
  readonly key: string;
}

/** Keys may hold dots, quotes and brackets, so the text is scanned, never split. */
function moduleSteps(address: string | undefined): readonly ModuleStep[] {
  const steps: ModuleStep[] = [];
  let rest = address ?? '';
  while (rest.startsWith('module.')) {
    rest = rest.slice('module.'.length);
    const name = /^[^.[]+/.exec(rest)?.[0] ?? '';
    rest = rest.slice(name.length);
    const key = rest.startsWith('[') ? rest.slice(0, keyLength(rest)) : '';
    rest = rest.slice(key.length);
    steps.push({ name, key });
    if (rest.startsWith('.')) rest = rest.slice(1);
  }
  return steps;
}

/** Names of the module calls in a module address: `module.m["s1.x"].module.inner[0]` is `['m', 'inner']`. */
export const modulePath = (address: string | undefined): readonly string[] => moduleSteps(address).map(({ name }) => name);

/** The module instance and those it stands in, outermost first, each with its call's path without keys. */
export function moduleInstances(address: string): readonly { readonly path: string; readonly instance: string }[] {
  let [path, instance] = ['', ''];
  return moduleSteps(address).map(({ name, key }) => {
    path = path === '' ? `module.${name}` : `${path}.module.${name}`;
    instance = instance === '' ? `module.${name}${key}` : `${instance}.module.${name}${key}`;
    return { path, instance };
  });
}

/** Length of `[…]` at the start of a text, quotes and their escapes respected. */
export function keyLength(text: string): number {
  let quoted = false;
  for (let index = 1; index < text.length; index += 1) {
    const character = text[index];
    if (quoted && character === '\\') index += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === ']') return index + 1;
  }
  return text.length;
}

/** Path of module calls as an address without instance keys: `module.m.module.inner`; empty for the root. */
export const pathAddress = (modules: readonly string[]): string => modules.map((name) => `module.${name}`).join('.');

/** Address of a block of the configuration, without instance keys: what joins it with its instances in `resource_changes`. */
export function blockAddress(modules: readonly string[], mode: string, type: string, name: string): string {
  const within = modules.length === 0 ? '' : `${pathAddress(modules)}.`;
  return `${within}${mode === 'data' ? 'data.' : ''}${type}.${name}`;
}
