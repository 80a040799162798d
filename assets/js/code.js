// Sets code in ink of two weights. Only the languages on the page are fetched.
import hljs from './vendor/hljs/core.js';

const files = { csharp: 'csharp', cs: 'csharp', python: 'python', py: 'python', sql: 'sql', javascript: 'javascript', js: 'javascript',
  bash: 'bash', sh: 'bash', json: 'json', xml: 'xml', html: 'xml' };

export async function render(root) {
  for (const place of root.querySelectorAll('pre > code[class*="language-"]')) {
    const name = files[place.className.match(/language-([\w-]+)/)?.[1]];
    if (!name) continue;
    if (!hljs.getLanguage(name)) hljs.registerLanguage(name, (await import(`./vendor/hljs/${name}.js`)).default);
    place.innerHTML = hljs.highlight(place.textContent, { language: name, ignoreIllegals: true }).value;
    place.parentElement.tabIndex = 0;
  }
}

for (const root of document.querySelectorAll('[data-enrich]')) render(root);
