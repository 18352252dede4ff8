/** Major and minor of a version such as `1.35.4` or `v1.20.6`; undefined where the text is none. */
export function majorMinor(version: string): readonly [number, number] | undefined {
  const match = /^v?(\d+)\.(\d+)(\.|$)/.exec(version);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

/** At most one minor apart within one major; undefined where a version cannot be read. */
export function withinOneMinor(a: string, b: string): boolean | undefined {
  const [left, right] = [majorMinor(a), majorMinor(b)];
  if (left === undefined || right === undefined) return a === b ? true : undefined;
  return left[0] === right[0] && Math.abs(left[1] - right[1]) <= 1;
}
