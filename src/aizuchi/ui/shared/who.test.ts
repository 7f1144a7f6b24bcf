import { beforeEach, expect, test, vi } from "vitest";
import { BACK, followWho, saySignedOut } from "./who";

const SENTENCES = ["signed-out", "signed-out-role", "signed-out-factor", "other-person"];
const backs = vi.fn();

function open(viewer: string | null): void {
  document.head.innerHTML = viewer === null ? "" : `<meta name="viewer" content="${viewer}">`;
  document.body.innerHTML = `<div id="toasts"></div>${SENTENCES.map((name) => `<template data-say="${name}"><p>${name}<a data-stays></a></p></template>`).join("")}`;
  followWho(document);
}

function hear(who: string): void {
  window.dispatchEvent(new StorageEvent("storage", { key: "aizuchi:who", newValue: `${who} 1` }));
}

function said(): string[] {
  return [...document.querySelectorAll("#toasts > *")].map((toast) => toast.textContent ?? "");
}

beforeEach(() => {
  vi.useFakeTimers();
  backs.mockClear();
  document.addEventListener(BACK, backs);
});

test("whoever signed out in another tab is told, and it stays", () => {
  open("aoi");

  hear("");
  vi.advanceTimersByTime(60_000);

  expect(said()).toEqual(["signed-out"]);
});

test("once they are back the page goes on", () => {
  open("aoi2");
  hear("");

  hear("aoi2");

  expect(said()).toEqual([]);
  expect(backs).toHaveBeenCalled();
});

test("somebody else who signed in is not taken for them", () => {
  open("aoi3");
  window.dispatchEvent(new StorageEvent("storage", { key: "aizuchi:who", newValue: "ken 1" }));

  expect(said()).toEqual(["other-person"]);
});

test("a page of nobody has nothing to lose", () => {
  document.head.innerHTML = "";
  open("");
  const before = said();

  expect(before).toEqual([]);
});

test("a page that does not know who is there tells nobody anything", () => {
  const told = vi.spyOn(Storage.prototype, "setItem");

  open(null);

  expect(told).not.toHaveBeenCalled();
});

test("nothing of it stays in the browser", () => {
  open("aoi4");

  expect(localStorage.length).toBe(0);
});

test("the server's reason is said where it gave one", () => {
  open("aoi5");

  saySignedOut("role");
  saySignedOut();

  expect(said()).toEqual(["signed-out-role"]);
});

test("also that a second check is asked from today on", () => {
  open("aoi7");

  saySignedOut("factor");

  expect(said()).toEqual(["signed-out-factor"]);
});

test("a word that is not known is no reason", () => {
  open("aoi6");

  saySignedOut("nonsense");

  expect(said()).toEqual(["signed-out"]);
});
