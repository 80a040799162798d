// On every page, and small: what HTML cannot do alone. Everything here has a plain form or plain text beneath it.
// Heavier modules are fetched only by the pages whose markup asks for them.

const when = (selector, module) => {
  if (document.querySelector(selector)) return import(new URL(module, import.meta.url));
};

when('[data-shortcut]', './shortcuts.js');
when('[data-save-url]', './autosave.js');
when('[data-passkey]', './passkey.js');
when('[data-exam]', './exam.js');
when('[data-reorder]', './reorder.js');
when('[data-study]', './study.js');
when('[data-enrich] .math', './math.js');
when('[data-enrich] pre > code[class*="language-"]', './code.js');

// A refused form: the summary of what is wrong is read first.
document.querySelector('[data-focus]')?.focus();

// A select that filters a list sends its form by itself; without script the form's button does.
document.addEventListener('change', event => {
  if (event.target.matches('select[data-auto]')) event.target.form.requestSubmit();
});

// Copy the text of an element. The button stays hidden where copying is impossible.
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    const label = button.lastChild;
    label.textContent = button.dataset.copied;
  });
}

// A form that has been sent is not sent twice by an impatient second click; coming back by history makes it usable again.
document.addEventListener('submit', event => {
  const form = event.target;
  if (form.method !== 'post' || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = 'yes';
  event.submitter?.setAttribute('aria-busy', 'true');
  setTimeout(() => rest(form), 5000);
});
const rest = form => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy');
};
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) rest(form);
});
