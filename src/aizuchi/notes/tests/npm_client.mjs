// y-websocket's own client, as it comes from npm, driven by test_npm_client.py: two people who type into one note.

import { createRequire } from "node:module";
import { parseArgs } from "node:util";

const require = createRequire(process.argv[2]);
const Y = require("yjs");
const { WebsocketProvider } = require("y-websocket");
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    url: { type: "string" },
    note: { type: "string" },
    origin: { type: "string" },
    session: { type: "string", multiple: true },
  },
});

/** What a browser adds by itself. */
function socketOf(session) {
  return class extends WebSocket {
    constructor(url) {
      super(url, { headers: { Origin: values.origin, Cookie: `sessionid=${session}` } });
    }
  };
}

const people = values.session.map((session) => {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(values.url, values.note, doc, {
    WebSocketPolyfill: socketOf(session),
    disableBc: true,
  });
  return { doc, provider, text: doc.getText("words"), awareness: provider.awareness };
});
const [one, two] = people;

async function until(what, isTrue) {
  const deadline = Date.now() + 8000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`never: ${what}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

await until("both are in step with the server", () => people.every(({ provider }) => provider.synced));

one.text.insert(0, "道を");
await until("the first edit arrives", () => two.text.toString() === "道を");
two.text.insert(2, "並べて");
await until("the second edit arrives", () => one.text.toString() === "道を並べて");

one.awareness.setLocalStateField("user", { name: "one" });
await until("one is seen", () => two.awareness.getStates().get(one.doc.clientID)?.user?.name === "one");

one.provider.disconnect();
await until("one is gone", () => !two.awareness.getStates().has(one.doc.clientID));
one.text.insert(5, "みる");
two.text.insert(0, "まず");
one.provider.connect();
await until("both have everything", () => people.every(({ text }) => text.toString() === "まず道を並べてみる"));

for (const { provider } of people) provider.destroy();
process.stdout.write(two.text.toString());
process.exit(0);
