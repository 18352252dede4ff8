import { circlePaths } from './circle-paths.js';
import { standing } from './cross.js';
import { diagnose, diagnosticKind, type Diagnostic } from './diagnostic.js';
import type { Component } from './kinds/components.js';
import type { RecoveryInputs } from './kinds/recovery-inputs.js';
import type { PathSegment } from './pointer.js';
import type { TypedFiles } from './typed-files.js';
import type { YamlFile } from './yaml-file.js';

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

export const systemCircle = diagnosticKind<{ path: string }>({
  code: 'NDC-E029',
  message: {
    vi: ({ path }) => `các hệ thống chờ lẫn nhau khi khôi phục: ${path}. Hãy bỏ một "after" trong vòng này.`,
    en: ({ path }) => `systems wait for each other when they are recovered: ${path}. Take one "after" out of this circle.`,
  },
  explanation: {
    vi: 'Mỗi hệ thống được khôi phục sau những hệ thống ghi trong "after" của nó. Nếu chúng chờ nhau theo vòng thì không hệ thống nào khởi động được.',
    en: 'Each system is recovered after those its "after" names. Where they wait for each other in a circle, none can start.',
  },
});

interface Waiting {
  readonly id: string;
  readonly after: readonly string[];
  readonly file: YamlFile;
  readonly path: readonly PathSegment[];
}

/** Components, and systems in recovery, that wait for each other. */
export function circles(files: TypedFiles): Diagnostic[] {
  const components = files.items<Component>('Components', 'components').map(({ item, file, path }): Waiting => ({ id: item.id, after: item.after ?? [], file, path }));
  const systems = files.of<RecoveryInputs>('RecoveryInputs').flatMap(({ value, file }) => value.systems.map(({ system, after = [] }, index): Waiting => ({ id: system, after, file, path: ['systems', index] })));
  return [...circlesAmong(components, circle), ...circlesAmong(systems, systemCircle)];
}

/** Each circle once, at the member whose id comes first in it. */
function circlesAmong(all: readonly Waiting[], kind: typeof circle): Diagnostic[] {
  const byId = new Map(all.map((one) => [one.id, one]));
  return circlePaths(byId.keys(), (id) => byId.get(id)?.after ?? []).flatMap((members) => {
    const [first = ''] = members;
    const at = byId.get(first);
    return at === undefined ? [] : [diagnose(kind, standing({ file: at.file, path: [...at.path, 'after'] }), { path: members.join(' → ') })];
  });
}
