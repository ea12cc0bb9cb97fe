// <bildungsraum-angebote portal="https://…" suche="q=yoga&wo=Konz">fallback</bildungsraum-angebote> on municipal sites: puts the list of
// current offers in place of its content. No cookie, no frame, the type and colours of the page around it.
class Offers extends HTMLElement {
  static get observedAttributes(): string[] {
    return ["portal", "suche"];
  }

  connectedCallback(): void {
    void this.load();
  }

  attributeChangedCallback(_name: string, before: string | null): void {
    if (before !== null && this.isConnected) void this.load();
  }

  private async load(): Promise<void> {
    const portal = this.getAttribute("portal") ?? new URL(import.meta.url).origin;
    const search = (this.getAttribute("suche") ?? "").replace(/^\?/, "");
    try {
      const response = await fetch(`${portal.replace(/\/$/, "")}/einbetten${search ? `?${search}` : ""}`, { credentials: "omit" });
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      // Only what a list of offers is made of; nothing that runs.
      for (const foreign of page.querySelectorAll("script, style, link, iframe, object, embed")) foreign.remove();
      this.replaceChildren(...page.body.childNodes);
    } catch {
      // The content that stood here before stays: a link to the portal.
    }
  }
}

if (!customElements.get("bildungsraum-angebote")) customElements.define("bildungsraum-angebote", Offers);
