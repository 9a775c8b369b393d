/** How the other parts are, in words for the person the page belongs to; most of it does not concern them. */

import type { Health } from "../link/messages";
import type { Topic } from "../view/notice";

interface Line {
  topic: Topic;
  line: string;
  degraded?: true; // said when the part only half works, too
}

const LINES: Record<string, Line> = {
  microphone: { topic: "hearing", line: "There is trouble with the microphone. You can type instead.", degraded: true },
  speaker: { topic: "voice", line: "There is trouble with the loudspeaker. You can read what I say.", degraded: true },
  listener: { topic: "hearing", line: "I can't make out words just now. You can type instead." },
  voice: { topic: "voice", line: "My voice is gone for the moment. You can read what I say." },
  companion: { topic: "problem", line: "One moment, please. I am gathering myself." },
};

/** What to show for it; an empty line where all is well again; null where it is not for this page. */
export function lineOf(health: Health): { topic: Topic; line: string } | null {
  const known = LINES[health.component];
  if (!known) return null;
  const bad = health.status === "failed" || health.status === "stopped" || (health.status === "degraded" && known.degraded);
  return { topic: known.topic, line: bad ? known.line : "" };
}
