/**
 * Circles among things that wait for each other, each told once: from the member that sorts first, around to itself.
 * What waits for nothing, or for what nobody named, begins no circle.
 */
export function circlePaths(ids: Iterable<string>, waitsFor: (id: string) => readonly string[]): readonly (readonly string[])[] {
  const done = new Set<string>();
  const found = new Map<string, readonly string[]>();
  const visit = (id: string, waiting: readonly string[]): void => {
    const begins = waiting.indexOf(id);
    if (begins >= 0) {
      const members = waiting.slice(begins);
      const first = members.reduce((a, b) => (a < b ? a : b));
      const turned = [...members.slice(members.indexOf(first)), ...members.slice(0, members.indexOf(first)), first];
      found.set(turned.join(' → '), turned);
      return;
    }
    if (done.has(id)) return;
    for (const next of waitsFor(id)) visit(next, [...waiting, id]);
    done.add(id);
  };
  for (const id of ids) visit(id, []);
  return [...found.values()];
}
