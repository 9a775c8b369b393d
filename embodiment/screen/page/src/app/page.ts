/** The page as a whole: what each message does, and what each tap sends. */

import { Face } from "../face/face";
import { Link } from "../link/link";
import type { Act, Health, Hello, Incoming, Move, Refused, Spoken } from "../link/messages";
import { Player } from "../sound/player";
import { Captions } from "../view/captions";
import { Crisis } from "../view/crisis";
import { Dock } from "../view/dock";
import { Ending } from "../view/ending";
import { Notice } from "../view/notice";
import { Panel } from "../view/sheet/panel";
import { Top } from "../view/top";
import { Typing } from "../view/typing";
import { Welcome, type Choice } from "../view/welcome";
import { Avatar } from "./avatar";
import { Consenting } from "./consenting";
import { Devices } from "./devices";
import { lineOf } from "./health";
import { layOut } from "./layout";
import { expose, Notes } from "./observe";
import { Offered } from "./offered";
import { Phases } from "./phases";
import { GRAVE, GREETING, PARTING, orderOf } from "./pose";
import { Side } from "./side";
import { Words } from "./words";

const ASKING = 20; // seconds for the browser's questions about devices, before we begin without an answer
const DELETING = 15;
const BLIP = 0.4; // seconds; a connection that is back sooner was not missed
const LOST = "The connection is lost. I'll be back by myself in a moment.";
const OVER = "That was this part. If there is more, it begins here by itself in a moment.";

export class Page {
  private readonly notes = new Notes();
  private readonly link = new Link({ message: (message) => this.take(message), connected: (connected, ended) => this.connected(connected, ended) });
  private readonly player = new Player({ spoken: (spoken) => this.spoken(spoken), clause: (clip) => this.words.sounded(clip) });
  private readonly face = new Face(() => this.player.sounding());
  private readonly notice = new Notice();
  private readonly captions = new Captions();
  private readonly words = new Words(this.captions, () => this.player.ready && this.offered.has("voice"));
  private readonly typing = new Typing((text) => this.typed(text));
  private readonly welcome = new Welcome((choice) => void this.begin(choice));
  private readonly ending = new Ending({ remove: () => this.remove(), resume: () => this.resume() });
  private readonly dock = new Dock({
    talk: (down) => this.talk(down),
    microphone: () => void this.devices.turn("microphone", !this.devices.on("microphone")),
    camera: () => void this.devices.turn("camera", !this.devices.on("camera")),
    type: () => this.showTyping(!this.typing.open),
    stop: () => this.stop(),
  });
  private readonly top = new Top({
    words: () => this.top.showWords(this.captions.toggle()),
    sheet: () => this.side.foldSheet(),
    people: () => this.side.foldContacts(),
    consent: () => this.consenting.toggle(),
  });
  private readonly panel = new Panel({
    answer: (move, field, value) => this.answer(move, field, value),
    fold: () => this.side.foldSheet(),
    breathe: (fullness) => this.face.breathe(fullness),
  });
  private readonly crisis = new Crisis(() => this.side.foldContacts());
  private readonly side = new Side(this.panel, this.crisis, this.top, () => this.answer("start", "", ""));
  private readonly devices = new Devices(this.link, this.dock, this.notice, this.notes);
  private readonly offered = new Offered(this.devices, this.dock, this.side, this.welcome);
  private readonly avatar = new Avatar(this.face, this.notice, this.notes);
  private readonly consenting = new Consenting(this.link, this.top, this.welcome, this.devices, () => this.stop());
  private readonly phases: Phases;
  private talkKey = false; // the companion listens only while it is held
  private over = false; // the companion was ended: the line is not lost
  private missing = 0; // timer while the connection is away
  private removing = 0; // timer while everything is being deleted

