/** Drafts of sheets kept while they are written: what is typed is sent a moment later, and its state is always said. */

const PAUSE = 1500;
const RETRY = 10_000;
const SIGNED_OUT =
  "Non enregistré\u00a0: votre session est terminée. Votre texte reste ici\u00a0: connectez-vous dans un autre onglet, " +
  "puis revenez sur cette page.";

interface Answer {
  saved: boolean;
  said: string;
  version?: number;
  url?: string;
  elsewhere?: boolean;
}

class Draft {
  private timer = 0;
  private pending = false;
  private sending = false;
  private leaving = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly state: HTMLElement,
  ) {
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", () => {
      this.leaving = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if ((this.pending || this.sending) && !this.leaving) event.preventDefault();
    });
    window.addEventListener("pageshow", () => {
      this.leaving = false;
    });
    window.addEventListener("online", () => this.soon(0));
    window.addEventListener("focus", () => {
      if (this.pending) this.soon(0);
    });
  }

  private changed(): void {
    this.pending = true;
    this.tell("Pas encore enregistré", false);
    this.soon(PAUSE);
  }

  private soon(wait: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), wait);
  }

  private tell(said: string, wrong: boolean): void {
    if (this.state.textContent !== said) this.state.textContent = said;
    this.state.classList.toggle("sheet-state-wrong", wrong);
  }

  private field(name: string): HTMLInputElement | null {
    return this.form.elements.namedItem(name) as HTMLInputElement | null;
  }

  private async send(renewed = false): Promise<void> {
    this.timer = 0;
    if (!this.pending || this.sending || this.leaving) return;
    this.sending = true;
    this.pending = false;
    try {
      const body = new FormData(this.form);
      body.set("action", "brouillon");
      const answer = await fetch(this.form.dataset.draftUrl ?? "", {
        method: "POST",
        body,
        headers: { "X-Requested-With": "fetch" },
        redirect: "manual",
      });
      if (!(answer.headers.get("Content-Type") ?? "").startsWith("application/json")) {
        this.pending = true;
        if (!renewed && (await this.renew())) {
          this.sending = false;
          return await this.send(true);
        }
        this.tell(answer.status >= 500 ? "Non enregistré\u00a0: le site ne répond pas, nous réessayons." : SIGNED_OUT, true);
        this.soon(RETRY);
        return;
      }
      this.heard((await answer.json()) as Answer, answer.status);
    } catch {
      this.pending = true;
      this.tell("Non enregistré\u00a0: pas de connexion. Nous réessayons dès qu’elle revient\u00a0; gardez cette page ouverte.", true);
      this.soon(RETRY);
    } finally {
      this.sending = false;
      if (this.pending && !this.timer) this.soon(PAUSE);
    }
  }

  private heard(answer: Answer, status: number): void {
    if (!answer.saved) {
      this.pending = true;
      this.tell(status === 401 ? SIGNED_OUT : `Non enregistré\u00a0: ${answer.said}`, true);
      if (status === 401) this.soon(RETRY);
      return;
    }
    const version = this.field("version");
    if (version && answer.version !== undefined) version.value = String(answer.version);
    if (answer.url) {
      this.form.dataset.draftUrl = answer.url;
      this.form.action = answer.url;
    }
    if (this.pending) return;
    this.tell(answer.said, false);
  }

  /** A person who signed in again in another tab has another token: this page takes it. */
  private async renew(): Promise<boolean> {
    const page = await fetch(this.form.dataset.draftUrl ?? "", { redirect: "manual" });
    if (!page.ok) return false;
    const parsed = new DOMParser().parseFromString(await page.text(), "text/html");
    const fresh = parsed.querySelector<HTMLInputElement>("form[data-draft] [name=csrfmiddlewaretoken]");
    const token = this.field("csrfmiddlewaretoken");
    if (!fresh || !token || token.value === fresh.value) return false;
    token.value = fresh.value;
    return true;
  }
}

export function startDraft(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-draft]");
  const state = form?.querySelector<HTMLElement>("[data-draft-state]");
  if (form && state) new Draft(form, state);
}
