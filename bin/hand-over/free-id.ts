/** An id of a transition that nobody has yet: the wanted one, shortened so that a count fits behind it, or with the first count that is free. */
export function freeId(wanted: string, isTaken: (id: string) => boolean): string {
  const start = wanted.slice(0, 58).replace(/-+$/, '');
  let free = start;
  for (let count = 2; isTaken(free); count += 1) free = `${start}-${count}`;
  return free;
}
