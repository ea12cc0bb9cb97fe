// What a page gains from script. Everything works without it; nothing here knows a word of its own (words come as data attributes).
import { startBookmarks } from "./bookmarks";
import { startFigures } from "./figures";
import { startFilters } from "./filters";
import { startMapFrames } from "./map_frame";
import { startPictures } from "./picture";
import { startShare } from "./share";
import { startSuggestions } from "./suggestions";
import { startTidyAddress } from "./tidy_address";

function start(): void {
  document.documentElement.classList.add("script");
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-action=drucken]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const part of document.querySelectorAll<HTMLElement>("[data-needs-script]")) part.hidden = false;
  startSuggestions();
  startTidyAddress();
  startFilters();
  startBookmarks();
  startShare();
  startMapFrames();
  startFigures();
  startPictures();
}

start();
