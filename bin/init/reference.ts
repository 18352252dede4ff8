import { decision } from './choices.js';
import { schemaLine, type EstateFile } from './estate-file.js';

/**
 * Catalogues that are the toolkit's work rather than an estate's: figures of planning and recovery, tiers, versions, prices,
 * law. They are copied and not read from the package: what an audit judged stands in one directory, and an upgrade of the
 * toolkit changes no estate.
 */
export const referenceCatalogues = ['approvals', 'components', 'legal', 'planning', 'prices', 'quota-sizes', 'recovery', 'signers', 'standards', 'tiers'] as const;
export type ReferenceCatalogue = (typeof referenceCatalogues)[number];

/** What in a shipped catalogue speaks of the shipped estate, taken out, or what a new one needs, put in. As text, so that every comment and line stays. */
const fitted: Partial<Record<ReferenceCatalogue, (text: string) => string>> = {
  // Procedures of systems that a new estate does not have; they end the file.
  recovery: (text) => text.replace(/^systems:\n[^]*$/m, 'systems: []\n'),
  legal: (text) => text.replace(/^sources:\n/m, `sources:\n${ownDecision}`),
};

const ownDecision = `  # On what the sites rest: their milestones name it.
  - id: ${decision}
    label: DEC
    title: {vi: Quyết định thành lập (điền tên), en: Founding decision (fill in)}
    standing: public
    note:
      vi: Mục mẫu do ndc init ghi; hãy thay bằng văn bản thật.
      en: An example entry written by ndc init; replace it with the real document.
`;

/** A shipped catalogue as a file of a new estate. */
export function referenceFile(name: ReferenceCatalogue, shipped: string, version: string): EstateFile {
  const path = `catalogue/${name}.yaml`;
  const [first = '', ...rest] = shipped.split('\n');
  if (!first.startsWith('# yaml-language-server:')) throw new Error(`the shipped ${path} names no schema`);
  const text = [`# ${schemaLine(path, name)}`, `# Taken from ndc-toolkit ${version} by ndc init; yours to change.`, ...rest].join('\n');
  return { path, text: fitted[name]?.(text) ?? text };
}
