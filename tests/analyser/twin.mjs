// Runs the JavaScript twin over one JSON value: {"data", "texts", "words", "cases"}; texts and histories by index.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const modules = pathToFileURL(`${process.argv[2]}/`).href;
const { Analyser } = await import(`${modules}index.js`);
const { stem } = await import(`${modules}stem.js`);
const { data, texts, words, cases } = JSON.parse(readFileSync(0, "utf8"));
const analyser = new Analyser(data);
const entry = ({ text, ...rest }) => ({ ...rest, text: texts[text] });
const questions = cases.map((one) => analyser.nextQuestion(entry(one.entry), one.history.map(entry), one.asked));
process.stdout.write(JSON.stringify({ stems: words.map(stem), found: texts.map((text) => analyser.analyse(text)), questions }));
