// A form sends its empty fields as well. The address reads better without them.
export function startTidyAddress(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[role=search]")) {
    form.addEventListener("formdata", (event) => {
      const { formData } = event;
      for (const [name, value] of [...formData]) {
        if (typeof value === "string" && value.trim() === "") formData.delete(name);
      }
    });
  }
}
