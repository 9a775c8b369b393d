/** What stands beside the face: one card at a time, the most needed first. */

import type { Contact, Risk, SheetView } from "../link/messages";
import type { Crisis } from "../view/crisis";
import type { Panel } from "../view/sheet/panel";
import type { Top } from "../view/top";

const STUDY = "study:"; // how the sheets begin that are questions of a study
const ON_THE_TABLE = new Set<SheetView["status"]>(["offered", "open", "paused", "done"]);

export class Side {
  private sheet: SheetView | null = null;
  private filled: SheetView | null = null; // of the companion's: a study's questions are not theirs to keep
  private folded = false; // the sheet was put aside by hand
  private contacts: Contact[] = [];
  private risk: Risk["level"] = "none";
  private aside = false; // the contacts were put aside by hand
  private talks = true; // somebody is there whom a worksheet can be asked of

  constructor(
    private readonly panel: Panel,
    private readonly crisis: Crisis,
    private readonly top: Top,
    private readonly start: () => void, // a worksheet is asked for
  ) {}

  /** The filled sheet, for the end page. */
  get kept(): SheetView | null {
    return this.filled;
  }

  /** The sheet on the table, or "". */
  get current(): string {
    return this.onTable ? (this.sheet?.sheet ?? "") : "";
  }

  know(contacts: Contact[]): void {
    if (this.contacts.length === 0) this.contacts = contacts;
  }

  /** Whether a worksheet can be asked for; one that is laid out is shown in any case. */
  offer(talks: boolean): void {
    this.talks = talks;
    this.arrange();
  }

  show(view: SheetView): void {
    if (view.sheet === "" || !ON_THE_TABLE.has(view.status)) {
      if (this.sheet && view.sheet === "") this.sheet = { ...this.sheet, status: "none" };
      else if (view.sheet) this.sheet = view;
    } else {
      if (view.status !== this.sheet?.status || view.sheet !== this.sheet.sheet) this.folded = false;
      this.sheet = view;
      this.panel.update(view);
    }
    if (this.sheet && !this.sheet.sheet.startsWith(STUDY)) this.filled = this.sheet;
    this.arrange();
  }

  warn(risk: Risk): void {
    if (risk.contacts.length > 0) this.contacts = risk.contacts;
    if (risk.level !== this.risk) this.aside = false;
    this.risk = risk.level;
    this.arrange();
  }

  foldSheet(): void {
    if (this.onTable) this.folded = !this.folded;
    else this.start();
    this.arrange();
  }

  foldContacts(): void {
    this.aside = !this.aside;
    this.arrange();
  }

  private get onTable(): boolean {
    return this.sheet !== null && ON_THE_TABLE.has(this.sheet.status);
  }

  private arrange(): void {
    const risky = this.risk !== "none" && this.contacts.length > 0;
    const contacts = risky && !this.aside;
    if (contacts) this.crisis.show(this.contacts);
    else this.crisis.hide();
    const sheet = this.onTable && !this.folded && !contacts;
    this.panel.root.hidden = !sheet;
    this.top.showPeople(risky && this.aside);
    const label = this.onTable && !sheet ? "Show worksheet" : sheet ? "Hide worksheet" : "Worksheet";
    this.top.showSheet(this.onTable && this.sheet?.sheet.startsWith(STUDY) ? "Questions" : label, sheet, this.talks || this.onTable);
    document.body.dataset.side = contacts ? "crisis" : sheet ? "sheet" : "none";
  }
}
