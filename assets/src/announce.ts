/** Says a short text to screen readers. */
let region: HTMLElement | undefined;

export function announce(text: string): void {
  if (!region) {
    region = document.createElement("div");
    region.className = "sr-only";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = text;
}

/** A word that the server put on the page. */
export function word(name: string): string {
  return document.body.dataset[name] ?? "";
}
