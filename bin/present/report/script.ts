import { pageScript } from '../page-script.js';

/**
 * The page's only script: language, theme, and the filter of long tables. It reads the page and hides rows; it writes no
 * markup and asks for nothing. Search ignores case and the marks of Vietnamese.
 */
export const script = `
(() => {
  ${pageScript}
  for (const button of all('button[data-set-theme]'))
    button.addEventListener('click', () => {
      const theme = button.getAttribute('data-set-theme');
      root.setAttribute('data-theme', theme);
      press('data-set-theme', theme);
    });
  // Paper opens nothing: what is folded is printed whole, and folded again afterwards.
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = all('details:not([open]):not(.figures)');
    for (const one of folded) one.setAttribute('open', '');
  });
  addEventListener('afterprint', () => {
    for (const one of folded) one.removeAttribute('open');
    folded = [];
  });
  for (const input of all('input[data-find]')) {
    const rows = all('#' + input.getAttribute('data-find') + ' tbody tr').map((row) => ({ row, words: undefined }));
    const shown = document.getElementById(input.getAttribute('data-find') + '-shown');
    input.addEventListener('input', () => {
      const wanted = plain(input.value).split(/\\s+/).filter((word) => word !== '');
      let count = 0;
      for (const entry of rows) {
        if (entry.words === undefined) entry.words = plain(entry.row.textContent);
        const found = wanted.every((word) => entry.words.includes(word));
        entry.row.toggleAttribute('hidden', !found);
        if (found) count += 1;
      }
      shown.textContent = String(count);
    });
  }
})();
`;
