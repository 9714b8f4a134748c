/** Copies of texts kept on this computer at the person's request: which there are, and how they are forgotten. */

const REGISTRY = "essor-copies";
const PATIENCE = 1_500;
/** What pages show to those who are not signed in. */
const SIGN_IN = 'header a[href^="/compte/connexion/"]';

export interface Copy {
  /** Name of the database in the browser. */
  name: string;
  /** The document, such as `fiche/12`. */
  document: string;
  epoch: string;
  person: number;
  /** Whether it holds something that the site was not known to have. */
  unsaved: boolean;
}

/** The copies kept in this browser. */
export function copies(): Copy[] {
  try {
    const read: unknown = JSON.parse(window.localStorage.getItem(REGISTRY) ?? "[]");
    return Array.isArray(read) ? (read as Copy[]) : [];
  } catch {
    return [];
  }
}

function write(kept: Copy[]): void {
  if (kept.length > 0) window.localStorage.setItem(REGISTRY, JSON.stringify(kept));
  else window.localStorage.removeItem(REGISTRY);
}

/** Note a copy, or what changed in it. */
export function noteCopy(copy: Copy): void {
  write([...copies().filter((known) => known.name !== copy.name), copy]);
}

/** Delete a copy. */
export function forgetCopy(name: string): Promise<void> {
  write(copies().filter((known) => known.name !== name));
  return new Promise((done) => {
    const request = window.indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => done();
  });
}

/** Nothing stays on the computer of somebody who signs out, here or elsewhere; but what the site has not got. */
export function startCopies(): void {
  if (document.querySelector(SIGN_IN)) {
    for (const copy of copies()) if (!copy.unsaved) void forgetCopy(copy.name);
  }
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    // Not `form.action`: a field of that name would be given instead.
    const leaving = form.matches("[data-sign-out]") || form.getAttribute("action") === "/compte/deconnexion/";
    if (!leaving || copies().length === 0) return;
    event.preventDefault();
    const forgotten = Promise.all(copies().map((copy) => forgetCopy(copy.name)));
    const late = new Promise((done) => window.setTimeout(done, PATIENCE));
    void Promise.race([forgotten, late]).then(() => form.submit());
  });
}
