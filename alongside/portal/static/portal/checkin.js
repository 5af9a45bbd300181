/* The check-in without waiting: the next question is there at once, and each answer is on its way.

   Every answer goes into a queue that is kept on this device, sealed like everything that keep.js
   keeps, until the server has said that it is saved. Without a connection, or signed out, the queue
   waits and is sent from the next page that loads this script. Each answer carries the page's own
   count, so that one that arrives twice counts once (monitoring/rules/saving.py).

   Without this script every question is a form of its own, and everything works the same. */
(() => {
  "use strict";
  const { who = "", keepKey = "" } = document.body.dataset;
  if (!who) return;
  const PREFIX = "alongside:keep:" + who + ":";   // keep.js forgets these when one signs out
  const QUEUE = PREFIX + "checkin-queue:";
  const AGAIN = 10000;
  const root = document.querySelector("[data-checkin]");
  const forms = root ? [...root.querySelectorAll("form[data-question]")] : [];
  const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
  // Each page writes a queue of its own: two tabs never write over each other.
  const NAME = QUEUE + (forms[0]?.elements.key.value.split(".")[0] ?? "page");
  let queue = [];
  let isKept = false;
  let isBusy = false;
  let isFinished = false;

  // --- the box on this device: the same lock as keep.js
  const secret = Boolean(window.crypto?.subtle && keepKey);
  const box = (() => { try { return secret ? localStorage : sessionStorage; } catch { return null; } })();
  const toText = (bytes) => btoa(String.fromCharCode(...bytes));
  const toBytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const theKey = () => crypto.subtle.importKey("raw", toBytes(keepKey), "AES-GCM", false, ["encrypt", "decrypt"]);

  async function seal(items) {
    if (!secret) return { items };
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(items));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await theKey(), plain);
    return { iv: toText(iv), sealed: toText(new Uint8Array(sealed)) };
  }
  async function unsealed(name) {
    try {
      const entry = JSON.parse(box.getItem(name));
      if (entry.items) return entry.items;
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: toBytes(entry.iv) }, await theKey(), toBytes(entry.sealed));
      return JSON.parse(new TextDecoder().decode(plain));
    } catch { return []; }
  }
  function left() {
    try { return Object.keys(box).filter((name) => name.startsWith(QUEUE) && name !== NAME); } catch { return []; }
  }
  // What earlier pages left is sent by this one, first. A tab that is still open may send it too: the
  // server counts it once. What the server was asked about as a page (`handed`) has been answered.
  const kept = (async () => {
    const names = left();
    const items = (await Promise.all(names.map(unsealed))).flat().filter((item) => !item.handed);
    queue = [...items, ...queue];
    return { names, count: items.length };
  })();
  // One write after the other, each of what the queue is then.
  let writing = kept.then(({ names }) => names);
  const store = () => (writing = writing.then(async (adopted) => {
    try {
      if (queue.length) box.setItem(NAME, JSON.stringify({ at: Date.now(), ...(await seal(queue)) }));
      else box.removeItem(NAME);
      adopted?.forEach((name) => box.removeItem(name));
      isKept = true;
    } catch { isKept = false; }
  }));
  // keep.js forgets the draft of what is saved; words that were typed after it was sent stay.
  function forgetDraft(item) {
    const key = `checkin-${value(item, "day")}-${value(item, "ask")}`;
    document.dispatchEvent(new CustomEvent("alongside:saved", { detail: { key, at: item.at } }));
  }

  // --- what is said about it
  const word = (name) => document.querySelector("template[data-words]")?.content.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  const state = root?.querySelector("[data-state]");
  function say(name, { detail = "", kind = "", signIn = false } = {}) {
    if (!state) return;
    state.hidden = false;
    state.className = `saved ${kind}`;
    state.textContent = `${word(name)} ${detail}`.trim();
    root.querySelector("[data-sign-in]").hidden = !signIn;
    root.querySelector("[data-unsent]").hidden = !isKept || !queue.length;
  }
  function offerHelp() {
    const help = document.querySelector("[data-help]");
    if (help) help.hidden = false;
  }

  // --- sending, one after the other
  const value = (item, name) => item.fields.find(([key]) => key === name)?.[1] ?? "";
  async function flush() {
    if (isBusy || !queue.length) return;
    isBusy = true;
    say("sending", { kind: "wait" });
    try { while (queue.length && (await sendFirst())); } finally { isBusy = false; }
    if (!queue.length && isFinished) leave();
  }
  async function sendFirst() {
    const item = queue[0];
    let answer;
    try {
      answer = await fetch(item.url, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": token() },
        body: new URLSearchParams(item.fields),
        redirect: "manual",
        signal: AbortSignal.timeout(15000),
      });
      if (answer.ok) return await taken(item, await answer.json());
    } catch { return wait(); }
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      say(isKept ? "signed-out" : "signed-out-open", { kind: "fail", signIn: true });
      return false;
    }
    if (answer.status === 403 && isKept && mayReload()) { location.reload(); return false; }
    if (answer.status >= 500 || answer.status === 403 || answer.status === 429) return wait();
    await handOver(item);
    return false;
  }
  function wait() {
    say(isKept ? "kept" : "open", { kind: "fail" });
    return false;
  }
  // The page's token is too old: somebody signed in since. A new page has a new one; once a minute at most.
  function mayReload() {
    const last = Number(sessionStorage.getItem("alongside:reloaded") ?? 0);
    sessionStorage.setItem("alongside:reloaded", String(Date.now()));
    return Date.now() - last > 60000;
  }
  async function taken(item, told) {
    queue = queue.filter((one) => one !== item);
    forgetDraft(item);
    await store();
    if (told.help) offerHelp();
    // "Saved" is said once nothing waits any more.
    if (!queue.length) say("saved", { detail: told.saved });
    return true;
  }
  // The server has a question back: sent once more as a page, so that it can ask it.
  async function handOver(item) {
    item.handed = true;
    await store();
    const form = document.createElement("form");
    form.method = "post";
    form.action = item.url;
    for (const [name, text] of [...item.fields, ["csrfmiddlewaretoken", token()]]) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = text;
      form.append(field);
    }
    form.hidden = true;
    document.body.append(form);
    form.submit();
  }

  // --- one question after the other
  const named = (question) => forms.find((form) => form.dataset.question === question);
  const chosen = (form) => form?.querySelector(".tap[aria-pressed='true']")?.value;
  function applies(form) {
    if (!form.dataset.if) return true;
    const [question, wanted] = form.dataset.if.split("=");
    return chosen(named(question)) === wanted;
  }
  const path = () => forms.filter(applies);
  const shown = () => forms.find((form) => !form.hidden);
  const address = (question) => `${root.dataset.url}?day=${root.dataset.checkin}&ask=${question}`;

  function show(form, { push = true } = {}) {
    const end = root.querySelector("[data-end]");
    forms.forEach((one) => { one.hidden = one !== form; });
    end.hidden = Boolean(form);
    const open = form ?? end;
    if (form) {
      const asked = path();
      const at = asked.indexOf(form) + 1;
      form.querySelector("[data-number]").textContent = word("number").replace("{n}", at).replace("{of}", asked.length);
      Object.assign(form.querySelector("progress"), { max: asked.length, value: at });
      if (push) history.pushState({ ask: form.dataset.question }, "", address(form.dataset.question));
    }
    open.querySelector("h1").focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  function onward(form) {
    const asked = path();
    const next = asked[asked.indexOf(form) + 1];
    if (next && !form.elements.then) { show(next); return; }
    isFinished = true;
    show(null);
    flush();
    if (!queue.length && !isBusy) leave();
  }
  function leave() {
    const then = forms.some((form) => form.elements.then);
    location.assign(then ? root.dataset.day : root.dataset.thanks);
  }

  // --- an answer
  let count = 0;
  function keyOf(form) { return form.elements.key.value.split(".")[0] + "." + (count += 1); }
  function remember(form, submitter) {
    const fields = [...new FormData(form, submitter)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "_keep");
    const question = form.dataset.question;
    const same = (one) => value(one, "ask") === question && value(one, "day") === root.dataset.checkin;
    const waiting = queue.filter((one, at) => same(one) && !(isBusy && at === 0));
    // An answer that has not left yet is replaced; what the server showed before it stays the same.
    queue = queue.filter((one) => !waiting.includes(one));
    queue.push({ at: Math.max(Date.now(), Number(form.dataset.typedAt ?? 0)), url: root.dataset.url, fields: fields.map(([name, text]) => [name, name === "key" ? keyOf(form) : String(text)]) });
    if (submitter?.classList.contains("tap") || submitter?.name === "go") {
      form.querySelectorAll(".tap").forEach((tap) => tap.removeAttribute("aria-pressed"));
      if (submitter.classList.contains("tap")) submitter.setAttribute("aria-pressed", "true");
    }
    if (submitter?.dataset.callsHelp !== undefined) offerHelp();
    return store();
  }

  function begin() {
    history.replaceState({ ask: shown()?.dataset.question }, "");
    root.addEventListener("submit", (event) => {
      event.preventDefault();
      const form = event.target;
      remember(form, event.submitter);
      onward(form);
      writing.then(flush);
    });
    root.addEventListener("click", (event) => {
      const back = event.target.closest("[data-back-to]");
      if (!back) return;
      event.preventDefault();
      const asked = path();
      show(asked[asked.indexOf(shown()) - 1] ?? asked[0]);
    });
    addEventListener("popstate", (event) => {
      const form = named(event.state?.ask);
      if (form) { isFinished = false; show(form, { push: false }); }
    });
    addEventListener("beforeunload", (event) => { if (queue.length && !isKept) event.preventDefault(); });
  }

  async function start() {
    if (root) begin();
    const { count } = await kept;
    await store();
    await flush();
    const isWrong = document.querySelector(".wrong:not([hidden])");
    if (root && count && !queue.length && !isWrong && !isFinished) location.replace(`${root.dataset.url}?day=${root.dataset.checkin}`);
  }
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  setInterval(flush, AGAIN);
  start();
})();