  constructor() {
    const { heading } = layOut({
      ...{ top: this.top.root, face: this.face.root, notice: this.notice.root, captions: this.captions.root },
      ...{ typing: this.typing.root, dock: this.dock.root },
      cards: [this.consenting.card.root, this.welcome.root, this.crisis.root, this.panel.root, this.ending.root],
    });
    this.phases = new Phases(heading, {
      welcome: (hello) => this.ask(hello),
      talk: () => {
        [this.welcome, this.ending].forEach((card) => card.hide());
        this.dock.talk.offer(this.talkKey);
      },
      end: () => this.end(),
    });
    expose(this.face, this.player, this.link, this.notes, () => this.phases.now);
    this.link.open();
  }

  // ---------------------------------------------------------------- what arrives

  private take(message: Incoming): void {
    switch (message.type) {
      case "Hello":
        return this.greet(message);
      case "VoiceClip":
        this.notes.add(`clip ${message.act_id} ${message.index}`);
        return this.player.enqueue(message);
      case "Act":
        return this.acted(message);
      case "Hold":
        this.notes.add(`${message.hold ? "hold" : "release"} ${message.act_id}`);
        return message.hold ? this.player.hold(message.act_id) : this.player.release();
      case "Interruption":
        return this.interrupt(message.act_id);
      case "PartialSpeech":
        this.words.heard(message);
        return this.panel.hear(message.text);
      case "Turn":
        return this.words.turned(message);
      case "FacePose":
        if (this.phases.now !== "ended") this.face.command(orderOf(message, Date.now() / 1000));
        return;
      case "Consent":
        return this.consenting.take(message);
      case "SheetView":
        return this.side.show(message);
      case "Risk":
        return this.side.warn(message);
      case "Control":
        if (message.name === "microphone" || message.name === "camera") this.devices.follow(message.name, message.value === "on");
        if (message.name === "session") this.phases.session(message.value === "start");
        if (message.name === "session" || message.name === "pause")
          this.notice.set("pause", message.name === "pause" && message.value === "on" ? "A short pause: nothing is heard or seen, until we go on." : "");
        return;
      case "Stop":
        this.face.halt();
        return this.phases.end();
      case "Refused":
        return this.refused(message);
      case "Error":
        return this.notice.set("problem", `${message.what}. ${message.do}`, 8);
      case "Health":
        return this.fared(message);
    }
  }

  private refused({ what, do: remedy }: Refused): void {
    this.phases.refused();
    this.notice.offer("session", `${what}. ${remedy}`, "Use it here", () => {
      this.notice.set("session", "Looking whether the other window is still there …");
      this.link.open(true);
    });
  }

  private greet(hello: Hello): void {
    document.title = hello.title || hello.companion_name;
    this.top.call(hello.companion_name);
    this.typing.to(hello.companion_name);
    this.side.know(hello.contacts);
    this.consenting.greet(hello);
    this.devices.captures = hello.captures !== false;
    const asks = this.offered.take(hello);
    if (!this.offered.has("talk")) this.showTyping(false);
    else if (!this.offered.has("microphone")) this.showTyping(true);
    this.talkKey = hello.talk_key === true && this.offered.has("microphone");
    void this.avatar.show(hello.avatar ?? "");
    this.notice.set("session", "");
    this.phases.greeted(hello, asks);
  }

  private acted(act: Act): void {
    this.notes.add(`act ${act.act_id} ${act.kind}`);
    this.words.acted(act);
    this.phases.acted(act);
    if (this.phases.now === "ended") this.ending.update(this.words.farewell, this.side.kept);
  }

  private interrupt(act: string): void {
    this.notes.add(`interruption ${act}`);
    this.words.cut(act);
    this.player.interrupt(act);
  }

  private fared(health: Health): void {
    const line = lineOf(health);
    if (line) this.notice.set(line.topic, line.line);
    if (!this.removing || health.component !== "recorder" || health.status === "ready") return;
    clearTimeout(this.removing);
    this.removing = 0;
    if (health.status === "stopped") this.ending.deleted();
    else this.ending.notDeleted(health.detail);
  }

