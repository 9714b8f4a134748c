/** Entry of the pages on which a sheet is written. */
import { copies } from "../copies";
import { need } from "./elements";
import { tell } from "./messages";
import { type Config, Writing } from "./writing";

/** How long a button waits for what is being stored. */
const PATIENCE = 15_000;
const STEP = 100;

const NOT_SAVED =
  "Votre texte n’est pas encore enregistré\u00a0: l’action n’a pas été faite. Réessayez quand «\u00a0Enregistré\u00a0» s’affiche.";

/** What is proposed or kept is what people see: a form or a link goes once everything is stored. */
function holdUntilSaved(writing: Writing, control: HTMLElement): void {
  let going = false;
  const form = control instanceof HTMLFormElement ? control : null;
  const go = (): void => {
    going = true;
    if (form) form.requestSubmit();
    else control.click();
    going = false;
  };
  control.addEventListener(form ? "submit" : "click", (event) => {
    if (going || writing.saved) return;
    event.preventDefault();
    const since = Date.now();
    const timer = window.setInterval(() => {
      const late = Date.now() - since > PATIENCE || writing.state.end !== null;
      if (!writing.saved && !late) return;
      window.clearInterval(timer);
      if (writing.saved) go();
      else tell(NOT_SAVED);
    }, STEP);
  });
}

/** The box « Garder une copie sur cet ordinateur »: never ticked unless the person did. */
function offerCopy(writing: Writing, box: HTMLInputElement): void {
  box.addEventListener("change", () => {
    void writing.keepCopy(box.checked).catch(() => {
      box.checked = false;
      tell("Ce navigateur ne permet pas de garder une copie.");
    });
  });
  document.addEventListener("writing:entered", () => {
    const mine = writing.identity;
    const known = copies().some((copy) => copy.document === mine?.document && copy.person === mine.person);
    box.disabled = false;
    box.checked = known;
    if (known) void writing.keepCopy(true).catch(() => undefined);
  });
}

function shortcuts(writing: Writing): void {
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    let action = "";
    if (command && !event.altKey && key === "k") action = "link";
    if (command && event.altKey && key === "o") action = "offer";
    if (command && event.altKey && key === "i") action = "image";
    if (command && event.altKey && key === "e") action = "callout";
    if (command && key === "/") action = "shortcuts";
    if (action) {
      event.preventDefault();
      writing.run(action);
    } else if (event.altKey && event.key === "F10") {
      event.preventDefault();
      writing.focusToolbar();
    }
  });
}

function start(): void {
  const root = document.querySelector<HTMLElement>("[data-writing]");
  if (!root) return;
  const config = JSON.parse(need("#writing-config").textContent ?? "{}") as Config;
  const writing = new Writing(root, config);
  for (const control of document.querySelectorAll<HTMLElement>("[data-when-saved]")) holdUntilSaved(writing, control);
  offerCopy(writing, need<HTMLInputElement>("[data-keep-copy]", root));
  shortcuts(writing);
  for (const button of root.querySelectorAll("[data-run]")) {
    button.addEventListener("click", () => writing.run((button as HTMLElement).dataset.run ?? ""));
  }
  need("[data-retry]", root).addEventListener("click", () => void writing.retry());
  need("[data-reload]", root).addEventListener("click", () => window.location.reload());
  window.addEventListener("beforeunload", (event) => {
    if (!writing.saved) event.preventDefault();
  });
  void writing.enter();
}

start();
