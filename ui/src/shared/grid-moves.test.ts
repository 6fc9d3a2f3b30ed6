// Every key that moves in a grid.
import { describe, expect, it } from "vitest";
import { moveCell } from "./grid-moves";

const key = (name: string, ctrlKey = false) => ({ key: name, ctrlKey, altKey: false, metaKey: false });
const extent = { rows: 100, columns: 5, page: 10 };

describe("moving in a grid", () => {
  it.each([
    ["ArrowDown", false, 4, 2], ["ArrowUp", false, 2, 2], ["ArrowLeft", false, 3, 1], ["ArrowRight", false, 3, 3], ["PageDown", false, 13, 2],
    ["PageUp", false, 0, 2], ["Home", false, 3, 0], ["End", false, 3, 4], ["Home", true, 0, 0], ["End", true, 99, 4],
  ])("with %s (Ctrl %s) goes to %i:%i", (name, ctrl, row, column) => expect(moveCell(key(name, ctrl), { row: 3, column: 2 }, extent)).toEqual({ row, column }));
  it("stops at the edges and leaves other keys alone", () => {
    expect(moveCell(key("ArrowUp"), { row: 0, column: 0 }, extent)).toEqual({ row: 0, column: 0 });
    expect(moveCell(key("a"), { row: 0, column: 0 }, extent)).toBeNull();
    expect(moveCell(key("ArrowDown"), { row: 0, column: 0 }, { ...extent, rows: 0 })).toBeNull();
  });
});
