// What charts gain from script: the value beside the pointer, one stop for the Tab key with arrows between the values, and a line that
// stands out. Without it every value is reached by Tab and stands in the table below the chart.
let tooltip: HTMLElement | undefined;

function show(datum: SVGElement): void {
  const frame = datum.closest<HTMLElement>(".chart-frame");
  if (!frame) return;
  tooltip ??= document.createElement("div");
  tooltip.className = "chart-tooltip";
  // Screen readers have read the label already.
  tooltip.setAttribute("aria-hidden", "true");
  tooltip.textContent = datum.getAttribute("aria-label");
  tooltip.hidden = false;
  frame.append(tooltip);
  const around = frame.getBoundingClientRect();
  const at = (datum.querySelector(".mark, .bar, .secret") ?? datum).getBoundingClientRect();
  const middle = (at.left + at.right) / 2 - around.left - tooltip.offsetWidth / 2;
  const above = at.top - around.top - tooltip.offsetHeight - 8;
  tooltip.style.left = `${frame.scrollLeft + Math.max(0, Math.min(middle, around.width - tooltip.offsetWidth))}px`;
  tooltip.style.top = `${above >= 0 ? above : at.bottom - around.top + 8}px`;
}

function hide(): void {
  if (tooltip) tooltip.hidden = true;
}

function highlight(chart: SVGElement, series: string | undefined): void {
  if (series === undefined) delete chart.dataset["active"];
  else chart.dataset["active"] = series;
  for (const group of chart.querySelectorAll<SVGElement>(".series")) {
    group.classList.toggle("is-active", group.dataset["series"] === series);
  }
}

function prepare(chart: SVGElement): void {
  const data = [...chart.querySelectorAll<SVGElement>(".datum")];
  const several = new Set([...chart.querySelectorAll<SVGElement>(".series")].map((group) => group.dataset["series"])).size > 1;

  const enter = (target: EventTarget | null): void => {
    if (!(target instanceof SVGElement)) return;
    const datum = target.closest<SVGElement>(".datum");
    if (datum) show(datum);
    else hide();
    if (several) highlight(chart, target.closest<SVGElement>("[data-series]")?.dataset["series"]);
  };
  const leave = (): void => {
    hide();
    highlight(chart, undefined);
  };
  chart.addEventListener("pointerover", (event) => enter(event.target));
  chart.addEventListener("pointerleave", leave);
  chart.addEventListener("focusin", (event) => enter(event.target));
  chart.addEventListener("focusout", leave);

  // One stop for the chart instead of one for each value.
  for (const datum of data.slice(1)) datum.setAttribute("tabindex", "-1");
  chart.addEventListener("keydown", (event) => {
    const now = data.indexOf(document.activeElement as SVGElement);
    const ways: Record<string, number> = {
      ArrowRight: now + 1,
      ArrowDown: now + 1,
      ArrowLeft: now - 1,
      ArrowUp: now - 1,
      Home: 0,
      End: data.length - 1,
    };
    const next = data[ways[event.key] ?? -1];
    if (now < 0 || !next) return;
    event.preventDefault();
    data[now]?.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
}

export function startFigures(): void {
  const charts = document.querySelectorAll<SVGElement>("svg.chart[role=group]");
  for (const chart of charts) prepare(chart);
  if (charts.length > 0) {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
    });
  }
}
