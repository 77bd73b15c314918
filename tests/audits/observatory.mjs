// Runs the scanner's own retrieval, tests and grades on each address given, error pages too, which its command refuses.
// Usage: node observatory.mjs '{"scanner": folder, "host": name, "httpPort": 1, "httpsPort": 2, "targets": [{"path", "headers"}]}'
import dns from "node:dns";
import { writeFileSync } from "node:fs";

const { scanner, host, httpPort, httpsPort, targets } = JSON.parse(process.argv[2]);

// The name exists for this process only.
const lookup = dns.lookup;
dns.lookup = (name, options, callback) => lookup(name === host ? "127.0.0.1" : name, options, callback);

// Lists that the package would fetch when it is installed; neither knows a name that ends in .test.
writeFileSync(`${scanner}/conf/hsts-preload.json`, "{}");
writeFileSync(`${scanner}/conf/tld-list.json`, '["test"]');

const { retrieve } = await import(`${scanner}/src/retriever/retriever.js`);
const { ALL_TESTS } = await import(`${scanner}/src/constants.js`);
const { getGradeForScore, getScoreModifier } = await import(`${scanner}/src/grader/grader.js`);
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await import(`${scanner}/src/grader/charts.js`);

const ACCEPT = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

async function judge({ path, headers = [] }) {
  const found = await retrieve(host, { path, httpPort, httpsPort, headers: [ACCEPT, ...headers] });
  const results = ALL_TESTS.map((test) => test(found));
  const changes = results.map((result) => getScoreModifier(result.result));
  const uncurved = 100 + changes.filter((change) => change < 0).reduce((sum, change) => sum + change, 0);
  const extra = 100 + changes.reduce((sum, change) => sum + change, 0);
  const { grade, score } = getGradeForScore(uncurved >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? extra : uncurved);
  const lost = results.filter((_, index) => changes[index] < 0).map((result) => result.result);
  const url = found.session?.redirectHistory.at(-1)?.url.pathname;
  return { path, url, status: found.responses.auto?.status, verified: found.responses.auto?.verified, grade, score, lost };
}

for (const target of targets) console.log(JSON.stringify(await judge(target)));
