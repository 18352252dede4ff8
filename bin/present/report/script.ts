/**
 * The page's only script: language, theme, and the filter of long tables. It reads the page and hides rows; it writes no
 * markup and asks for nothing. Search ignores case and the marks of Vietnamese.
 */
export const script = `
(() => {
  'use strict';
  const root = document.documentElement;
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const plain = (text) => text.normalize('NFD').replace(/[\\u0300-\\u036f]/g, '').replace(/[\\u0110\\u0111]/g, 'd').toLowerCase();
  const press = (attribute, chosen) => {
    for (const button of all('button[' + attribute + ']')) button.setAttribute('aria-pressed', String(button.getAttribute(attribute) === chosen));
  };
  for (const button of all('button[data-set-lang]'))
    button.addEventListener('click', () => {
      const lang = button.getAttribute('data-set-lang');
      root.setAttribute('lang', lang);
      root.setAttribute('data-lang', lang);
      document.title = root.getAttribute('data-title-' + lang);
      press('data-set-lang', lang);
    });
  for (const button of all('button[data-set-theme]'))
    button.addEventListener('click', () => {
      const theme = button.getAttribute('data-set-theme');
      root.setAttribute('data-theme', theme);
      press('data-set-theme', theme);
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
