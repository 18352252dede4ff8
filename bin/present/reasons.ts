import { figure, wrap, type View } from './view.js';

/** Stacks named beside a reason that many of them share. */
const namesShown = 4;

/** Each distinct reason once, with the stacks it holds for. */
export function reasonsText(rows: readonly { readonly name: string; readonly reason: string }[], view: View): string[] {
  const byReason = new Map<string, string[]>();
  for (const { name, reason } of rows) byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  return [...byReason].map(([reason, names]) => {
    const more = names.length - namesShown;
    const who = `${names.slice(0, namesShown).join(', ')}${more > 0 ? ` … (+${figure(view, more)})` : ''}`;
    return wrap(`  ${who}: ${reason}`, view.columns, '    ');
  });
}
