/* Leave quickly: the page goes at once, and the back button of this tab does not bring it back.
   Loaded before the page is drawn, so that nothing flashes up. It cannot clear the browser's history. */
(() => {
  "use strict";
  const LEFT = "alongside:left";
  const remembered = () => { try { return sessionStorage.getItem(LEFT); } catch { return null; } };

  function go(where) {
    document.documentElement.hidden = true;
    document.title = "";
    try { sessionStorage.setItem(LEFT, where); } catch { /* without storage the back button works */ }
    location.replace(where);
  }

  function guard(event) {
    const [entry] = performance.getEntriesByType("navigation");
    const cameBack = event?.persisted || entry?.type === "back_forward";
    const where = remembered();
    if (where && cameBack) { go(where); return; }
    // Opened anew, by whoever typed the address or followed a link: the promise has been kept.
    try { sessionStorage.removeItem(LEFT); } catch { /* nothing was remembered */ }
  }

  guard(null);
  addEventListener("pageshow", (event) => { if (event.persisted) guard(event); });
  addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-leave]");
    if (!link) return;
    event.preventDefault();
    go(link.href);
  }, true);
  // Three times Escape, for whoever cannot reach the button.
  let presses = [];
  addEventListener("keydown", (event) => {
    const link = document.querySelector("[data-leave]");
    if (event.key !== "Escape" || !link) return;
    presses = [...presses.filter((at) => event.timeStamp - at < 1500), event.timeStamp];
    if (presses.length >= 3) go(link.href);
  }, true);
})();
