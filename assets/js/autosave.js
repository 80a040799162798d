// Keeps what is written, and says where it is. A unit is any element with data-save-url (a form, or a fieldset per question):
// its named fields are sent as one JSON object. Each change is first written to this device, then sent with an idempotency key,
// again and again with growing pauses until the server has it. Closing the tab or losing the line loses nothing.
//
//   data-save-url="/api/v1/…"    where to; data-save-method, PUT by default
//   data-save-sequence="N"       the server keeps the highest "sequence" it has seen: sent in the body instead of an idempotency key,
//                                counted on from N, so that an answer kept here is sent again only where the server has no newer one
//   [data-save-state]            <Saved Live>: the words are in its data-say-* attributes
//   [data-offline]               <OfflineBanner>: shown while nothing gets through
//   event "autosave:refused"     on the unit, with the problem document, when the server says no for good

const units = [...document.querySelectorAll('[data-save-url]')];
const state = document.querySelector('[data-save-state]');
const banner = document.querySelector('[data-offline]');
const timers = new WeakMap();
let lastSaved = '';
let failures = 0;
let sending = false;
let wake;

const slot = unit => `lyceum:save:${unit.dataset.saveUrl}`;
const store = {
  get: key => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden: sending still works */ } },
  drop: key => { try { localStorage.removeItem(key); } catch { /* as above */ } },
};
// What is waiting, also where storage is forbidden.
const waiting = new Map();

const fieldName = name => {
  const last = name.split('.').pop();
  return last.charAt(0).toLowerCase() + last.slice(1);
};

function read(unit) {
  const body = {};
  for (const field of unit.querySelectorAll('input[name], select[name], textarea[name]')) {
    if (field.type === 'hidden' || field.type === 'file' || field.disabled) continue;
    const name = fieldName(field.name);
    const many = field.type === 'checkbox' && unit.querySelectorAll(`[name="${CSS.escape(field.name)}"]`).length > 1 || field.multiple;
    if (many) {
      body[name] ??= [];
      if (field.multiple) body[name].push(...[...field.selectedOptions].map(o => o.value));
      else if (field.checked) body[name].push(field.value);
    } else if (field.type === 'checkbox') body[name] = field.checked;
    else if (field.type === 'radio') { body[name] ??= null; if (field.checked) body[name] = field.value; }
    else body[name] = field.value;
  }
  return body;
}

function write(unit, body) {
  for (const field of unit.querySelectorAll('input[name], select[name], textarea[name]')) {
    const value = body[fieldName(field.name)];
    if (value === undefined || field.type === 'hidden' || field.type === 'file') continue;
    if (field.type === 'radio') field.checked = field.value === value;
    else if (field.type === 'checkbox') field.checked = Array.isArray(value) ? value.includes(field.value) : value;
    else if (!field.multiple) field.value = value ?? '';
  }
}

function say(kind, word) {
  if (!state) return;
  state.className = `ly-save ${kind}`;
  const text = (state.dataset[word] ?? '').replace('{time}', lastSaved);
  // A screen reader hears a change of words only; the same words again would be noise.
  if (state.textContent !== text) state.firstElementChild.textContent = text;
}

function offline(is) {
  if (banner) banner.hidden = !is;
  if (is) say('is-wait', lastSaved ? 'sayKept' : 'sayKeptOnly');
}

function entryOf(unit) {
  const body = read(unit);
  if (unit.dataset.saveSequence === undefined) return { key: crypto.randomUUID(), body };
  // Milliseconds, so that another device's later change has the higher number; never less than one more than the last.
  body.sequence = Math.max(Date.now(), Number(unit.dataset.saveSequence) + 1);
  unit.dataset.saveSequence = body.sequence;
  return { body };
}

function queue(unit) {
  timers.delete(unit);
  const entry = entryOf(unit);
  waiting.set(unit, entry);
  store.set(slot(unit), entry);
  say('is-half', 'saySaving');
  flush();
}

async function send(unit, entry) {
  const token = unit.closest('form')?.querySelector('[name=__RequestVerificationToken]')?.value;
  const answer = await fetch(unit.dataset.saveUrl, {
    method: unit.dataset.saveMethod ?? 'PUT',
    headers: { 'content-type': 'application/json', ...(entry.key && { 'idempotency-key': entry.key }), accept: 'application/json', ...(token && { requestverificationtoken: token }) },
    body: JSON.stringify(entry.body),
    keepalive: true,
    signal: AbortSignal.timeout(15000),
  });
  // Busy, restarting, behind a proxy that cannot reach the school: try again. Everything else in 4xx is a final no.
  if (answer.status >= 500 || answer.status === 408 || answer.status === 425 || answer.status === 429) throw new Error(answer.status);
  return answer;
}

async function flush() {
  if (sending) return;
  sending = true;
  clearTimeout(wake);
  try {
    for (const [unit, entry] of [...waiting]) {
      const answer = await send(unit, entry);
      failures = 0;
      // Only what was sent is done: the reader may have written on meanwhile.
      if (waiting.get(unit) === entry) { waiting.delete(unit); store.drop(slot(unit)); }
      if (!answer.ok) {
        say('is-bad', 'sayRefused');
        const problem = await answer.json().catch(() => ({}));
        unit.dispatchEvent(new CustomEvent('autosave:refused', { bubbles: true, detail: { status: answer.status, problem } }));
        continue;
      }
      lastSaved = new Date(answer.headers.get('date') ?? Date.now()).toLocaleTimeString('en-GB', { timeZone: document.documentElement.dataset.zone });   // the reader's zone, as everywhere on the page; not the device's
    }
    offline(false);
    if (waiting.size === 0 && lastSaved && !state?.classList.contains('is-bad')) say('is-ok', 'saySaved');
  } catch {
    failures++;
    offline(true);
    const pause = Math.min(30000, 1000 * 2 ** Math.min(failures, 5)) * (0.75 + Math.random() / 2);
    wake = setTimeout(flush, pause);
  } finally {
    sending = false;
  }
  if (waiting.size > 0 && failures === 0) flush();
}

for (const unit of units) {
  // Left over from a tab that was closed or a server that was killed.
  const left = store.get(slot(unit));
  if (left && left.body.sequence <= Number(unit.dataset.saveSequence)) store.drop(slot(unit));
  else if (left) {
    write(unit, left.body);
    if (left.body.sequence) unit.dataset.saveSequence = left.body.sequence;
    waiting.set(unit, left);
    unit.dispatchEvent(new Event('autosave:restored', { bubbles: true }));
  }
  unit.addEventListener('change', () => { clearTimeout(timers.get(unit)); queue(unit); });
  unit.addEventListener('input', event => {
    if (!event.target.matches('textarea, input:not([type=radio], [type=checkbox])')) return;
    clearTimeout(timers.get(unit));
    timers.set(unit, setTimeout(() => queue(unit), 800));
  });
}

// A form is handed in only with everything on the server; what waits is sent along first.
document.addEventListener('submit', event => {
  if (waiting.size === 0 || !event.target.matches('[data-save-last]')) return;
  event.preventDefault();
  flush().then(() => { if (waiting.size === 0) event.target.requestSubmit(event.submitter); });
}, true);

addEventListener('online', () => { failures = 0; flush(); });
addEventListener('offline', () => offline(true));
addEventListener('pagehide', () => { for (const unit of units) if (timers.has(unit)) { clearTimeout(timers.get(unit)); store.set(slot(unit), entryOf(unit)); } });
if (waiting.size > 0) flush();
