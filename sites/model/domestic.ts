/** Whether a host stands under a suffix of the list: `api.gov.vn` under `gov.vn`, `notgov.vn` not. */
export function isDomesticHost(host: string, suffixes: readonly string[]): boolean {
  const name = host.replace(/^\*\./, '');
  return suffixes.map((suffix) => suffix.replace(/^\*\./, '')).some((suffix) => name === suffix || name.endsWith(`.${suffix}`));
}
