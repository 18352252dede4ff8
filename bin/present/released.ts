import { date, painter, safe, wrap, type View } from './view.js';

/** Local overrides in force, told wherever sites are: they are as old as their signatures, and end by themselves. */
export const releasedLines = (released: readonly { readonly site: string; readonly by: string; readonly until: string }[] | undefined, view: View): string[] =>
  (released ?? []).map(({ site, by, until }) =>
    wrap(
      painter(view).yellow(
        view.lang === 'vi'
          ? `  ${site} được hai người cho phép phục vụ dù không đọc được trung tâm nào khác: ${safe(by)}, đến hết ${date(view, until)}`
          : `  ${site} may serve although no other site could be read, as two people signed: ${safe(by)}, until the end of ${date(view, until)}`,
      ),
      view.columns,
      '    ',
    ),
  );
