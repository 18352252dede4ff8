/** An IPv4 network as a range of addresses, both ends included. */
export interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/** `10.16.0.0/12` as its range; host bits that are set are ignored, as routers do. */
export function rangeOf(cidr: string): Range {
  const [address = '', length = '32'] = cidr.split('/');
  const value = address.split('.').reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
  const span = 1n << (32n - BigInt(length));
  const first = value - (value % span);
  return { first, last: first + span - 1n };
}

export const overlap = (a: Range, b: Range): boolean => a.first <= b.last && b.first <= a.last;
