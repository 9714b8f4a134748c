/** Says when the connection is lost, and takes the sentence away when it is back. */

export function startNetwork(): void {
  const bar = document.querySelector<HTMLElement>("[data-offline]");
  if (!bar) return;
  const show = (): void => {
    bar.hidden = navigator.onLine;
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}
