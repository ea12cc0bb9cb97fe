// "PNG": the browser paints the downloaded drawing. Without script the link gives the SVG, which prints better anyway.
const SCALE = 2;

async function paint(address: string): Promise<Blob | undefined> {
  const drawing = await (await fetch(address)).text();
  const image = new Image();
  await new Promise<void>((resolve, reject) => {
    image.onload = () => resolve();
    image.onerror = () => reject(new Error("the drawing cannot be painted"));
    // The content security policy knows pictures from here and from data addresses only.
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
  });
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), "image/png"));
}

export function startPictures(): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-png]") : null;
    if (!link) return;
    event.preventDefault();
    void paint(link.href).then((blob) => {
      if (!blob) return;
      const saved = document.createElement("a");
      saved.href = URL.createObjectURL(blob);
      saved.download = `${new URL(link.href).pathname.split("/").slice(-2).join("-").replace(/\.svg$/, "")}.png`;
      saved.click();
      URL.revokeObjectURL(saved.href);
    });
  });
}
