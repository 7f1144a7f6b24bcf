/** Putting things in an order by tapping them: what was tapped takes the next place, tapped again it leaves it. */
export function bringRankings(root: HTMLElement): void {
  for (const part of root.querySelectorAll<HTMLElement>("[data-kind=ranking]")) {
    for (const typed of part.querySelectorAll<HTMLElement>("[data-typed]")) typed.hidden = true;
    for (const one of part.querySelectorAll<HTMLElement>("[data-ranked]")) one.hidden = false;
    part.addEventListener("click", (event) => {
      const row = (event.target as Element).closest<HTMLElement>("[data-rank]");
      if (!row || !(event.target as Element).closest("button")) return;
      toggle(part, fieldOf(row));
      drawRanking(part);
      fieldOf(row).dispatchEvent(new Event("input", { bubbles: true }));
    });
    drawRanking(part);
  }
}

export function drawRanking(part: HTMLElement): void {
  for (const row of part.querySelectorAll<HTMLElement>("[data-rank]")) {
    const place = row.querySelector<HTMLElement>("[data-place]");
    const { value } = fieldOf(row);
    if (place) place.textContent = value;
    row.querySelector("button")?.setAttribute("aria-pressed", String(value !== ""));
  }
}

function toggle(part: HTMLElement, field: HTMLInputElement): void {
  const all = [...part.querySelectorAll<HTMLElement>("[data-rank]")].map(fieldOf);
  const left = Number(field.value);
  if (!left) {
    field.value = String(all.filter((one) => one.value !== "").length + 1);
    return;
  }
  field.value = "";
  for (const one of all) if (Number(one.value) > left) one.value = String(Number(one.value) - 1);
}

function fieldOf(row: HTMLElement): HTMLInputElement {
  return row.querySelector("input") as HTMLInputElement;
}
