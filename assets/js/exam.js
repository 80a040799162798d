// The exam page beside autosave.js: the map of questions, the clock, and handing in when time is up. Without it the page is a plain form.
const form = document.querySelector('[data-exam]');
const units = [...form.querySelectorAll('[data-question]')];
const handIn = form.querySelector('[data-hand-in]');

const isAnswered = unit => [...unit.querySelectorAll('input, textarea')].some(field =>
  !field.name.endsWith('.flagged') && (field.type === 'radio' || field.type === 'checkbox' ? field.checked : field.value.trim() !== ''));
const isFlagged = unit => unit.querySelector('[name$=".flagged"]').checked;

// Words as the server counts them: runs without white space that hold a letter or a digit.
const words = text => text.split(/\s+/u).filter(word => /[\p{L}\p{N}]/u.test(word)).length;

function draw() {
  for (const area of form.querySelectorAll('[data-count]')) {
    const said = document.getElementById(area.dataset.count).firstElementChild;
    said.textContent = said.dataset.say.replace('{words}', words(area.value));
  }
  let done = 0;
  for (const unit of units) {
    const place = form.querySelector(`[data-map="${unit.dataset.question}"]`);
    const [answered, flagged] = [isAnswered(unit), isFlagged(unit)];
    if (answered) done++;
    place.classList.toggle('is-done', answered);
    place.classList.toggle('is-flag', flagged);
    const say = place.dataset;
    place.setAttribute('aria-label', [say.say, answered ? say.sayDone : say.sayOpen, ...(flagged ? [say.sayFlag] : [])].join(', '));
    form.querySelector(`[data-open="${unit.dataset.question}"]`).hidden = answered;
  }
  const count = form.querySelector('[data-answered]');
  count.textContent = count.dataset.say.replace('{done}', done).replace('{all}', units.length);
  form.querySelector('[data-all-answered]').hidden = done < units.length;
  form.querySelector('[data-some-open]').hidden = done === units.length;
}

form.addEventListener('input', draw);
form.addEventListener('change', draw);
form.addEventListener('autosave:restored', draw);
draw();

// The server said no for good: time is up, or the attempt was handed in elsewhere. The page itself shows what became of it.
form.addEventListener('autosave:refused', event => {
  if (event.detail.status === 409 || event.detail.status === 404) location.reload();
});

// Where we are in the paper.
const seen = new IntersectionObserver(entries => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    for (const place of form.querySelectorAll('[data-map]')) place.removeAttribute('aria-current');
    form.querySelector(`[data-map="${entry.target.dataset.question}"]`).setAttribute('aria-current', 'true');
  }
}, { rootMargin: '-20% 0px -70% 0px' });
for (const unit of units) seen.observe(unit);

const clock = document.querySelector('[data-clock]');
if (clock) {
  // Counted from the server's time when the page was made; this device's clock may be wrong, its seconds are not.
  const began = performance.now();
  const whole = Number(clock.dataset.deadline) - Number(clock.dataset.now);
  let handed = false;
  const tick = () => {
    const left = Math.max(0, Math.ceil((whole - (performance.now() - began)) / 1000));
    clock.textContent = `${Math.floor(left / 3600)}:${String(Math.floor(left / 60) % 60).padStart(2, '0')}:${String(left % 60).padStart(2, '0')}`;
    if (left > 0 || handed) return;
    handed = true;
    form.requestSubmit(handIn);
  };
  tick();
  setInterval(tick, 1000);
}
