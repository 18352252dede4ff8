import type { ReportData } from '../report-data.js';
import { html as page } from './report/html.js';
import { figure, safe, type View } from './view.js';

/** Where the page was written; without a file, the page itself. */
export function text(data: ReportData, view: View): string {
  if (data.page === undefined) return page(data, view);
  const { path, bytes } = data.page;
  const size = figure(view, Math.ceil(bytes / 1024));
  return view.lang === 'vi' ? `Đã ghi báo cáo vào ${safe(path)} (${size} KiB). Hãy mở bằng trình duyệt; in ra giấy A4 được.\n` : `The report was written to ${safe(path)} (${size} KiB). Open it in a browser; it prints on A4.\n`;
}

export const html = page;
