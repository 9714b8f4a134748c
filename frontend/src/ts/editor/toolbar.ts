/** The bar above the text: one stop of the Tab key, arrows inside, buttons that say whether they hold. */
import type { Editor } from "@tiptap/core";
import { able, type Action } from "./actions";

export class Toolbar {
  private readonly buttons: HTMLButtonElement[];

  constructor(
    private readonly bar: HTMLElement,
    private readonly actions: Record<string, Action>,
    private readonly current: () => Editor | null,
  ) {
    this.buttons = Array.from(bar.querySelectorAll<HTMLButtonElement>("button[data-action]"));
    bar.addEventListener("click", this.clicked);
    bar.addEventListener("keydown", this.moved);
    // The caret stays in the text when a button is pressed with the mouse.
    bar.addEventListener("mousedown", (event) => event.preventDefault());
    this.stopAt(this.buttons[0]);
  }

  /** Show what holds where the caret is. */
  refresh(): void {
    const editor = this.current();
    for (const part of this.bar.querySelectorAll<HTMLElement>("[data-when]")) {
      part.hidden = !editor?.isActive(part.dataset.when ?? "");
    }
    // What cannot be done there gives its place to what can.
    for (const part of this.bar.querySelectorAll<HTMLElement>("[data-unless]")) {
      part.hidden = (part.dataset.unless ?? "").split(" ").some((kind) => editor?.isActive(kind) ?? false);
    }
    for (const button of this.buttons) {
      const action = this.actions[button.dataset.action ?? ""];
      if (!action) continue;
      button.setAttribute("aria-disabled", String(editor === null || !able(action, editor)));
      if (action.active) button.setAttribute("aria-pressed", String(editor ? action.active(editor) : false));
    }
    const stop = this.buttons.find((button) => button.tabIndex === 0);
    if (!stop || stop.closest("[hidden]")) this.stopAt(this.shown()[0]);
  }

  focus(): void {
    this.buttons.find((button) => button.tabIndex === 0)?.focus();
  }

  private readonly clicked = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-action]");
    const editor = this.current();
    if (!button || !editor || button.getAttribute("aria-disabled") === "true") return;
    this.stopAt(button);
    this.actions[button.dataset.action ?? ""]?.run(editor);
  };

  private readonly moved = (event: KeyboardEvent): void => {
    const shown = this.shown();
    const here = shown.indexOf(document.activeElement as HTMLButtonElement);
    const steps: Record<string, number> = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: shown.length - 1 };
    if (event.key === "Escape") {
      this.current()?.commands.focus();
      return;
    }
    const next = steps[event.key];
    if (next === undefined || here < 0) return;
    event.preventDefault();
    const button = shown[(next + shown.length) % shown.length];
    this.stopAt(button);
    button?.focus();
  };

  private shown(): HTMLButtonElement[] {
    return this.buttons.filter((button) => !button.closest("[hidden]"));
  }

  private stopAt(chosen: HTMLButtonElement | undefined): void {
    for (const button of this.buttons) button.tabIndex = button === chosen ? 0 : -1;
  }
}
