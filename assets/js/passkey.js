// Passkeys: asks the school for a question, the device for its answer, and brings that back. Parts of a page stay hidden where the browser cannot.
//
//   data-passkey="sign-in | second-step | register"   what the answer is for; the last is a form with name and currentPassword
//   data-url      where the answer goes; the question comes from there + "/options"
//   data-next     the page to go to then
//   data-say-*    words for what the browser says in its own
const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON && window.PublicKeyCredential.parseCreationOptionsFromJSON && navigator.credentials;

class Refused extends Error {}

async function post(url, body) {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) });
  const said = await answer.json();
  if (answer.ok) return said;
  throw new Refused(said.errors?.map(e => e.message).join(' ') || said.title);
}

const words = (part, error) =>
  error instanceof Refused ? error.message
  : error.name === 'InvalidStateError' ? part.dataset.sayKnown ?? part.dataset.sayCancelled
  : error instanceof DOMException ? part.dataset.sayCancelled
  : part.dataset.sayOffline;

async function run(part) {
  const { passkey: kind, url } = part.dataset;
  const field = name => part.querySelector(`[name="${name}"]`)?.value;
  if (kind === 'register') {
    const asked = await post(`${url}/options`, { currentPassword: field('currentPassword') });
    const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked.options) });
    await post(url, { challengeId: asked.challengeId, name: field('name'), credential: made.toJSON() });
  } else {
    const asked = await post(`${url}/options`, {});
    const given = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked.options) });
    const keep = document.querySelector('input[type=checkbox][name$=".Keep"]')?.checked ?? false;
    await post(url, { challengeId: asked.challengeId, credential: given.toJSON(), keep });
  }
  location.assign(part.dataset.next);
}

async function begin(part) {
  const button = part.querySelector('button');
  const state = part.querySelector('[data-passkey-state]');
  state.hidden = true;
  button.disabled = true;
  try {
    await run(part);
  } catch (error) {
    state.hidden = false;
    state.lastElementChild.textContent = words(part, error);
    button.disabled = false;
    button.focus();
  }
}

if (able) {
  for (const part of document.querySelectorAll('[data-passkey]')) {
    part.hidden = false;
    if (part.matches('form')) part.addEventListener('submit', event => { event.preventDefault(); begin(part); });
    else part.querySelector('button').addEventListener('click', () => begin(part));
  }
  for (const note of document.querySelectorAll('[data-passkey-without]')) note.hidden = true;
}
