// TeX that stays readable without script becomes MathML. Markdig writes <span class="math">\(…\)</span> and <div class="math">\[…\]</div>.
import temml from './vendor/temml.js';

const style = document.createElement('link');
style.rel = 'stylesheet';
style.href = new URL('../math.css', import.meta.url);
document.head.append(style);

export function render(root) {
  for (const place of root.querySelectorAll('.math')) {
    const block = place.tagName === 'DIV' || place.classList.contains('display');
    const tex = place.textContent.trim().replace(/^\\[[(]|\\[\])]$/g, '');
    try {
      const fresh = document.createElement(place.tagName);
      temml.render(tex, fresh, { displayMode: block, throwOnError: true, trust: false });
      place.replaceChildren(...fresh.childNodes);
      place.tabIndex = block ? 0 : -1;
      if (!block) place.removeAttribute('tabindex');
    } catch (error) {
      // The TeX stays as it was written: a reader can still make sense of it.
      place.title = error.message;
    }
  }
}

for (const root of document.querySelectorAll('[data-enrich]')) render(root);
