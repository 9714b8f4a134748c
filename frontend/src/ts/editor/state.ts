/** What the link to the server is, and why it ended. */

export type Link =
  /** The first text has not come yet. */
  | "joining"
  /** The socket is open and both sides agreed. */
  | "live"
  /** Plain requests every few seconds. */
  | "slow"
  /** The browser has no network. */
  | "offline"
  /** The browser has a network, the site does not answer. */
  | "away"
  /** Nothing more will be tried; `End` says why. */
  | "ended";

export type End =
  /** The session is over: the person may sign in elsewhere and try again. */
  | "session"
  /** The person has no right here any more. */
  | "right"
  /** The document is no more. */
  | "gone"
  /** What was written at once is too large to be sent. */
  | "large"
  /** The server does not understand what this page sends. */
  | "broken"
  /** The site has a newer editor than this page. */
  | "schema";

export interface State {
  link: Link;
  end: End | null;
  saved: boolean;
  mayWrite: boolean;
}

/** How a close code, or a status of slow mode, ends things; null when the line may be tried again. */
export function endOf(code: number): End | null {
  switch (code) {
    case 4401:
    case 401:
      return "session";
    case 4403:
    case 403:
      return "right";
    case 4404:
    case 404:
      return "gone";
    case 4413:
    case 413:
      return "large";
    default:
      return null;
  }
}
