// Loads the moving map only when somebody wants it: by the button, or by choosing the map view.
function load(frame: HTMLElement): void {
  const { script, stylesheet } = frame.dataset;
  if (!script || frame.dataset["loaded"] !== undefined) return;
  frame.dataset["loaded"] = "";
  if (stylesheet && !document.querySelector(`link[href="${stylesheet}"]`)) {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = stylesheet;
    document.head.append(sheet);
  }
  import(script)
    .then((map: { show(frame: HTMLElement): void }) => map.show(frame))
    .catch(() => {
      // The drawing stays.
      delete frame.dataset["loaded"];
    });
}

function prepare(): void {
  for (const frame of document.querySelectorAll<HTMLElement>(".map-frame[data-script]")) {
    if (frame.dataset["loaded"] !== undefined) continue;
    if (frame.dataset["eager"] !== undefined) {
      load(frame);
      continue;
    }
    const button = frame.querySelector<HTMLButtonElement>("button[data-action=karte]");
    if (!button) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      load(frame);
      button.hidden = true;
    });
  }
}

export function startMapFrames(): void {
  prepare();
  document.addEventListener("ergebnis", prepare);
}
