// "/" puts the cursor into the search field, unless one is writing.
const writing = target => target.closest('input, textarea, select, [contenteditable]');

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  const field = [...document.querySelectorAll('[data-shortcut]')].find(e => e.dataset.shortcut === event.key && e.offsetParent !== null);
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select?.();
});
