// The moving map: MapLibre GL on our own ground. Points are links, so the keyboard reaches them; names and outlines of the region come
// from this server, tiles only from a style that the operator has chosen.
import { Map as MapLibre, Marker, LngLatBounds, NavigationControl, setWorkerUrl, type StyleSpecification } from "maplibre-gl";

declare const WORKER: string;

interface Properties {
  name: string;
  count?: number;
  text?: string;
  href?: string;
  population?: number | null;
}

interface Feature {
  geometry: { type: string; coordinates: unknown };
  properties: Properties;
}

interface Collection {
  type: "FeatureCollection";
  features: Feature[];
}

setWorkerUrl(new URL(WORKER, import.meta.url).href);

async function fetchCollection(href: string | undefined): Promise<Collection> {
  const empty: Collection = { type: "FeatureCollection", features: [] };
  if (!href) return empty;
  const response = await fetch(href);
  return response.ok ? ((await response.json()) as Collection) : empty;
}

function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** A ground of one colour: no tiles, no glyphs, nothing from third parties. */
function ground(): StyleSpecification {
  return { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": color("--sunken") } }] };
}

function isPoint(feature: Feature): feature is Feature & { geometry: { coordinates: [number, number] } } {
  return feature.geometry.type === "Point";
}

/** Markers nearer to each other than this could neither be told apart nor hit with a finger. */
const APART = 44;

/** Points that would overlap become one marker with their sum, where the largest of them is. */
function clusters(map: MapLibre, features: Feature[]): Feature[][] {
  const sorted = features.filter(isPoint).sort((a, b) => (b.properties.count ?? 1) - (a.properties.count ?? 1));
  const cells: { x: number; y: number; cell: Feature[] }[] = [];
  for (const feature of sorted) {
    const { x, y } = map.project(feature.geometry.coordinates);
    const near = cells.find((other) => Math.hypot(other.x - x, other.y - y) < APART);
    if (near) near.cell.push(feature);
    else cells.push({ x, y, cell: [feature] });
  }
  return cells.map(({ cell }) => cell);
}

/** Where the marker of a group stands: on its first point, so that no two groups come close. */
function anchor(cell: Feature[]): [number, number] {
  const [first] = cell;
  return first && isPoint(first) ? first.geometry.coordinates : [0, 0];
}

function marker(map: MapLibre, cell: Feature[]): Marker | undefined {
  const [first] = cell;
  if (!first || !isPoint(first)) return undefined;
  const sum = cell.reduce((total, feature) => total + (feature.properties.count ?? 1), 0);
  const points = cell.filter(isPoint).map((feature) => feature.geometry.coordinates);
  const single = cell.length === 1;
  const element = document.createElement(single ? "a" : "button");
  element.className = "map-marker";
  element.textContent = sum > 1 ? String(sum) : "";
  if (element instanceof HTMLAnchorElement) {
    element.href = first.properties.href ?? "#";
    const label = `${first.properties.name}: ${first.properties.text ?? ""}`;
    element.title = label;
    element.setAttribute("aria-label", label);
  } else {
    element.setAttribute("type", "button");
    const names = cell.slice(0, 3).map((feature) => feature.properties.name);
    element.setAttribute("aria-label", `${sum}: ${names.join(", ")}${cell.length > 3 ? " …" : ""}`);
    element.addEventListener("click", () => {
      const bounds = points.reduce((box, point) => box.extend(point), new LngLatBounds());
      map.fitBounds(bounds, { padding: 80, maxZoom: Math.max(map.getZoom() + 2, 14) });
    });
  }
  return new Marker({ element }).setLngLat(anchor(cell)).addTo(map);
}

/** Names of the region without glyphs from anywhere: the populous always, the others when there is room. */
function names(map: MapLibre, areas: Feature[]): (cells: Feature[][]) => Marker[] {
  const sorted = areas.filter(isPoint).sort((a, b) => (b.properties.population ?? 0) - (a.properties.population ?? 0));
  return (cells) => {
    const dots = cells.map((cell) => map.project(anchor(cell)));
    const placed: { x: number; y: number; half: number }[] = [];
    const box = map.getContainer().getBoundingClientRect();
    const shown: Marker[] = [];
    for (const area of sorted) {
      const { x, y } = map.project(area.geometry.coordinates);
      const half = area.properties.name.length * 3.6 + 6;
      const fits = (at: number): boolean =>
        x - half > 0 && x + half < box.width && at > 10 && at < box.height - 10 &&
        placed.every((other) => Math.abs(other.x - x) > other.half + half || Math.abs(other.y - at) > 18) &&
        dots.every((dot) => Math.abs(dot.x - x) > half + 14 || Math.abs(dot.y - at) > 22);
      const offset = [0, -24, 24, -34, 34].find((move) => fits(y + move));
      if (offset === undefined) continue;
      placed.push({ x, y: y + offset, half });
      const element = document.createElement("span");
      element.className = "map-place-name";
      element.textContent = area.properties.name;
      element.setAttribute("aria-hidden", "true");
      shown.push(new Marker({ element, offset: [0, offset] }).setLngLat(area.geometry.coordinates).addTo(map));
    }
    return shown;
  };
}

export async function show(frame: HTMLElement): Promise<void> {
  const { points: pointsHref, areas: areasHref, style, zoomIn = "", zoomOut = "", label = "" } = frame.dataset;
  const holder = frame.querySelector<HTMLElement>(".map-ground");
  if (!holder) return;
  const [points, areas] = await Promise.all([fetchCollection(pointsHref), fetchCollection(areasHref)]);
  const spots = points.features.filter(isPoint);
  const region = spots.length > 0 ? spots : areas.features.filter(isPoint);
  const bounds = region.reduce((box, feature) => box.extend(feature.geometry.coordinates), new LngLatBounds());
  const canvas = document.createElement("div");
  canvas.className = "map-canvas";
  // The drawing stays until the map is there, so nothing jumps.
  const drawing = [...holder.childNodes];
  const height = holder.getBoundingClientRect().height;
  canvas.style.height = `${Math.max(height, 320)}px`;
  holder.replaceChildren(canvas);
  let map: MapLibre;
  try {
    map = new MapLibre({
      container: canvas,
      style: style || ground(),
      center: [6.6, 49.7],
      zoom: 9,
      ...(bounds.isEmpty() ? {} : { bounds, fitBoundsOptions: { padding: 48, maxZoom: 13 } }),
      attributionControl: style ? { compact: true } : false,
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      dragRotate: false,
      pitchWithRotate: false,
      locale: { "NavigationControl.ZoomIn": zoomIn, "NavigationControl.ZoomOut": zoomOut, "Map.Title": label },
      fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
    });
  } catch {
    // No WebGL: the drawing is a map as well.
    holder.replaceChildren(...drawing);
    return;
  }
  map.addControl(new NavigationControl({ showCompass: false }));
  const drawNames = style ? (): Marker[] => [] : names(map, areas.features);
  let markers: Marker[] = [];
  const draw = (): void => {
    markers.forEach((old) => old.remove());
    const cells = clusters(map, spots);
    markers = cells.flatMap((cell) => marker(map, cell) ?? []);
    markers.push(...drawNames(cells));
  };
  const outlines = areas.features.filter((feature) => !isPoint(feature));
  map.on("load", () => {
    if (outlines.length > 0) {
      map.addSource("areas", { type: "geojson", data: { type: "FeatureCollection", features: outlines } as never });
      map.addLayer({ id: "areas", type: "line", source: "areas", paint: { "line-color": color("--edge"), "line-width": 1 } });
    }
    draw();
  });
  map.on("moveend", draw);
}
