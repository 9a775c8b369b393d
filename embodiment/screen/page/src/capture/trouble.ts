/** Why a device could not be opened, in plain words. */

export type Device = "microphone" | "camera";

export function trouble(device: Device, error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  const instead = device === "microphone" ? "You can type instead." : "We can talk without it.";
  if (name === "NotAllowedError" || name === "SecurityError") return `The browser was not allowed to use the ${device}. ${instead}`;
  if (name === "NotFoundError" || name === "OverconstrainedError") return `No ${device} was found. ${instead}`;
  if (name === "NotReadableError" || name === "AbortError") return `Another program seems to be using the ${device}. ${instead}`;
  return `The ${device} could not be opened. ${instead}`;
}
