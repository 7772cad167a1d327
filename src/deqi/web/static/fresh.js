// While a newer answer is on its way: look every two seconds, for two minutes, and show it.
// Without script there is a link that loads the page again.
"use strict";
const waiting = document.querySelector("[data-freshness]");
let looks = 0;
async function look() {
  const answer = await fetch(waiting.dataset.freshness).catch(() => null);
  const now = answer && answer.ok ? await answer.json() : null;
  const isNew = now && (now.answered_at || "") !== waiting.dataset.answered;
  if (isNew || (now && String(now.n_failed) !== waiting.dataset.failed)) {
    location.reload();
  } else if (++looks < 60) {
    setTimeout(look, 2000);
  }
}
if (waiting) setTimeout(look, 1000);
