import { Document, isMap } from 'yaml';
import type { Text } from '../../sites/model/text.js';

/** Files as they are written here: no line is folded, `{a: b}` without padding. Everything else keeps its form. */
export const fileStyle = { lineWidth: 0, flowCollectionPadding: false } as const;

/** Comment by which editors find the schema of a transition. */
const transitionSchema = 'yaml-language-server: $schema=../../schema/transition.schema.json';

/** The file of a transition that begins: a comment in both languages, for nobody knows who opens it next; its own fields in their order, and no approval yet. */
export function transitionFile(fields: Readonly<Record<string, unknown>>, { vi, en }: Text): string {
  const document = new Document({ apiVersion: 'ndc.gov.vn/v1', kind: 'Transition', ...fields, approvals: [] });
  if (isMap(document.contents)) document.contents.commentBefore = [transitionSchema, vi, en].map((line) => ` ${line}`).join('\n');
  return document.toString(fileStyle);
}
