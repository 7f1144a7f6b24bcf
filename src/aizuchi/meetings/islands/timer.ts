/**
 * The time so far: <div data-island="timer" data-elapsed="SECONDS" data-minutes="30">. The server says how long the two
 * have been talking, so that a wrong clock on one of the devices changes nothing. Without data-elapsed it stands still.
 */
import { attach } from "#ui/attach";

export function runTimer(element: HTMLElement): (() => void) | undefined {
  let elapsed = element.dataset.elapsed;
  let openedAt = performance.now();

  const tick = (): void => {
    if (element.dataset.elapsed !== elapsed) {
      elapsed = element.dataset.elapsed;
      openedAt = performance.now();
    }
    if (elapsed === undefined) return;
    show(element, Number(elapsed) + (performance.now() - openedAt) / 1000);
  };

  tick();
  const timer = setInterval(tick, 1000);
  return () => clearInterval(timer);
}

export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function show(element: HTMLElement, seconds: number): void {
  const words = element.querySelector("[data-clock]");
  const planned = Number(element.dataset.minutes) * 60;
  if (words) words.textContent = clock(seconds);
  const share = planned > 0 ? Math.min(100, (seconds / planned) * 100) : 0;
  element.querySelector("[data-ring]")?.setAttribute("stroke-dasharray", `${share.toFixed(1)} 100`);
}

attach("timer", runTimer);
