// Passing an offer on: the system's own sheet where there is one, else a dialog with address and QR code.
import { announce, word } from "./announce";

function dialog(button: HTMLButtonElement): HTMLDialogElement {
  const { qr = "", title = "", url = "" } = button.dataset;
  const box = document.createElement("dialog");
  box.className = "share";
  box.setAttribute("aria-label", title);
  const heading = document.createElement("h2");
  heading.textContent = title;
  const image = document.createElement("img");
  image.src = qr;
  image.alt = "QR-Code";
  const address = document.createElement("p");
  address.textContent = url;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "kern-btn kern-btn--primary";
  close.textContent = word("schliessen");
  close.addEventListener("click", () => box.close());
  box.append(heading, image, address, close);
  box.addEventListener("close", () => {
    box.remove();
    button.focus();
  });
  document.body.append(box);
  return box;
}

export function startShare(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-action=teilen]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { title = "", url = "", text = "" } = button.dataset;
      if (navigator.share && matchMedia("(pointer: coarse)").matches) {
        try {
          await navigator.share({ title, text: text.replace(url, "").trim(), url });
          return;
        } catch (error) {
          if ((error as Error).name === "AbortError") return;
        }
      }
      dialog(button).showModal();
      try {
        await navigator.clipboard.writeText(url);
        announce(word("kopiert"));
      } catch {
        // The address stands in the dialog.
      }
    });
  }
}
