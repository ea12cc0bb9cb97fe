// Suggestions while typing: a combobox with a list (WAI-ARIA 1.2). The field stays an ordinary field.
interface Suggestion {
  text: string;
  note: string;
}

const WAIT = 150;

class Combobox {
  private readonly list = document.createElement("ul");
  private readonly status = document.createElement("div");
  private found: Suggestion[] = [];
  private active = -1;
  private timer = 0;
  private running: AbortController | undefined;

  constructor(
    private readonly frame: HTMLElement,
    private readonly input: HTMLInputElement,
  ) {
    this.list.id = `${input.id}-vorschlaege`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels?.[0]?.textContent ?? "");
    this.list.hidden = true;
    this.status.className = "sr-only";
    this.status.setAttribute("role", "status");
    frame.append(this.list, this.status);
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-expanded", "false"],
      ["aria-controls", this.list.id],
    ] as const) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // Before the field loses the focus.
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const item = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (item) this.choose(Number(item.dataset["index"]));
    });
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), WAIT);
  }

  private async ask(): Promise<void> {
    const typed = this.input.value.trim();
    this.running?.abort();
    if (typed.length < 2) return this.close();
    this.running = new AbortController();
    const base = this.frame.dataset["suggest"] ?? "";
    const href = `${base}${base.includes("?") ? "&" : "?"}q=${encodeURIComponent(typed)}`;
    try {
      const response = await fetch(href, { signal: this.running.signal });
      this.found = response.ok ? ((await response.json()) as Suggestion[]) : [];
      this.show();
    } catch {
      // Without an answer there are simply no suggestions.
    }
  }

  private show(): void {
    if (this.found.length === 0 || document.activeElement !== this.input) return this.close();
    this.active = -1;
    this.list.replaceChildren(
      ...this.found.map((suggestion, index) => {
        const item = document.createElement("li");
        item.id = `${this.list.id}-${index}`;
        item.dataset["index"] = String(index);
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const text = document.createElement("span");
        text.textContent = suggestion.text;
        const note = document.createElement("small");
        note.textContent = suggestion.note;
        item.append(text, " ", note);
        return item;
      }),
    );
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = (this.frame.dataset["status"] ?? "").replace("#", String(this.found.length));
  }

  private close(): void {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }

  private move(to: number): void {
    const items = [...this.list.children];
    this.active = (to + items.length) % items.length;
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === this.active)));
    const item = items[this.active];
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
  }

  private choose(index: number): void {
    const suggestion = this.found[index];
    if (!suggestion) return;
    this.input.value = suggestion.text;
    this.close();
    this.input.form?.requestSubmit();
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden) {
      if (event.key === "ArrowDown") void this.ask();
      return;
    }
    switch (event.key) {
      case "ArrowDown":
        this.move(this.active + 1);
        break;
      case "ArrowUp":
        this.move(this.active < 0 ? this.found.length - 1 : this.active - 1);
        break;
      case "Enter":
        if (this.active < 0) return;
        this.choose(this.active);
        break;
      case "Escape":
        this.close();
        break;
      default:
        return;
    }
    event.preventDefault();
  }
}

export function startSuggestions(): void {
  for (const frame of document.querySelectorAll<HTMLElement>("[data-suggest]")) {
    const input = frame.querySelector("input");
    if (input && frame.dataset["suggest"]) new Combobox(frame, input);
  }
}
