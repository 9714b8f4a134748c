/* The Monday page without reloading: sends a row's form, puts the sentence in its place, goes on with the next row.
   Without this script every form and link works by itself. */
(() => {
  const page = document.querySelector("[data-upkeep]");
  if (!page) return;
  const part = (name) => page.querySelector(`[data-upkeep-${name}]`);
  const FAILED = "Le site n’a pas répondu. Rien n’est perdu : vérifiez la connexion, puis recommencez.";
  const byScript = { "X-Requested-With": "fetch", Accept: "application/json" };

  const say = (text) => {
    part("said").textContent = "";
    setTimeout(() => (part("said").textContent = text), 50);
  };
  const element = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    return holder.content.firstElementChild;
  };
  const rows = () => [...page.querySelectorAll("[data-duty]")];
  const busy = (control, on) => (on ? control.setAttribute("aria-disabled", "true") : control.removeAttribute("aria-disabled"));
  const focusOn = (target) => {
    if (!target) return;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest", behavior: "instant" });
  };

  async function ask(url, options) {
    const answer = await fetch(url, { headers: byScript, credentials: "same-origin", ...options });
    // Signed out meanwhile, or a page that is not ours: show it as it is.
    if (answer.redirected || !(answer.headers.get("Content-Type") || "").includes("json")) {
      if (answer.status < 500) location.reload();
      throw new Error(FAILED);
    }
    return [answer.status, await answer.json()];
  }

  function failed(form) {
    let line = form.querySelector("[data-failed]");
    if (!line) {
      line = element(`<p class="duty-error" data-failed></p>`);
      form.prepend(line);
    }
    line.textContent = FAILED;
    say(FAILED);
  }

  function settled(row, answer) {
    const list = rows();
    const next = list[list.indexOf(row) + 1] || list[list.indexOf(row) - 1];
    const note = element(answer.row);
    note.removeAttribute("id");
    note.classList.add("duty-note-new");
    row.replaceWith(note);
    part("head").innerHTML = answer.head;
    const open = part("week").querySelector("details")?.open;
    part("week").innerHTML = answer.week;
    if (open && part("week").querySelector("details")) part("week").querySelector("details").open = true;
    const label = document.querySelector(`#wagtail-sidebar a[href="${location.pathname}"] .menuitem-label`);
    if (label) label.textContent = answer.menu;
    say(answer.said);
    if (answer.finished) {
      part("list").append(element(answer.finished));
      focusOn(part("list").lastElementChild);
    } else if (next) {
      focusOn(next);
    } else {
      focusOn(part("more") || note);
    }
    if (rows().length < 5) more(false);
  }

  async function send(form, button) {
    const row = form.closest("[data-duty]");
    if (row.dataset.sending) return;
    row.dataset.sending = "1";
    busy(button, true);
    try {
      const [status, answer] = await ask(form.action.split("#")[0], { method: "POST", body: new FormData(form) });
      if (status === 422) {
        const again = element(answer.row);
        row.replaceWith(again);
        say(answer.said);
        focusOn(again.querySelector("[aria-invalid]") || again);
      } else {
        settled(row, answer);
      }
    } catch {
      failed(form);
    } finally {
      delete row.dataset.sending;
      busy(button, false);
    }
  }

  let loading = false;
  async function more(asked) {
    const link = part("more");
    const list = part("rows");
    if (!link || !list || loading) return;
    loading = true;
    busy(link, true);
    try {
      const [, answer] = await ask(link.href, {});
      const holder = document.createElement("template");
      holder.innerHTML = answer.rows;
      // A row already on the page is not shown twice.
      const fresh = [...holder.content.children].filter((one) => !document.getElementById(one.id));
      list.append(...fresh);
      if (answer.more) link.href = answer.more;
      else link.remove();
      if (asked) {
        say(answer.said);
        focusOn(fresh[0]);
      }
    } catch {
      if (asked) location.href = link.href;
    } finally {
      loading = false;
      busy(link, false);
    }
  }

  page.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-duty-form]");
    if (!form) return;
    event.preventDefault();
    send(form, event.submitter || form.querySelector("button"));
  });
  page.addEventListener("click", (event) => {
    const link = event.target.closest("[data-upkeep-more]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    more(true);
  });
  document.addEventListener("keydown", (event) => {
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    // One-letter keys act only while the focus is in the list, and never while typing.
    const here = document.activeElement;
    if (here.closest("input, select, textarea, [contenteditable], dialog")) return;
    if (!page.contains(here)) return;
    const list = rows();
    const row = here.closest("[data-duty]");
    focusOn(list[row ? list.indexOf(row) + step : step > 0 ? 0 : list.length - 1]);
  });
  // Without a script the page comes back at the sentence of what was done.
  document.getElementById("fait")?.focus({ preventScroll: true });
})();