  private spoken(spoken: Spoken): void {
    this.notes.add(`spoken ${spoken.status} ${spoken.act_id}`);
    this.link.send(spoken);
    if (spoken.status !== "started") this.phases.actEnded(spoken.act_id);
  }

  private connected(connected: boolean, ended: boolean): void {
    this.notes.add(connected ? "connected" : "disconnected");
    clearTimeout(this.missing);
    if (connected) {
      this.over = false;
      this.face.sleep(false);
      this.notice.set("connection", "");
      this.dock.talk.offer(this.talkKey && this.phases.now === "talking");
      return;
    }
    this.over ||= ended; // attempts to come back fail otherwise
    this.player.interrupt("");
    this.dock.talk.offer(false);
    this.missing = window.setTimeout(() => this.lost(), BLIP * 1000);
  }

  private lost(): void {
    if (this.phases.now === "refused") return;
    const talking = this.phases.now === "talking";
    this.face.sleep(talking);
    this.notice.set("connection", this.over ? OVER : talking ? LOST : "Connecting …");
  }

  // ---------------------------------------------------------------- what the person does

  private ask(hello: Hello): void {
    this.player.mute();
    this.devices.rest();
    this.ending.hide();
    this.face.command(GREETING);
    this.welcome.show(hello.companion_name, hello.keeps, hello.resumed);
  }

  private async begin(choice: Choice): Promise<void> {
    this.player.unlock();
    const resumed = this.phases.resumed;
    this.phases.begin();
    this.showTyping(choice.typing);
    const asked = Promise.all([this.devices.turn("microphone", choice.microphone), this.devices.turn("camera", choice.camera)]);
    void asked.then(() => {
      if (choice.microphone && !this.devices.on("microphone")) this.showTyping(true);
    });
    await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, ASKING * 1000))]);
    if (!resumed && this.phases.now === "talking") this.link.send({ type: "Control", name: "session", value: "start" });
  }

  private talk(down: boolean): void {
    this.notes.add(down ? "talk down" : "talk up");
    this.link.send({ type: "Control", name: "talk", value: down ? "down" : "up" });
    if (down && !this.devices.on("microphone")) this.notice.set("microphone", "The microphone is off: I cannot hear you.", 8);
  }

  private typed(text: string): void {
    const act = this.player.playing;
    if (act) {
      this.link.send({ type: "Interruption", act_id: act, cause: "barge_in" });
      this.interrupt(act);
    }
    this.phases.goesOn();
    this.words.typed(text);
    this.link.send({ type: "Typed", text });
  }

  private answer(move: Move, field: string, value: string): void {
    // With none on the table, the companion takes the one that it was given.
    this.link.send({ type: "Answer", sheet: this.side.current, field, move, value, channel: "touch" });
  }

  private showTyping(open: boolean): void {
    this.typing.show(open);
    this.dock.showTyping(open);
  }

  private stop(): void {
    this.face.halt();
    this.link.send({ type: "Stop" });
    this.link.send({ type: "Control", name: "session", value: "end" });
    this.phases.end();
  }

  private end(): void {
    this.notes.add("ended");
    this.player.mute();
    this.dock.talk.offer(false);
    this.words.cut("");
    this.devices.rest();
    this.face.command(this.crisis.root.hidden ? PARTING : GRAVE);
    this.welcome.hide();
    this.ending.show(this.words.farewell, this.side.kept);
    // Where people to reach are shown, they stay what is read first.
    (this.crisis.root.hidden ? this.ending : this.crisis).focus();
  }

  private resume(): void {
    this.player.unlock();
    this.phases.begin();
    this.link.send({ type: "Control", name: "session", value: "start" });
    if (!this.typing.open) void this.devices.turn("microphone", true);
  }

  private remove(): void {
    this.link.send({ type: "Control", name: "record", value: "delete" });
    const late = "It is taking long. If this line stays, tell the person who runs this session.";
    this.removing = window.setTimeout(() => this.ending.notDeleted(late), DELETING * 1000);
  }
}
