// Says to the server that somebody is reading, how long and how far: once a minute while the page is seen, and on leaving.
// The server's clock caps the time. Without script the reader's own button does.
//
//   data-study="/api/v1/lessons/…/study"   on the text; data-position, in thousandths, is where to begin
//   [data-study-meter], [data-study-state data-say="Place saved {time}"]   what the bar shows

const text = document.querySelector('[data-study]');
const meter = document.querySelector('[data-study-meter]');
const state = document.querySelector('[data-study-state]');
let since = performance.now();
let told = 0;

const place = () => {
  const room = document.documentElement.scrollHeight - innerHeight;
  return room <= 0 ? 1000 : Math.round(Math.min(1, Math.max(0, scrollY / room)) * 1000);
};

// Where one stopped, unless the address already says where to go.
const stopped = Number(text.dataset.position);
if (stopped > 20 && !location.hash) {
  const room = document.documentElement.scrollHeight - innerHeight;
  scrollTo({ top: room * stopped / 1000, behavior: 'instant' });
}

async function tell() {
  const seconds = Math.round((performance.now() - since) / 1000);
  const position = place();
  if (seconds < 2 && position === told) return;
  since = performance.now();
  told = position;
  try {
    const answer = await fetch(text.dataset.study, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ seconds: Math.min(seconds, 86400), position }),
      keepalive: true,
    });
    if (answer.ok && state) state.textContent = state.dataset.say.replace('{time}', new Date(answer.headers.get('date') ?? Date.now()).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: document.documentElement.dataset.zone }));
  } catch {
    // The next message tells of this time too, as far as the server's clock allows.
  }
}

let timer = setInterval(tell, 60000);
addEventListener('scroll', () => {
  if (meter) meter.value = Math.max(meter.value, place());
}, { passive: true });
document.addEventListener('visibilitychange', () => {
  clearInterval(timer);
  if (document.hidden) tell();
  else { since = performance.now(); timer = setInterval(tell, 60000); }
});
