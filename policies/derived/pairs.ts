/** Every unordered pair of a list, in the list's order. */
export const pairsOf = <T>(items: readonly T[]): readonly (readonly [T, T])[] => items.flatMap((a, index) => items.slice(index + 1).map((b): readonly [T, T] => [a, b]));
