import type { ModelData } from 'highs';

/** A program in rows and columns, built one after the other: only what is not zero is kept. */
export class Sparse {
  readonly cost: number[] = [];
  readonly lower: number[] = [];
  readonly upper: number[] = [];
  readonly whole: number[] = [];
  readonly rowLower: number[] = [];
  readonly rowUpper: number[] = [];
  private readonly starts: number[] = [0];
  private readonly indices: number[] = [];
  private readonly values: number[] = [];

  /** A column; returns its number. */
  column(cost: number, lower: number, upper: number, whole: boolean): number {
    this.cost.push(cost);
    this.lower.push(lower);
    this.upper.push(upper);
    this.whole.push(whole ? 1 : 0);
    return this.cost.length - 1;
  }

  /** A row: lower ≤ Σ value · column ≤ upper. Columns that come twice are added. Returns its number. */
  row(lower: number, upper: number, entries: readonly (readonly [column: number, value: number])[]): number {
    const sums = new Map<number, number>();
    for (const [column, value] of entries) sums.set(column, (sums.get(column) ?? 0) + value);
    for (const [column, value] of sums) {
      if (value === 0) continue;
      this.indices.push(column);
      this.values.push(value);
    }
    this.starts.push(this.indices.length);
    this.rowLower.push(lower);
    this.rowUpper.push(upper);
    return this.rowLower.length - 1;
  }

  /** @param relaxed whole numbers become fractions. */
  data({ cost = this.cost, relaxed = false }: { readonly cost?: readonly number[]; readonly relaxed?: boolean } = {}): ModelData {
    const [numCols, numRows] = [this.cost.length, this.rowLower.length];
    return {
      numCols,
      numRows,
      colCost: Float64Array.from(cost),
      colLower: Float64Array.from(this.lower),
      colUpper: Float64Array.from(this.upper),
      rowLower: Float64Array.from(this.rowLower),
      rowUpper: Float64Array.from(this.rowUpper),
      matrix: { format: 'csr', numRows, numCols, starts: Int32Array.from(this.starts), indices: Int32Array.from(this.indices), values: Float64Array.from(this.values) },
      ...(relaxed ? {} : { integrality: Int32Array.from(this.whole) }),
    };
  }
}
