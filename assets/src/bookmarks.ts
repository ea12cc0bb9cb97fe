// Offers that a visitor keeps: in this browser only, never sent.
import { announce, word } from "./announce";

interface Bookmark {
  id: string;
  title: string;
  href: string;
}

const KEY = "merkliste";

function read(): Bookmark[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    if (!Array.isArray(stored)) return [];
    return stored.filter(
      (entry): entry is Bookmark =>
        typeof entry?.id === "string" &&
        typeof entry.title === "string" &&
        typeof entry.href === "string" &&
        // A stored address leads nowhere else.
        entry.href.startsWith("/angebote/"),
    );
  } catch {
    return [];
  }
}

function write(bookmarks: Bookmark[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(bookmarks));
  } catch {
    // No storage (private mode, full): the list lives as long as the page.
  }
  show();
}

function show(): void {
  const kept = read();
  for (const counter of document.querySelectorAll<HTMLElement>("[data-counter=merkliste]")) {
    counter.textContent = String(kept.length);
    counter.hidden = kept.length === 0;
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-action=merken]")) {
    const pressed = kept.some((bookmark) => bookmark.id === button.dataset["value"]);
    button.hidden = false;
    button.setAttribute("aria-pressed", String(pressed));
  }
  showList(kept);
}

function showList(kept: Bookmark[]): void {
  const list = document.getElementById("merkliste");
  const empty = document.getElementById("merkliste-leer");
  if (!list || !empty) return;
  list.hidden = kept.length === 0;
  empty.hidden = kept.length > 0;
  for (const clear of list.querySelectorAll<HTMLButtonElement>("[data-action=merkliste-leeren]")) clear.hidden = false;
  const entries = kept.map((bookmark) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = bookmark.href;
    link.textContent = bookmark.title;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "link-button";
    remove.textContent = list.dataset["remove"] ?? "";
    remove.setAttribute("aria-label", `${list.dataset["remove"] ?? ""}: ${bookmark.title}`);
    remove.addEventListener("click", () => {
      write(read().filter((other) => other.id !== bookmark.id));
      announce(word("entfernt"));
      (list.querySelector<HTMLElement>("li a") ?? document.querySelector<HTMLElement>("main"))?.focus();
    });
    item.append(link, remove);
    return item;
  });
  list.querySelector("ul")?.replaceChildren(...entries);
}

export function startBookmarks(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element | null)?.closest<HTMLButtonElement>("button[data-action]");
    if (button?.dataset["action"] === "merkliste-leeren") {
      write([]);
      announce(word("entfernt"));
    }
    if (button?.dataset["action"] !== "merken") return;
    const { value: id = "", title = "", href = "" } = button.dataset;
    const kept = read();
    const without = kept.filter((bookmark) => bookmark.id !== id);
    const added = without.length === kept.length;
    write(added ? [...kept, { id, title, href }] : without);
    announce(word(added ? "gemerkt" : "entfernt"));
  });
  // Another tab changed the list.
  addEventListener("storage", (event) => {
    if (event.key === KEY) show();
  });
  document.addEventListener("ergebnis", show);
  show();
}
