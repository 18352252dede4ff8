/**
 * What the script of every page begins with: finding, reading without the marks of Vietnamese, and the switch of language.
 * It reads the page, writes no markup and asks for nothing.
 */
export const pageScript = `
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
`.trim();
