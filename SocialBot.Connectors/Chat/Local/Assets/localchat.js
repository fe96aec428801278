// The live part of the local chat. The page works without it: forms post and come back. With it, messages come in as they
// happen, nothing that is being typed is lost, and the keyboard stays where it was.
"use strict";

(() => {
  document.documentElement.classList.add("js");
  const chat = document.getElementById("chat");
  if (!chat) return;

  const { as: me, in: here, since } = chat.dataset;
  const byId = (id) => document.getElementById(id);
  const [list, stream, say, text, picture] = ["messages", "stream", "say", "text", "picture"].map(byId);
  const [latest, typing, trouble, spoken, chosen] = ["latest", "typing", "trouble", "spoken", "chosen"].map(byId);
  const title = document.title;

  // ---- what happens elsewhere comes in ----

  function listen() {
    const query = new URLSearchParams({ as: me, in: here, since });
    const source = new EventSource(`/local/events?${query}`);
    let lost;
    source.onopen = () => {
      clearTimeout(lost);
      if (trouble.dataset.kind === "connection") complain("");
    };
    source.onerror = () => {
      clearTimeout(lost);
      if (source.readyState === EventSource.CLOSED) {
        complain("The connection has ended. Load the page again to go on.", "connection");
      } else {
        lost = setTimeout(() => complain("The connection was lost. Trying again…", "connection"), 2500);
      }
    };
    source.onmessage = (event) => receive(JSON.parse(event.data));
    source.addEventListener("unread", (event) => countUnread(JSON.parse(event.data)));
    source.addEventListener("typing", (event) => showTyping(JSON.parse(event.data).includes(here)));
    addEventListener("pagehide", () => source.close());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  function receive(message) {
    const old = byId(`m${message.id}`);
    if (message.gone) return old && takeAway(old);
    const atEnd = isAtEnd();
    const next = fromHtml(message.html);
    if (old) {
      swap(old, next);
    } else {
      place(next, message);
      next.classList.add("fresh");
      yieldHint(message);
      if (message.author === me) {
        toEnd();
      } else if (!message.private && !atEnd) {
        latest.hidden = false;
      }
    }
    if (message.private) attend(next);
    if (message.author !== me) speak(message.spoken);
    markSeen();
  }

  // What one could say makes room as it does when the page is loaded again.
  function yieldHint(message) {
    const hint = byId("hint");
    if (message.author || hint?.dataset.until !== "said") hint?.remove();
    else hint.classList.add("compact");
  }

  function fromHtml(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  }

  // In order of root, then id: an answer for me alone stands right below the card that it answers.
  function place(next, message) {
    let before = list.lastElementChild;
    while (before && (before.matches(".day") || comesAfter(before, message))) before = before.previousElementSibling;
    const newDay = !message.private && lastDay(before) !== message.day ? fromHtml(message.dayHtml) : null;
    if (before) before.after(...[newDay, next].filter(Boolean));
    else list.prepend(...[newDay, next].filter(Boolean));
  }

  function comesAfter(item, message) {
    const root = Number(item.dataset.root);
    return root > message.root || (root === message.root && Number(item.id.slice(1)) > message.id);
  }

  function lastDay(item) {
    while (item && item.matches(".private")) item = item.previousElementSibling;
    return item?.dataset.day;
  }

  // A card that changes under somebody's hands keeps what they typed and where they stood, unless it changed because they pressed.
  function swap(old, next) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    if (!old.querySelector("form.press[data-pressed]")) {
      for (const field of old.querySelectorAll("input:not([type=hidden]), textarea, select")) keep(field, next);
    }
    old.replaceWith(next);
    next.querySelectorAll("textarea").forEach(count);
    if (focused) (twin(focused, next) ?? next).focus({ preventScroll: true });
  }

  function keep(field, next) {
    const other = twin(field, next);
    if (!other) return;
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked !== field.defaultChecked) other.checked = field.checked;
    } else if (field.localName === "select") {
      if ([...field.options].some((o) => o.selected !== o.defaultSelected)) other.value = field.value;
    } else if (field.value !== field.defaultValue) {
      other.value = field.value;
    }
  }

  function twin(element, next) {
    return [...next.querySelectorAll(element.localName)].find(
      (e) => e.name === element.name && !e.hidden && (!/^(checkbox|radio|submit)$/.test(e.type) || e.value === element.value),
    );
  }

  function takeAway(old) {
    const hadFocus = old.contains(document.activeElement);
    const before = old.previousElementSibling;
    old.remove();
    if (hadFocus) (before?.matches(".message") ? before : text).focus({ preventScroll: true });
  }

  // An answer for me alone: in view, and where it asks something, ready to be filled in.
  function attend(item) {
    item.scrollIntoView({ block: "nearest" });
    const answering = document.activeElement === document.body || list.contains(document.activeElement);
    if (!answering) return;
    const first = item.querySelector("form.press :is(input:not([type=hidden]), textarea, select)");
    const chosenOne = first?.type === "radio" ? item.querySelector(`[name="${CSS.escape(first.name)}"]:checked`) : null;
    (chosenOne ?? first)?.focus();
  }

  function speak(words) {
    const line = document.createElement("span");
    line.textContent = `${words}. `;
    spoken.append(line);
    setTimeout(() => line.remove(), 8000);
  }

  let typingSoon;
  function showTyping(on) {
    clearTimeout(typingSoon);
    if (on) typingSoon = setTimeout(() => (typing.hidden = false), 300);
    else typing.hidden = true;
  }

  // ---- what was read, what waits ----

  function countUnread({ conversations, people }) {
    const show = (badge, number) => {
      badge.firstElementChild.textContent = number;
      badge.hidden = !number;
    };
    document.querySelectorAll("[data-unread]").forEach((b) => show(b, conversations[b.dataset.unread] ?? 0));
    document.querySelectorAll("[data-waiting]").forEach((b) => show(b, people[b.dataset.waiting] ?? 0));
    const all = Object.values(conversations).reduce((sum, n) => sum + n, 0);
    document.title = all ? `(${all}) ${title}` : title;
  }

  let seen = 0;
  function markSeen() {
    const newest = Math.max(0, ...[...list.querySelectorAll(".message")].map((m) => Number(m.id.slice(1))));
    if (newest <= seen || document.visibilityState !== "visible" || !stream.offsetParent) return;
    seen = newest;
    const data = new FormData();
    Object.entries({ as: me, in: here, message: newest, id: newId() }).forEach(([name, value]) => data.set(name, value));
    post("/local/seen", data).catch(() => (seen = 0));
  }

  const isAtEnd = () => Math.abs(stream.scrollTop) < 60;
  function toEnd() {
    stream.scrollTop = 0;
    latest.hidden = true;
  }

  // ---- what is done here goes out ----

  const newId = () => crypto.randomUUID();

  // The same id again is the same thing done, so what may have been lost on the way is simply sent again.
  async function post(address, data, tries = 3) {
    let answer;
    try {
      answer = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" } });
    } catch {
      if (tries <= 1) throw new Error("SocialBot cannot be reached. Is it still running?");
      await new Promise((after) => setTimeout(after, 700 * (4 - tries)));
      return post(address, data, tries - 1);
    }
    if (answer.ok) return;
    const words = await answer.text();
    let problem = words;
    try {
      problem = JSON.parse(words).problem;
    } catch {
      // Not ours: then the words themselves.
    }
    throw new Error(problem || `SocialBot answered ${answer.status}.`);
  }

  async function send() {
    if (!text.value.trim() && !picture.files.length) return text.focus();
    const data = new FormData(say);
    data.set("id", newId());
    const words = text.value;
    text.value = "";
    picture.value = "";
    showChosen();
    grow();
    complain("");
    toEnd();
    try {
      await post(say.action, data);
    } catch (error) {
      if (!text.value) text.value = words;
      grow();
      complain(error.message);
    }
  }

  async function press(form, button) {
    if (form.ariaBusy === "true") return;
    const data = new FormData(form, button);
    data.set("id", newId());
    form.ariaBusy = "true";
    form.dataset.pressed = "";
    complain("");
    try {
      await post(form.action, data);
    } catch (error) {
      delete form.dataset.pressed;
      complain(error.message);
    } finally {
      form.ariaBusy = "false";
    }
  }

  function complain(words, kind = "") {
    trouble.textContent = words;
    trouble.dataset.kind = kind;
    trouble.hidden = !words;
  }

  // ---- the fields ----

  function count(area) {
    const counter = document.querySelector(`[data-count="${area.id}"]`);
    if (counter) counter.textContent = area.value.length;
  }

  function grow() {
    if (CSS.supports("field-sizing", "content")) return;
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
  }

  const mostBytes = 10 * 1024 * 1024;
  function showChosen() {
    complain("");
    if (picture.files[0]?.size > mostBytes) {
      picture.value = "";
      complain("A picture may have 10 MB at most.");
    }
    const file = picture.files[0];
    chosen.hidden = !file;
    chosen.firstElementChild.textContent = file?.name ?? "";
  }

  document.addEventListener("submit", (event) => {
    if (event.target === say) {
      event.preventDefault();
      send();
    } else if (event.target.matches("form.press, form.only-you")) {
      event.preventDefault();
      press(event.target, event.submitter);
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target === text) grow();
    else if (event.target.localName === "textarea") {
      count(event.target);
      delete event.target.form?.dataset.pressed;
    }
  });
  document.addEventListener("click", (event) => {
    const example = event.target.closest?.("a.try");
    if (!example || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    text.value = example.dataset.text;
    grow();
    text.focus();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    say.requestSubmit();
  });
  text.addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    picture.files = event.clipboardData.files;
    showChosen();
  });
  picture.addEventListener("change", showChosen);
  chosen.querySelector("button").addEventListener("click", () => {
    picture.value = "";
    showChosen();
    picture.focus();
  });
  latest.addEventListener("click", () => {
    toEnd();
    text.focus();
  });
  stream.addEventListener("scroll", () => isAtEnd() && (latest.hidden = true), { passive: true });
  document.addEventListener("visibilitychange", markSeen);

  listen();
  markSeen();
  if (!matchMedia("(pointer: coarse)").matches && stream.offsetParent) {
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
  }
})();
