/* What is typed into <form data-keep="key"> is kept on this device until the server has saved it.

   Kept: under the reader's own key, encrypted (AES-GCM) with a key that only the signed-in page has,
   so that nobody else on a shared device can read it. Without a secure context it stays in the tab.
   Brought back: when the same form is opened again by the same reader.
   Dropped: when the server names the form's key as saved (the cookie "kept", or the header X-Saved),
   when a script that sent it says so (the event "alongside:saved", with `key` and `at`), when the
   reader starts over, signs out, or a week has passed. What was typed after it was sent stays.
   Never kept: passwords, files. */
(() => {
  "use strict";
  const PREFIX = "alongside:keep:";
  const WEEK = 7 * 24 * 3600 * 1000;
  const { who = "", keepKey = "", probe = "" } = document.body.dataset;
  const secret = Boolean(window.crypto?.subtle && keepKey);
  const storage = (() => { try { return secret || !who ? localStorage : sessionStorage; } catch { return null; } })();
  const forms = [...document.querySelectorAll("form[data-keep]")];
  const nameOf = (form) => PREFIX + who + ":" + form.dataset.keep;

  // --- the box on this device
  const stores = () => { try { return [localStorage, sessionStorage]; } catch { return []; } };
  const keptNames = (box) => Object.keys(box).filter((name) => name.startsWith(PREFIX));
  const mine = (name) => name.startsWith(PREFIX + who + ":");
  const anyKept = () => stores().some((box) => keptNames(box).some((name) => !who || mine(name)));
  // One's own only: what somebody else has not saved yet on this device is theirs, and sealed.
  const forgetMine = () => stores().forEach((box) => keptNames(box).filter(mine).forEach((name) => box.removeItem(name)));
  const read = (name) => { try { return JSON.parse(storage?.getItem(name) ?? "null"); } catch { return null; } };
  const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  const toBytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  let cipher = null;
  const theKey = () => (cipher ??= crypto.subtle.importKey("raw", toBytes(keepKey), "AES-GCM", false, ["encrypt", "decrypt"]));

  async function seal(fields) {
    const plain = new TextEncoder().encode(JSON.stringify(fields));
    if (!secret) return { open: fields };
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await theKey(), plain));
    let text = "";
    for (let i = 0; i < sealed.length; i += 4096) text += String.fromCharCode(...sealed.subarray(i, i + 4096));
    return { iv: toText(iv), sealed: btoa(text) };
  }

  async function unseal(entry) {
    if (entry.open) return entry.open;
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: toBytes(entry.iv) }, await theKey(), toBytes(entry.sealed));
      return JSON.parse(new TextDecoder().decode(plain));
    } catch { return null; }   // another key: what is there is nobody's any more
  }

  // --- a form as a list of [name, value]
  const SKIPPED = new Set(["password", "file", "submit", "button", "reset", "image"]);
  const VERSIONS = new Set(["seen", "version"]);   // kept too, so that a stale draft meets the conflict page
  const controls = (form) => [...form.elements].filter((el) => el.name && !el.disabled && !SKIPPED.has(el.type)
    && (el.type !== "hidden" || VERSIONS.has(el.name)) && el.dataset.keep !== "no");

  function typed(form) {
    const fields = [];
    for (const el of controls(form)) {
      if (el.type === "checkbox" || el.type === "radio") { if (el.checked) fields.push([el.name, el.value]); }
      else if (el.type === "select-multiple") [...el.selectedOptions].forEach((o) => fields.push([el.name, o.value]));
      else fields.push([el.name, el.value]);
    }
    return fields;
  }

  function fill(form, fields) {
    const left = new Map();
    for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
    for (const el of controls(form)) {
      const values = left.get(el.name);
      if (el.type === "checkbox" || el.type === "radio") el.checked = Boolean(values?.includes(el.value));
      else if (el.type === "select-multiple") [...el.options].forEach((o) => { o.selected = Boolean(values?.includes(o.value)); });
      else if (values?.length) el.value = values.shift();
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // --- keeping. Sealing takes a while, and the server may have saved the text before it is done: what
  // was typed no later than what the server has (`savedAt`) is never written any more.
  const waiting = new Map();
  const typedAt = new Map();   // form: when it was last typed in here
  const sentAt = new WeakMap();   // what htmx sends: when
  const savedAt = new Map();   // key: up to when the server has what was typed
  const isSaved = (form, at) => at <= (savedAt.get(form.dataset.keep) ?? 0);
  // Later than what was typed and saved before, even where the device's clock is put back.
  function noteTyped(form) {
    const at = Math.max(Date.now(), typedAt.get(form) ?? 0, (savedAt.get(form.dataset.keep) ?? 0) + 1);
    typedAt.set(form, at);
    form.dataset.typedAt = at;   // for a script that sends it
  }
  async function keep(form) {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    const at = typedAt.get(form);
    if (!storage || !who || isSaved(form, at)) return;
    const entry = { at, ...(await seal(typed(form))) };
    if (isSaved(form, at) || read(nameOf(form))?.at > at) return;
    try { storage.setItem(nameOf(form), JSON.stringify(entry)); form.dataset.kept = "yes"; } catch { /* full: say nothing untrue */ }
    tell();
  }
  const keepSoon = (form) => { clearTimeout(waiting.get(form)); waiting.set(form, setTimeout(() => keep(form), 200)); };
  const keepNow = () => Promise.all([...waiting.keys()].map(keep));

  // --- dropping what was typed up to a moment
  function drop(key, at = Date.now()) {
    const name = PREFIX + who + ":" + key;
    savedAt.set(key, Math.max(at, savedAt.get(key) ?? 0));
    stores().filter((box) => !(typedIn(box, name) > at)).forEach((box) => box.removeItem(name));
    if (stores().some((box) => box.getItem(name))) return;
    forms.filter((form) => form.dataset.keep === key).forEach((form) => { delete form.dataset.kept; });
    tell();
  }
  function typedIn(box, name) {
    try { return JSON.parse(box.getItem(name)).at; } catch { return 0; }   // not ours to read: old
  }
  function dropWhatServerSaved() {
    const found = document.cookie.match(/(?:^|; )kept=([^;]*)/);
    if (!found || !who) return;
    document.cookie = "kept=; Max-Age=0; Path=/; SameSite=Lax";
    decodeURIComponent(found[1]).split("|").forEach((key) => drop(key));
  }
  function dropOld() {
    for (const box of stores()) for (const name of keptNames(box)) {
      if (!(Date.now() - typedIn(box, name) < WEEK)) box.removeItem(name);
    }
  }
  // "What you typed is kept on this device" is shown where it is true, and only there.
  function tell() {
    const kept = anyKept();
    document.querySelectorAll("[data-kept-here]").forEach((el) => { el.hidden = !kept; });
  }

  // --- bringing back
  async function bringBack(form) {
    const entry = read(nameOf(form));
    const fields = entry && await unseal(entry);
    if (!fields || form.dataset.touched) return;
    form.dataset.kept = "yes";
    const fromServer = typed(form);
    const words = (list) => JSON.stringify(list.filter(([name]) => !VERSIONS.has(name)));
    if (words(fields) === words(fromServer)) return;
    fill(form, fields);
    const note = document.querySelector("template[data-brought-back]")?.content.firstElementChild.cloneNode(true);
    if (!note) return;
    note.querySelector("[data-kept-at]").textContent = new Date(entry.at).toLocaleString(document.documentElement.lang,
      { weekday: "short", hour: "numeric", minute: "2-digit" });
    note.querySelector("[data-start-over]").addEventListener("click", () => {
      fill(form, fromServer);
      drop(form.dataset.keep);
      note.remove();
    });
    form.prepend(note);
  }

  // --- sending: first look whether there is a connection, so that no page of the browser's own comes up
  async function connected() {
    if (navigator.onLine === false) return false;
    if (!probe) return true;
    try { await fetch(probe, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(8000) }); return true; } catch { return false; }
  }
  const bulletin = document.querySelector("[data-offline]");
  let pending = null;
  function sayOffline(isWaiting) {
    if (!bulletin) return;
    bulletin.querySelector("[data-waiting]").hidden = !isWaiting;
    bulletin.hidden = false;
  }
  function withKey(form) {
    let field = form.querySelector("input[name='_keep']");
    if (!field) { field = document.createElement("input"); field.type = "hidden"; field.name = "_keep"; form.append(field); }
    field.value = form.dataset.keep;
  }
  const buttons = (form) => [...form.elements].filter((el) => el.type === "submit");
  async function send(form, submitter) {
    form.dataset.sending = "yes";
    buttons(form).forEach((button) => button.setAttribute("aria-disabled", "true"));
    noteTyped(form);   // untouched too: what is sent is kept until it is saved
    await keep(form);
    if (await connected()) {
      pending = null;
      withKey(form);
      form.dataset.ready = "yes";
      form.requestSubmit(submitter ?? undefined);
      return;
    }
    pending = () => send(form, submitter);
    release(form);
    sayOffline(true);
  }
  function release(form) {
    delete form.dataset.sending;
    delete form.dataset.ready;
    buttons(form).forEach((button) => button.removeAttribute("aria-disabled"));
  }
  async function tryAgain() {
    if (!(await connected())) return;
    if (bulletin) bulletin.hidden = true;
    pending?.();
  }

  // --- listening
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.dataset.keep === undefined) return;
    form.dataset.touched = "yes";
    noteTyped(form);
    keepSoon(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-sign-out]")) { signOut(event, form); return; }
    if (form.dataset.keep === undefined || form.hasAttribute("hx-post") || event.defaultPrevented) return;
    if (form.dataset.ready) return;
    event.preventDefault();
    if (!form.dataset.sending) send(form, event.submitter);
  });
  function signOut(event, form) {
    const ask = form.dataset.signOut;
    if (ask && anyKept()) { event.preventDefault(); location.assign(ask); return; }   // say first what would be lost
    forms.forEach((form) => drop(form.dataset.keep));   // nor what is about to be kept
    forgetMine();
  }
  document.addEventListener("alongside:saved", ({ detail }) => drop(detail.key, detail.at));
  document.addEventListener("htmx:configRequest", (event) => {
    const form = event.detail.elt.closest("form[data-keep]");
    if (!form) return;
    event.detail.parameters._keep = form.dataset.keep;
    sentAt.set(event.detail.elt, Date.now());
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr } = event.detail;
    xhr?.getResponseHeader("X-Saved")?.split("|").forEach((key) => drop(key, sentAt.get(elt)));
  });
  document.addEventListener("htmx:sendError", () => sayOffline(false));
  addEventListener("offline", () => sayOffline(Boolean(pending)));
  addEventListener("online", tryAgain);
  setInterval(() => { if (pending || (bulletin && !bulletin.hidden)) tryAgain(); }, 15000);
  addEventListener("pagehide", keepNow);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keepNow(); });
  addEventListener("pageshow", (event) => { if (event.persisted) forms.forEach(release); });
  document.querySelectorAll("[data-back]").forEach((button) => {
    button.hidden = history.length < 2;
    button.addEventListener("click", () => history.back());
  });

  dropOld();
  dropWhatServerSaved();
  forms.forEach(bringBack);
  tell();
})();
