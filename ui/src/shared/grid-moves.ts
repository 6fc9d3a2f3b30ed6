// Where the focus goes in a grid when a key is pressed.
// It refuses to wrap around: an edge that can be felt tells where one is.

export interface Cell { row: number; column: number }
export interface Extent { rows: number; columns: number; /** Rows that a page key moves. */ page: number }

const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));

/** The next cell, or null when the key is not a movement. */
export function moveCell(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey">, { row, column }: Cell, extent: Extent): Cell | null {
  if (event.altKey || event.metaKey || extent.rows === 0) return null;
  const to = (nextRow: number, nextColumn: number): Cell => ({ row: within(nextRow, extent.rows), column: within(nextColumn, extent.columns) });
  switch (event.key) {
    case "ArrowDown": return to(row + 1, column);
    case "ArrowUp": return to(row - 1, column);
    case "ArrowRight": return to(row, column + 1);
    case "ArrowLeft": return to(row, column - 1);
    case "PageDown": return to(row + extent.page, column);
    case "PageUp": return to(row - extent.page, column);
    case "Home": return to(event.ctrlKey ? 0 : row, 0);
    case "End": return to(event.ctrlKey ? extent.rows - 1 : row, extent.columns - 1);
    default: return null;
  }
}
