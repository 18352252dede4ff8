import type { View } from '../view.js';
import { span } from './markdown-text.js';
import type { Section } from './review-sections.js';

/** Characters of the longest comment: GitHub takes 65,536, GitLab 1,000,000. */
export const longestComment = 60_000;

/** The whole text, or cut to a comment by leaving rows out of the least important sections first. `artefact`: where the whole text lies. */
export interface CommentOptions {
  readonly whole?: boolean;
  readonly artefact?: string;
}

/** A section with how long it is kept when room runs out: 0 the longest. */
export interface Weighted {
  readonly section: Section;
  readonly importance: number;
}

/** One Markdown page: head and foot stand whole, sections in their order as far as there is room. */
export function comment(head: readonly string[], sections: readonly Weighted[], foot: readonly string[], view: View, { whole = false, artefact }: CommentOptions = {}): string {
  const filled = sections.filter(({ section: { rows } }) => rows.length > 0);
  const budget = whole ? Number.POSITIVE_INFINITY : longestComment - 1 - size([...head, ...foot]) - filled.length * largestFrame;
  const shown = cut(filled, budget);
  const body = filled.flatMap(({ section }) => sectionLines(section, shown.get(section) ?? [], view, artefact));
  return [...head, ...body, ...foot].join('\n');
}

const size = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0);

/** Room kept for what stands around a section's rows: its title, its table's head, its note. */
const largestFrame = 900;

/** Rows that every section may have before any gets more: who has to approve is told however much changes. */
const firstRows = 40;

/** The rows of each section that fit, the most important sections first: the first rows of each, then the rest of each. */
function cut(sections: readonly Weighted[], budget: number): ReadonlyMap<Section, readonly string[]> {
  const shown = new Map<Section, string[]>();
  const closed = new Set<Section>();
  let left = budget;
  const byImportance = [...sections].sort((a, b) => a.importance - b.importance);
  for (const most of [firstRows, Number.POSITIVE_INFINITY]) {
    for (const { section } of byImportance) {
      const written = shown.get(section) ?? [];
      shown.set(section, written);
      for (const write of closed.has(section) ? [] : section.rows.slice(written.length, most)) {
        const row = write();
        if (row.length + 1 > left) {
          closed.add(section);
          break;
        }
        left -= row.length + 1;
        written.push(row);
      }
    }
  }
  return shown;
}

function sectionLines({ title, head, rows, foot = [], folded = false }: Section, shown: readonly string[], view: View, artefact: string | undefined): string[] {
  const hidden = rows.length - shown.length;
  const where = artefact === undefined ? (view.lang === 'vi' ? 'chạy lại với --out TỆP để có toàn văn' : 'run again with --out FILE for the whole text') : view.lang === 'vi' ? `toàn văn ở ${span(artefact)}` : `the whole text is in ${span(artefact)}`;
  const note = hidden === 0 ? [] : ['', view.lang === 'vi' ? `_… và ${hidden} dòng nữa; ${where}._` : `_… and ${hidden} more line${hidden === 1 ? '' : 's'}; ${where}._`];
  const inside = [...(shown.length === 0 ? [] : [...head, ...shown]), ...note, ...foot];
  return folded ? ['', '<details>', `<summary>${title}</summary>`, '', ...inside, '', '</details>'] : ['', `### ${title}`, '', ...inside];
}
