import { pageScript } from '../page-script.js';

/**
 * The page's only script: language, filter, and print. It reads the page and hides rows; it writes no markup and asks
 * for nothing. Search ignores case and the marks of Vietnamese, so "khong dat" finds "không đạt"; every
 * word must be there, words in quotes together.
 */
export const script = `
(() => {
  ${pageScript}

  const form = document.getElementById('filter');
  const search = document.getElementById('search');
  const site = document.getElementById('site');
  const family = document.getElementById('family');
  const boxes = all('input[name="standing"]', form);
  const sections = all('section.rule').map((section) => ({
    section,
    rows: all('tr[data-standing]', section).map((row) => ({ row, standing: row.getAttribute('data-standing'), site: row.getAttribute('data-site'), words: undefined })),
    family: section.getAttribute('data-family'),
    head: plain(all('.about', section).map((part) => part.textContent).join(' ')),
  }));
  const filter = () => {
    const standings = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const wanted = Array.from(plain(search.value).matchAll(/"([^"]+)"|([^\\s"]+)/g), (match) => match[1] || match[2]);
    let count = 0;
    for (const each of sections) {
      let here = 0;
      for (const entry of each.rows) {
        const cheap = standings.has(entry.standing) && (site.value === '' || entry.site === site.value) && (family.value === '' || each.family === family.value);
        if (cheap && wanted.length > 0 && entry.words === undefined) entry.words = plain(entry.row.textContent);
        const found = cheap && wanted.every((word) => each.head.includes(word) || entry.words.includes(word));
        entry.row.toggleAttribute('hidden', !found);
        if (found) here += 1;
      }
      each.section.toggleAttribute('hidden', here === 0);
      count += here;
    }
    document.getElementById('shown').textContent = count.toLocaleString(root.getAttribute('data-lang') === 'vi' ? 'vi-VN' : 'en-US');
  };
  form.addEventListener('input', filter);
  form.addEventListener('change', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(filter, 0));

  // A choice holds no markup, so the style sheet cannot choose its language.
  const inLanguage = () => {
    for (const choice of all('option[data-vi]')) choice.textContent = choice.getAttribute('data-' + root.getAttribute('data-lang'));
    filter();
  };
  for (const button of all('button[data-set-lang]')) button.addEventListener('click', inLanguage);

  let opened = [];
  window.addEventListener('beforeprint', () => {
    opened = all('details:not([open])');
    for (const each of opened) each.setAttribute('open', '');
  });
  window.addEventListener('afterprint', () => {
    for (const each of opened) each.removeAttribute('open');
    opened = [];
  });
  filter();
})();
`;
