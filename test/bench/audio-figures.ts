/** The errors of one way to start a programme, ms after its instant; null: nothing was heard. */
export interface Series {
  readonly name: string;
  readonly errors: readonly (number | null)[];
  readonly underruns?: number;
  readonly longestGapMs?: number;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return low + (high - low) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function heard(series: Series): number[] {
  return series.errors.filter((error) => error !== null);
}

const columns = ['n', 'missed', 'p50', 'p95', 'p99', '|max|', 'p95−p5', '|e−p50| p99', 'underruns', 'longest gap'];

/** The figures of each way, a line each, ms. `p95` and `p99` are of the error's size. */
export function startTable(title: string, all: readonly Series[]): string {
  const rows = all.map((series) => {
    const errors = heard(series);
    const sizes = errors.map(Math.abs);
    const p50 = median(errors);
    const ms = (value: number) => (Number.isFinite(value) ? value.toFixed(2) : '–');
    return [
      series.name,
      String(errors.length),
      String(series.errors.length - errors.length),
      ms(p50),
      ms(quantile(sizes, 0.95)),
      ms(quantile(sizes, 0.99)),
      ms(Math.max(...sizes)),
      ms(quantile(errors, 0.95) - quantile(errors, 0.05)),
      ms(
        quantile(
          errors.map((error) => Math.abs(error - p50)),
          0.99,
        ),
      ),
      series.underruns === undefined ? '' : String(series.underruns),
      series.longestGapMs === undefined ? '' : ms(series.longestGapMs),
    ];
  });
  const lines = [['', ...columns], ...rows];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const text = lines.map((line) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  );
  return `\n${title}\n${text.join('\n')}\n`;
}
