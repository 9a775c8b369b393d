/** A field's value (JSON, "" while empty) as each kind of editor needs it. */

export type Row = Record<string, unknown>;

export interface Time {
  said: string;
  day: string;
  at: string;
}

export function asText(value: string): string {
  const plain = read(value);
  if (plain === null || plain === undefined) return "";
  if (isRow(plain)) return typeof plain.said === "string" ? plain.said : "";
  return Array.isArray(plain) ? plain.map(String).join(", ") : String(plain);
}

export function asNumber(value: string): number | null {
  const plain = read(value);
  const number = typeof plain === "number" ? plain : typeof plain === "string" && plain.trim() ? Number(plain) : NaN;
  return Number.isFinite(number) ? number : null;
}

export function asList(value: string): string[] {
  const plain = read(value);
  if (Array.isArray(plain)) return plain.map(String);
  return plain === null || plain === undefined || plain === "" ? [] : [String(plain)];
}

export function asTime(value: string): Time {
  const plain = read(value);
  const part = (key: string): string => (isRow(plain) && typeof plain[key] === "string" ? plain[key] : "");
  return { said: asText(value), day: part("day"), at: part("at") };
}

export function asRows(value: string): Row[] {
  const plain = read(value);
  return Array.isArray(plain) ? plain.filter(isRow) : [];
}

export function asRow(value: string): Row {
  const plain = read(value);
  return isRow(plain) ? plain : {};
}

/** Since when something runs, in seconds since the epoch; 0 if it does not. */
export function begunAt(part: string): number {
  const { from } = asRow(part);
  return typeof from === "number" ? from : 0;
}

/** One cell of a row as a person reads it. */
export function shownCell(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "string") return cell;
  return asText(JSON.stringify(cell));
}

export function isRow(plain: unknown): plain is Row {
  return typeof plain === "object" && plain !== null && !Array.isArray(plain);
}

function read(value: string): unknown {
  if (value === "") return null;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value; // words that never were JSON
  }
}
