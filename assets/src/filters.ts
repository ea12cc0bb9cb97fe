// Filters take effect at once: the page of the new address is fetched and its results put in place, so that script and no script see the
// same. On phones the sheet stays open and its button counts.
let running: AbortController | undefined;

function address(form: HTMLFormElement): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() !== "") pairs.append(name, value);
  }
  const query = pairs.toString();
  return form.action.split("?")[0] + (query ? `?${query}` : "");
}

async function load(href: string, push: boolean): Promise<void> {
  running?.abort();
  running = new AbortController();
  const main = document.getElementById("ergebnis");
  main?.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(href, { signal: running.signal, headers: { accept: "text/html" } });
    if (!response.ok) throw new Error(String(response.status));
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    replace(next);
    if (push) history.pushState(null, "", href + location.hash);
  } catch (error) {
    // A newer change replaces this one; anything else is left to the browser.
    if ((error as Error).name !== "AbortError") location.assign(href);
  }
}

/** Puts new results in place without taking focus, open groups or scroll position away. */
function replace(next: Document): void {
  const now = document.getElementById("ergebnis");
  const new_ = next.getElementById("ergebnis");
  const head = document.getElementById("ergebnis-kopf");
  const nextHead = next.getElementById("ergebnis-kopf");
  if (!now || !new_ || !head || !nextHead) return;
  // The same heading element stays, so that its change is read aloud.
  const heading = head.querySelector("h1");
  const nextHeading = nextHead.querySelector("h1");
  if (heading && nextHeading) {
    heading.textContent = nextHeading.textContent;
    nextHeading.replaceWith(heading);
  }
  head.replaceChildren(...nextHead.childNodes);
  now.replaceWith(new_);
  document.title = next.title;
  const label = new_.dataset["apply"] ?? "";
  const apply = document.querySelector("[data-apply] .kern-label");
  if (apply) apply.textContent = label;
  counts(next);
  const side = document.querySelector(".results-side");
  const nextSide = next.querySelector(".results-side");
  if (side && nextSide) side.replaceWith(nextSide);
  document.dispatchEvent(new Event("ergebnis"));
}

/** Facets keep their place; counts, greyed values and the order follow the answer. */
function counts(next: Document): void {
  const focused = document.activeElement?.id ?? "";
  for (const facet of document.querySelectorAll<HTMLDetailsElement>(".filters details[data-facet]")) {
    const name = facet.dataset["facet"] ?? "";
    const other = next.querySelector<HTMLDetailsElement>(`.filters details[data-facet="${CSS.escape(name)}"]`);
    if (!other) continue;
    const more = facet.querySelector<HTMLDetailsElement>(".facet-more")?.open ?? false;
    const open = facet.open;
    facet.replaceChildren(...other.childNodes);
    facet.open = open;
    const rest = facet.querySelector<HTMLDetailsElement>(".facet-more");
    if (rest) rest.open = more;
  }
  const groups = document.querySelectorAll<HTMLElement>(".filters .facet-body[id]");
  for (const group of groups) {
    const other = next.getElementById(group.id);
    if (other) group.replaceChildren(...other.childNodes);
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** The sheet of phones holds the keyboard while it is open. */
function holdFocus(): void {
  const open = location.hash === "#filter" && matchMedia("(max-width: 61.99rem)").matches;
  const sheet = document.getElementById("filter");
  for (const element of document.querySelectorAll<HTMLElement>(".site-header, .site-footer, .page-head, #ergebnis-kopf, #ergebnis, .results-side")) {
    element.inert = open;
  }
  document.body.style.overflow = open ? "hidden" : "";
  if (open) sheet?.querySelector<HTMLElement>(".filters-close")?.focus();
}

export function startFilters(): void {
  const form = document.querySelector<HTMLFormElement>("form#suche");
  if (!form || !document.querySelector(".filters")) return;
  document.addEventListener("change", (event) => {
    const field = event.target as HTMLInputElement | null;
    if (field?.form === form && field.closest(".filters")) void load(address(form), true);
  });
  document.querySelector("[data-apply]")?.addEventListener("click", (event) => {
    // The results are there already: only close the sheet.
    event.preventDefault();
    location.hash = "ergebnis";
  });
  addEventListener("popstate", () => {
    if (!location.hash) void load(location.href, false);
  });
  addEventListener("hashchange", holdFocus);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === "#filter") location.hash = "ergebnis";
  });
  holdFocus();
}
