/** Prints one card and nothing else. */

export function printOnly(card: "crisis" | "ending"): void {
  document.body.dataset.print = card;
  window.print();
  delete document.body.dataset.print;
}
