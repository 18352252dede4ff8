import type { SchemasData } from '../commands/schema.js';
import type { View } from './view.js';

export function text({ schemas, written }: SchemasData, view: View): string {
  const names = Object.keys(schemas);
  if (written.length > 0) return view.lang === 'vi' ? `Đã ghi ${written.length} lược đồ.\n` : `${written.length} schemas written.\n`;
  const hint = view.lang === 'vi' ? 'Nội dung: ndc schema --json; ghi ra tệp: ndc schema --write THƯ_MỤC' : 'Their text: ndc schema --json; as files: ndc schema --write DIR';
  return `${names.map((name) => `  ${name}`).join('\n')}\n${hint}\n`;
}
