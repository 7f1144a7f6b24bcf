// Reads [{rule, start, until}] from standard input, and answers with what ical.js makes of each, on a floating clock.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const MOST = 400;
const cases = JSON.parse(readFileSync(0, "utf8"));
const answers = cases.map(({ rule, start, until }) => {
  const last = ICAL.Time.fromString(until);
  const moments = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromString(start));
  const found = [];
  for (let moment = moments.next(); moment && moment.compare(last) < 0 && found.length < MOST; moment = moments.next()) {
    found.push(moment.toString());
  }
  return found;
});
process.stdout.write(JSON.stringify(answers));
