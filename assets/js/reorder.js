// Puts a list in order by dragging a handle or by Alt with the arrow keys. Beneath it each entry has plain buttons that post.
//
//   <ol data-reorder="form-id" data-say="{name} is now {place} of {count}">  <li data-id="…" data-name="…"> … <button data-handle> …
//   <form id="form-id" method="post"> with inputs marked data-id and data-position (from 0), sent after each move.

const live = document.createElement('p');
live.className = 'visually-hidden';
live.setAttribute('role', 'status');
document.body.append(live);

for (const list of document.querySelectorAll('[data-reorder]')) {
  const form = document.getElementById(list.dataset.reorder);
  const entries = () => [...list.children].filter(e => e.dataset.id);
  let held = null;
  let from = -1;

  const settle = async entry => {
    const all = entries();
    const place = all.indexOf(entry);
    live.textContent = (list.dataset.say ?? '').replace('{name}', entry.dataset.name ?? '').replace('{place}', place + 1).replace('{count}', all.length);
    form.querySelector('[data-id]').value = entry.dataset.id;
    form.querySelector('[data-position]').value = place;
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new FormData(form) });
      if (!answer.ok) throw new Error(answer.status);
    } catch {
      // What is shown must be what is stored.
      location.reload();
    }
  };

  list.addEventListener('keydown', event => {
    const entry = event.target.closest('[data-id]');
    if (!entry || !event.altKey || !event.target.matches('[data-handle]') || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const all = entries();
    const other = all[all.indexOf(entry) + (event.key === 'ArrowUp' ? -1 : 1)];
    if (!other) return;
    if (event.key === 'ArrowUp') other.before(entry); else other.after(entry);
    event.target.focus();
    settle(entry);
  });

  list.addEventListener('pointerdown', event => {
    const handle = event.target.closest('[data-handle]');
    if (!handle || event.button !== 0) return;
    held = handle.closest('[data-id]');
    from = entries().indexOf(held);
    held.classList.add('is-moving');
    handle.setPointerCapture(event.pointerId);
  });
  list.addEventListener('pointermove', event => {
    if (!held) return;
    for (const other of entries()) {
      if (other === held) continue;
      const box = other.getBoundingClientRect();
      if (event.clientY < box.top || event.clientY > box.bottom) continue;
      if (event.clientY < box.top + box.height / 2) other.before(held); else other.after(held);
      break;
    }
  });
  const release = () => {
    if (!held) return;
    const entry = held;
    held = null;
    entry.classList.remove('is-moving');
    if (entries().indexOf(entry) !== from) settle(entry);
  };
  list.addEventListener('pointerup', release);
  list.addEventListener('pointercancel', release);
}
