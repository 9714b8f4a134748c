/** The state of the text, always in words with an icon; told aloud only when it matters. */
import { need } from "./elements";
import { announce } from "./messages";
import type { End, State } from "./state";

/** « Enregistré » comes back once the person has paused: it does not blink at every key. */
const CALM = 500;

type Kind = "joining" | "saved" | "saving" | "offline" | "away" | "slow" | "readonly" | "ended";

interface Words {
  kind: Kind;
  /** Beside the icon. */
  said: string;
  /** Longer, where there is something to know or to do. */
  explained: string;
}

const ENDS: Record<End, { said: string; explained: string }> = {
  session: {
    said: "Session terminée",
    explained: "Votre session est terminée. Votre texte reste ici\u00a0: connectez-vous dans un autre onglet, puis réessayez.",
  },
  right: {
    said: "Accès retiré",
    explained: "Vous n’avez plus accès à cette fiche. Son texte reste affiché dans cette page\u00a0: vous pouvez encore le copier.",
  },
  gone: { said: "Fiche introuvable", explained: "Cette fiche n’existe plus, ou vous n’y avez pas accès." },
  large: {
    said: "Non enregistré",
    explained:
      "Ce texte est trop long pour être enregistré. Copiez ce que vous venez d’écrire, rechargez la page, puis collez-le en plusieurs fois, ou raccourcissez la fiche.",
  },
  broken: {
    said: "Non enregistré",
    explained: "Le site ne comprend pas ce que cette page envoie. Copiez ce que vous venez d’écrire, puis rechargez la page.",
  },
  schema: {
    said: "Page à recharger",
    explained: "L’éditeur a été mis à jour. Rechargez la page pour continuer.",
  },
};

/** The words of a state. */
export function wordsOf(state: State, copied: boolean): Words {
  const where = copied ? "sur cet ordinateur" : "dans cette page";
  if (state.end) return { kind: "ended", ...ENDS[state.end] };
  switch (state.link) {
    case "joining":
      return { kind: "joining", said: "Ouverture de la fiche…", explained: "" };
    case "offline":
      return { kind: "offline", said: `Hors ligne\u00a0: vos modifications sont gardées ${where}`, explained: "" };
    case "away":
      return {
        kind: "away",
        said: `Le site ne répond pas\u00a0: vos modifications sont gardées ${where}`,
        explained: "La page réessaie d’elle-même.",
      };
    default:
  }
  if (!state.mayWrite) {
    const lost = "Ce que vous veniez d’écrire n’est pas enregistré\u00a0: copiez-le si vous en avez besoin.";
    return { kind: "readonly", said: "Lecture seule", explained: state.saved ? "" : lost };
  }
  const saved = state.saved ? "enregistré" : "enregistrement en cours…";
  if (state.link === "slow") {
    const explained = "Votre réseau bloque la liaison directe\u00a0: les modifications passent toutes les quelques secondes.";
    return { kind: "slow", said: `Mode lent\u00a0: ${saved}`, explained };
  }
  return state.saved
    ? { kind: "saved", said: "Enregistré", explained: "" }
    : { kind: "saving", said: "Enregistrement en cours…", explained: "" };
}

const TOLD: Kind[] = ["offline", "away", "slow", "readonly", "ended"];

export class Status {
  private readonly place = need("[data-status]");
  private readonly words = need("[data-status-words]", this.place);
  private readonly more = need("[data-status-more]");
  private shown: Kind | null = null;
  private timer = 0;

  /** Show a state. */
  show(state: State, copied: boolean): void {
    const words = wordsOf(state, copied);
    window.clearTimeout(this.timer);
    if (state.saved && (this.shown === "saving" || this.shown === "slow")) {
      this.timer = window.setTimeout(() => this.draw(words, state), CALM);
    } else this.draw(words, state);
  }

  private draw(words: Words, state: State): void {
    if (this.words.textContent !== words.said) this.words.textContent = words.said;
    if (this.more.textContent !== words.explained) this.more.textContent = words.explained;
    need("[data-status-box]").hidden = !words.explained;
    for (const button of document.querySelectorAll<HTMLElement>("[data-end]")) {
      button.hidden = !(button.dataset.end ?? "").split(" ").includes(state.end ?? "");
    }
    if (words.kind === this.shown) return;
    const troubled = this.shown !== null && TOLD.includes(this.shown);
    this.shown = words.kind;
    this.place.dataset.status = words.kind;
    for (const drawing of this.place.querySelectorAll<HTMLElement>("[data-icon]")) {
      drawing.hidden = drawing.dataset.icon !== words.kind;
    }
    if (TOLD.includes(words.kind) || troubled) announce(`${words.said}. ${words.explained}`);
  }
}
