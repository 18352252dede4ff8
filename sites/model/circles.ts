import { circlePaths } from './circle-paths.js';
import { standing } from './cross.js';
import { diagnose, diagnosticKind, type Diagnostic } from './diagnostic.js';
import type { Component } from './kinds/components.js';
import type { TypedFiles } from './typed-files.js';

export const circle = diagnosticKind<{ path: string }>({
  code: 'NDC-E024',
  message: {
    vi: ({ path }) => `các thành phần chờ lẫn nhau: ${path}. Hãy bỏ một "after" trong vòng này.`,
    en: ({ path }) => `components wait for each other: ${path}. Take one "after" out of this circle.`,
  },
  explanation: {
    vi: 'Mỗi thành phần được cài sau những thành phần ghi trong "after" của nó. Nếu chúng chờ nhau theo vòng thì không thành phần nào cài được.',
    en: 'Each component is installed after those its "after" names. Where they wait for each other in a circle, none can be installed.',
  },
});

/** Components that wait for each other, each circle once, at the component whose id comes first in it. */
export function circles(files: TypedFiles): Diagnostic[] {
  const components = files.items<Component>('Components', 'components');
  const byId = new Map(components.map((one) => [one.item.id, one]));
  return circlePaths(byId.keys(), (id) => byId.get(id)?.item.after ?? []).flatMap((members) => {
    const [first = ''] = members;
    const at = byId.get(first);
    return at === undefined ? [] : [diagnose(circle, standing({ file: at.file, path: [...at.path, 'after'] }), { path: members.join(' → ') })];
  });
}
