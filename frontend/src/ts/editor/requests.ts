/** Requests to the site, with the token that it wants of whoever writes. */

const FIELD = "[name=csrfmiddlewaretoken]";

function field(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>(`[data-writing] ${FIELD}`);
}

/** The page's token; a person who signed in again in another tab has another, which `renew` takes. */
export const token = (): string => field()?.value ?? "";

/** Read the token anew from the page's own address. Returns whether it changed. */
export async function renew(): Promise<boolean> {
  const page = await fetch(window.location.pathname, { redirect: "manual", credentials: "same-origin" });
  if (!page.ok) return false;
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
  const value = fresh.querySelector<HTMLInputElement>(`[data-writing] ${FIELD}`)?.value;
  const here = field();
  if (!value || !here || here.value === value) return false;
  here.value = value;
  return true;
}

/** A network that swallows a request is given this long, then it counts as unreachable. */
const PATIENCE = 20_000;

const isJson = (answer: Response): boolean => (answer.headers.get("Content-Type") ?? "").startsWith("application/json");

/** Send a body. Throws when the site cannot be reached. */
export async function post(
  address: string,
  body: Uint8Array | FormData,
  headers: Record<string, string> = {},
  renewed = false,
): Promise<Response> {
  const type = body instanceof FormData ? {} : { "Content-Type": "application/octet-stream" };
  const patience = new AbortController();
  // A picture takes the time that it takes.
  const timer = body instanceof FormData ? 0 : window.setTimeout(() => patience.abort(), PATIENCE);
  const answer = await fetch(address, {
    method: "POST",
    body: body as BodyInit,
    headers: { ...type, ...headers, "X-CSRFToken": token(), Accept: "application/json" },
    redirect: "manual",
    credentials: "same-origin",
    signal: patience.signal,
  }).finally(() => window.clearTimeout(timer));
  // A refusal of ours is JSON; a stale token is refused by a page.
  if (answer.status === 403 && !isJson(answer) && !renewed && (await renew())) {
    return post(address, body, headers, true);
  }
  return answer;
}

export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Get JSON. Throws `Refused` for a status, another error when the site cannot be reached. */
export async function get<T>(address: string): Promise<T> {
  const answer = await fetch(address, {
    headers: { Accept: "application/json" },
    redirect: "manual",
    credentials: "same-origin",
  });
  if (answer.type === "opaqueredirect") throw new Refused(401, "");
  if (!answer.ok) throw new Refused(answer.status, await said(answer));
  return (await answer.json()) as T;
}

/** The sentence of a refusal. */
export async function said(answer: Response): Promise<string> {
  const told = isJson(answer) ? ((await answer.json().catch(() => ({}))) as { message?: string }) : {};
  return told.message ?? "";
}
