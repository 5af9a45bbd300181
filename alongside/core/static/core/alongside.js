/* Small things for every page: nothing is sent twice, nobody is signed out unwarned, tables are printed. */
(() => {
  "use strict";

  // --- a form is sent once (forms that keep what was typed see to it themselves)
  const guarded = (form) => form.method === "post" && form.dataset.keep === undefined && !form.hasAttribute("hx-post");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !guarded(form)) return;
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("form[data-sending]").forEach((form) => {
      delete form.dataset.sending;
      form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  });

  // --- idle: warn in time; typing counts as being here; all tabs share one clock
  const SEEN = "alongside:seen";
  const idle = Number(document.body.dataset.idle || 0) * 1000;
  const stayUrl = document.body.dataset.stay;
  const warning = document.querySelector("[data-idle-warning]");
  if (idle && warning) {
    const margin = Math.min(120000, idle / 3);
    let seen = Date.now();
    let active = false;
    const note = () => { seen = Date.now(); try { localStorage.setItem(SEEN, String(seen)); } catch { /* one clock a tab then */ } };
    const stay = async () => {
      if (!stayUrl) return;
      const answer = await fetch(stayUrl, { cache: "no-store", redirect: "manual" }).catch(() => null);
      if (answer?.ok) { note(); if (warning.open) warning.close(); }
      else if (answer) location.reload();      // signed out already: the server asks to sign in again
    };
    const check = () => {
      const left = seen + idle - Date.now();
      if (left <= 0) { location.reload(); return; }
      if (active && Date.now() - seen > idle / 3 && !warning.open) { active = false; stay(); return; }
      if (left <= margin && !warning.open) {
        warning.querySelector("[data-idle-at]").textContent = new Date(seen + idle).toLocaleTimeString(
          document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
        warning.showModal();
      }
      if (left > margin && warning.open) warning.close();
    };
    note();
    ["keydown", "pointerdown"].forEach((kind) => addEventListener(kind, () => { active = true; }, { passive: true }));
    addEventListener("storage", (event) => { if (event.key === SEEN) { seen = Math.max(seen, Number(event.newValue)); check(); } });
    document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) note(); });
    document.addEventListener("visibilitychange", check);
    warning.querySelector("[data-idle-stay]").addEventListener("click", stay);
    setInterval(check, 5000);
  }

  // --- print the tables that are folded on the screen
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details.numbers:not([open])")];
    folded.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((details) => { details.open = false; }));
})();
