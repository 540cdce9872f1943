/**
 * Everything found in one entry; twin of `journal/analyser/{entry,elements,components,valence,wording,told,signposts,concepts}.py`.
 * @module
 */

import { NEGATION_REACH, NOT_DENYING, Matcher, denies, set } from "./patterns.js";
import { Language } from "./language.js";
import { byPlace, inCodePoints, inOrder } from "./text.js";

/**
 * @typedef {import("./text.js").Span} Span
 * @typedef {import("./language.js").Document} Document
 * @typedef {import("./language.js").Token} Token
 * @typedef {import("./patterns.js").Found} Found
 * @typedef {{s: Span[], e: [string, number, Span[]][], c: [string, Span[]][], w: string, u: number, p: [string, Span[]][],
 *   k: [string, number, number, number][]}} Analysis as `to_plain` in `journal/analyser/results.py` gives it, without
 *   phrases: sentences, elements, components, how it went, whether that is more than a guess, signposts, concepts
 * @typedef {{start: number, threshold: number, weights: Record<string, number>}} Rule
 * @typedef {Map<string, Map<number, number[]>>} Cued for each part the weights of its cues in each sentence
 * @typedef {{amount: number, each: number[]}} Told what the sentences tell together, and what each tells
 * @typedef {{unit: number, known: Map<string, [number, number][]>}} Weights of marks: places of outcomes, whole numbers
 * @typedef {Record<string, any>} Data the JSON files by name
 */

export const ELEMENTS = ["understanding", "collaboration", "commitment", "communication", "empowerment", "time"];
const COMPONENTS = ["feeling", "perspective", "analysis", "learning", "plan"];
const VALENCES = ["went_well", "mixed", "was_hard"];
const SIGNPOSTS = ["distress", "exhaustion", "safeguarding", "candour", "speaking_up", "legal"];
const LISTS = ["elements", "components", "valence", "signposts"];
const RELATIONAL = set(
  "communication relationship judgement-and-identity choice-and-risk honesty families what-worked",
);
const KINDS = ["strong", "some", "concept"];
const MOST_EVIDENCE = 6;
const MOST_SENTENCES = 4;
const MOST_OF_ONE = 12;
const MOST_HITS = 200;
const ENDING = 12;
const SURE = 0.58;
const SHORTEST = 12;
const SIDES = ["good", "hard"];
const ENDINGS = [...SIDES, "plain"];
const TOLD = [...SIDES, ...COMPONENTS];
const OUTCOMES = [...TOLD, ...ELEMENTS];
const SHOWN = 0.25;
const PARTS = {
  "@me": "i me my",
  "@other": "they them their patient kin",
  "@colleague": "senior colleague",
  "@number": "number",
  "@not": "not",
};
const DENIALS = set("down late again still");
const NOW = set("is are isn't aren't don't doesn't has have it's that's there's means");
const THEN = set("was were had did wasn't weren't didn't hadn't couldn't");
const SPEECH = set("say ask tell repli explain whisper shout answer");
const QUOTED = /["“][^"“”\n]{1,600}["”]/g;
const { exp, log, log1p, max, min, sqrt } = Math;

/** Finds what an entry says. The data are read list by list, so that a slow phone is never held up for long. */
export class Reader {
  /** The element a concept speaks for, where it speaks of people with people. @type {Map<string, string>} */
  #elementOf = new Map();
  /** @type {Map<string, string>} */
  #leaning = new Map();
  /** The families of a word ("=form" or stem). @type {Map<string, string[]>} */
  #families = new Map();
  /** What the words of a text lean to. @type {Weights} */
  #words = { unit: 0, known: new Map() };
  /** What the marks of a sentence tell. @type {Weights} */
  #tells = { unit: 0, known: new Map() };
  /** The part a word plays in a pair ("=form" or stem). @type {Map<string, string>} */
  #parts = new Map();
  #language;
  #matcher;
  #data;
  #good;
  #bad;
  #turns;
  #unread;

  /** @param {Data} data */
  constructor(data) {
    this.#data = data;
    this.#language = new Language(data.abbreviations);
    this.#matcher = new Matcher(this.#language, data.classes);
    this.#good = set(Object.values(data.polarity.good).join(" "));
    this.#bad = set(Object.values(data.polarity.bad).join(" "));
    this.#turns = new Set(data.polarity.turns);
    for (const [name, { concepts }] of Object.entries(data.valence)) {
      for (const concept of concepts) this.#leaning.set(concept, name);
    }
    this.#unread = this.#lists();
  }

  /** Read one more list; false where all are read. */
  prepare() {
    return !this.#unread.next().done;
  }

  *#lists() {
    for (const [name, words] of Object.entries(this.#data.hints)) {
      const keys = words.split(" ").map((/** @type {string} */ word) => (word[0] === "=" ? word : this.#language.stem(word)));
      for (const key of new Set(keys)) this.#families.set(key, [...(this.#families.get(key) ?? []), name]);
    }
    yield;
    this.#words = weightsOf(this.#data.entries.words);
    yield;
    this.#tells = weightsOf(this.#data.entries.sentences);
    yield;
    for (const [part, names] of Object.entries(PARTS)) {
      for (const word of names.split(" ").flatMap((name) => this.#data.classes[name])) {
        const key = word[0] === "=" ? word : this.#language.stem(word);
        if (!this.#parts.has(key)) this.#parts.set(key, part);
      }
    }
    yield;
    yield* this.#patterns();
  }

  *#patterns() {
    for (const [group, concepts] of Object.entries(this.#data.concepts)) {
      for (const { id, elements, patterns } of concepts) {
        if (RELATIONAL.has(group) && elements.length) this.#elementOf.set(id, elements[0]);
        for (const pattern of patterns) this.#matcher.add(pattern, "concept", id, 1, isOwn(pattern, "concept", id));
      }
      yield;
    }
    for (const kind of LISTS) {
      for (const [name, listed] of Object.entries(this.#data[kind])) {
        const { strong, some = [] } = Array.isArray(listed) ? { strong: listed } : listed;
        for (const pattern of strong) this.#matcher.add(pattern, kind, name, 1, isOwn(pattern, kind, name));
        for (const pattern of some) this.#matcher.add(pattern, kind, name, 0.5, isOwn(pattern, kind, name));
      }
      yield;
    }
    yield* this.#matcher.large();
  }

  /** Give everything found in a text, in time linear in its length. @param {string} written @returns {Analysis} */
  analyse(written) {
    while (this.prepare());
    const document = this.#language.read(inCodePoints(written));
    const found = this.#matcher.find(document);
    const gathered = this.#evidence(document, found);
    const measured = { ...signals(document), ...this.#measured(document.tokens) };
    const leaning = this.#leanings(document);
    const cued = new Map(COMPONENTS.map((component) => [component, cuesBySentence(document, found, component)]));
    const tells = this.#told(document, cued);
    const [went, sure] = this.#howItWent(document, found, gathered, measured, leaning, tells);
    return {
      s: document.sentences,
      e: this.#elements(document, gathered, measured, leaning),
      c: this.#components(document, cued, measured, leaning, tells),
      w: went,
      u: Number(sure),
      p: signposts(document, found),
      k: concepts(document, found),
    };
  }

  /**
   * Which stretches speak for each element, strongest kind first.
   * @param {Document} document
   * @param {Found[]} found
   */
  #evidence({ tokens }, found) {
    /** @type {Map<string, Map<string, {span: Span, kind: number}>>} */
    const gathered = new Map(ELEMENTS.map((element) => [element, new Map()]));
    for (const { meaning, start, end } of found) {
      const concept = meaning.kind === "concept";
      const element = concept ? this.#elementOf.get(meaning.name) : meaning.kind === "elements" && meaning.name;
      const spans = element && gathered.get(element);
      if (!spans) continue;
      const span = /** @type {Span} */ ([tokens[start].start, tokens[end - 1].end]);
      const kind = concept ? 2 : meaning.weight >= 1 ? 0 : 1;
      if (kind === 0 || !spans.has(`${span}`)) spans.set(`${span}`, { span, kind });
    }
    return new Map(
      Array.from(gathered, ([element, spans]) => [
        element,
        [...spans.values()].sort((one, other) => one.kind - other.kind || byPlace(one.span, other.span)),
      ]),
    );
  }

  /** @param {Token} token */
  #familiesOf({ form: { lower, stem } }) {
    return [...(this.#families.get(`=${lower}`) ?? []), ...(this.#families.get(stem) ?? [])];
  }

  /** How many of the words belong to each family. @param {Token[]} tokens @returns {Record<string, number>} */
  #counts(tokens) {
    /** @type {Record<string, number>} */
    const counts = {};
    for (const name of Object.keys(this.#data.hints)) counts[name] = 0;
    for (const token of tokens) for (const name of this.#familiesOf(token)) counts[name] += 1;
    return counts;
  }

  /** @param {Token[]} tokens */
  #measured(tokens) {
    return Object.fromEntries(Object.entries(this.#counts(tokens)).map(([name, count]) => [name, log1p(count)]));
  }

  /** What the words of a text lean to, by outcome. @param {Document} document @returns {Record<string, number>} */
  #leanings({ tokens }) {
    const stems = new Set(tokens.map((token) => token.form.stem));
    const amounts = added(this.#words, new Set([...stems, ...this.#pairs(tokens)]), stems.size, OUTCOMES.length);
    return Object.fromEntries(OUTCOMES.map((name, n) => [name, amounts[n]]));
  }

  /** Two words that follow each other, by the parts they play. @param {Token[]} tokens @param {string[]} [opening] */
  #pairs(tokens, opening = []) {
    const parts = tokens.map(({ form: { lower, stem } }) => this.#parts.get(`=${lower}`) ?? this.#parts.get(stem) ?? stem);
    const all = [...opening, ...parts];
    return all.slice(1).map((part, n) => `${all[n]} ${part}`);
  }

  /**
   * What the sentences tell of each outcome, weighed one by one.
   * @param {Document} document
   * @param {Cued} cued
   * @returns {Record<string, Told>}
   */
  #told({ tokens, sentences, first }, cued) {
    if (!tokens.length) return {};
    const met = sentences.map((_, n) => {
      const words = tokens.slice(first[n], first[n + 1]);
      const own = words.flatMap((token) => [token.form.stem, ...this.#familiesOf(token).map((name) => `#${name}`)]);
      return { marks: [...own, ...this.#pairs(words, ["^"])], size: words.length };
    });
    for (const [component, cues] of cued) {
      for (const [n, weights] of cues) met[n].marks.push((max(...weights) >= 1 ? "!" : "~") + component);
    }
    met[0].marks.push("@first");
    met[met.length - 1].marks.push("@last");
    const amounts = met.map(({ marks, size }) => added(this.#tells, marks, size, TOLD.length));
    return Object.fromEntries(TOLD.map((name, n) => [name, together(amounts.map((each) => each[n]))]));
  }

  /**
   * The sentence whose words together lean to an outcome most.
   * @param {Document} document
   * @param {number} outcome
   */
  #leaningMost({ tokens, sentences, first }, outcome) {
    const amounts = sentences.map((_, n) => {
      const stems = tokens.slice(first[n], first[n + 1]).map((token) => token.form.stem);
      return added(this.#words, stems, 1, OUTCOMES.length)[outcome];
    });
    return sentences[amounts.indexOf(largest(amounts))];
  }

  /**
   * @param {Document} document
   * @param {Map<string, {span: Span, kind: number}[]>} gathered
   * @param {Record<string, number>} measured
   * @param {Record<string, number>} leaning
   * @returns {[string, number, Span[]][]}
   */
  #elements(document, gathered, measured, leaning) {
    const { tokens, text } = document;
    const all = [...gathered.values()].flat();
    const strong = log1p(all.filter((each) => each.kind === 0).length);
    /** @type {[string, number, Span[]][]} */
    const hits = [];
    for (const [element, stretches] of gathered) {
      const rule = /** @type {Rule} */ (this.#data.entries.elements[element]);
      const counts = KINDS.map((_, kind) => stretches.filter((each) => each.kind === kind).length);
      const amounts = {
        ...measured,
        strong: log1p(counts[0]),
        concept: log1p(counts[2]),
        share: stretches.length / (all.length + 4),
        all_strong: strong,
      };
      const likely = 1 / (1 + exp(-(score(rule, amounts) + leaning[element])));
      if (likely < rule.threshold) continue;
      // A concept of one word ("father") does not tell by itself.
      const telling = stretches.filter(({ span, kind }) => kind < 2 || text.slice(...span).includes(" "));
      const own = () =>
        tokens
          .filter((token) => this.#familiesOf(token).includes(element))
          .map(({ start, end }) => ({ span: /** @type {Span} */ ([start, end]) }));
      const shown = telling.length ? telling : own();
      const spans = outermost(shown.map((each) => each.span));
      if (!spans.length && document.sentences.length) spans.push(this.#leaningMost(document, OUTCOMES.indexOf(element)));
      if (spans.length) hits.push([element, Number(likely.toFixed(3)), inOrder(spans.slice(0, MOST_EVIDENCE))]);
    }
    return hits.sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
  }

  /**
   * @param {Document} document
   * @param {Cued} cued
   * @param {Record<string, number>} measured
   * @param {Record<string, number>} leaning
   * @param {Record<string, Told>} tells
   * @returns {[string, Span[]][]}
   */
  #components(document, cued, measured, leaning, tells) {
    if (!document.tokens.length) return [];
    const opening = document.sentences.slice(0, 1);
    /** @type {[string, Span[]][]} */
    const hits = [["description", opening]];
    for (const [component, sentences] of cued) {
      const rule = /** @type {Rule} */ (this.#data.entries.components[component]);
      const { amount, each } = tells[component];
      const odds = score(rule, { ...measured, ...cueAmounts(sentences) }) + leaning[component] + amount;
      if (1 / (1 + exp(-odds)) < rule.threshold) continue;
      const least = min(amount + log(SHOWN * each.length), largest(each));
      hits.push([component, document.sentences.filter((_, n) => each[n] >= least).slice(0, MOST_SENTENCES)]);
    }
    return hits;
  }

  /**
   * How it seems to have gone, by what speaks for good and for hard, and whether that is more than a guess.
   * @param {Document} document
   * @param {Found[]} found
   * @param {Map<string, {kind: number}[]>} gathered
   * @param {Record<string, number>} measured
   * @param {Record<string, number>} leaning
   * @param {Record<string, Told>} tells
   * @returns {[string, boolean]}
   */
  #howItWent(document, found, gathered, measured, leaning, tells) {
    if (!document.tokens.length) return ["mixed", false];
    const amounts = { ...measured, ...this.#balance(document, found, gathered) };
    const { valence, both } = this.#data.entries;
    const [good, hard] = SIDES.map((side) => score(valence[side], amounts) + leaning[side] + tells[side].amount);
    const scores = [good, good + hard + both, hard];
    const best = max(...scores);
    const sure = 1 / sum(scores.map((each) => exp(each - best))) >= SURE && document.tokens.length >= SHORTEST;
    return [VALENCES[scores.indexOf(best)], sure];
  }

  /** @param {Document} document @param {Found[]} found @param {Map<string, {kind: number}[]>} gathered */
  #balance(document, found, gathered) {
    const words = document.tokens.map((token) => token.form.lower);
    /** @type {Record<string, Set<number>>} */
    const cues = { good: new Set(), bad: new Set() };
    /** @type {Record<string, Set<string>>} */
    const met = { good: new Set(), bad: new Set() };
    for (const { meaning, start } of found) {
      if (meaning.kind === "valence" && meaning.weight >= 1) cues[meaning.name].add(start);
      else if (meaning.kind === "concept") met[this.#leaning.get(meaning.name) ?? ""]?.add(meaning.name);
    }
    const { leans, turn } = this.#leans(words, cues.good, cues.bad);
    const whole = sums(leans, 0);
    const end = endingOf(document);
    const ending = sums(leans, end);
    const closing = Object.entries(this.#counts(document.tokens.slice(end)));
    const endings = ENDINGS.map((side) => [
      `ending_${side}`,
      log1p(sum(closing.map(([name, count]) => (name.split("_")[0] === side ? count : 0)))),
    ]);
    const turned = turn ? sums(leans, turn) : [0, 0];
    const denied = words.filter((word) => denies(word) || DENIALS.has(word)).length;
    const strong = new Map(
      Array.from(gathered, ([element, all]) => [element, all.filter((each) => each.kind === 0).length]),
    );
    return {
      cues: log1p(cues.good.size) - log1p(cues.bad.size),
      concepts: log1p(met.good.size) - log1p(met.bad.size),
      words: log1p(whole[0]) - log1p(whole[1]),
      ending: log1p(ending[0]) - log1p(ending[1]),
      turned: log1p(turned[0]) - log1p(turned[1]),
      clash: log1p(min(...whole)),
      denied: (50 * denied) / max(words.length, 12),
      empowerment: log1p(strong.get("empowerment") ?? 0),
      commitment: log1p(strong.get("commitment") ?? 0),
      elements: [...strong.values()].filter(Boolean).length,
      ...Object.fromEntries(endings),
    };
  }

  /**
   * +1 or -1 for each word that leans to good or to hard, and where the last turn ("but") stands (0: none).
   * @param {string[]} words
   * @param {Set<number>} good
   * @param {Set<number>} bad
   */
  #leans(words, good, bad) {
    const leans = new Map(Array.from(good, (at) => [at, 1]));
    for (const at of bad) leans.set(at, -1);
    let turn = 0;
    words.forEach((word, at) => {
      const lean = this.#good.has(word) ? 1 : this.#bad.has(word) ? -1 : 0;
      if (lean) leans.set(at, isDenied(words, at) ? -lean : lean);
      else if (this.#turns.has(word)) turn = at;
    });
    return { leans, turn };
  }
}

/** Whether a pattern counts in the writer's words alone. @param {string} pattern @param {string} kind @param {string} name */
function isOwn(pattern, kind, name) {
  return kind === "components" ? name !== "perspective" : kind !== "signposts" && pattern.split(" ").includes("me:");
}

/** @param {Rule} rule @param {Record<string, number>} amounts */
function score({ start, weights }, amounts) {
  return start + sum(Object.entries(weights).map(([name, weight]) => weight * amounts[name]));
}

/** @param {{unit: number, weights: Record<string, string>}} stored @returns {Weights} */
function weightsOf({ unit, weights }) {
  /** @type {Weights["known"]} */
  const known = new Map();
  for (const [mark, packed] of Object.entries(weights)) {
    known.set(mark, packed.split(" ").map((part) => [part.charCodeAt(0) - 97, Number(part.slice(1))]));
  }
  return { unit, known };
}

/**
 * For each outcome the sum of the weights of marks, over the root of a size.
 * @param {Weights} weights
 * @param {Iterable<string>} marks
 * @param {number} size
 * @param {number} outcomes how many
 */
function added({ unit, known }, marks, size, outcomes) {
  const sums = new Array(outcomes).fill(0);
  for (const mark of marks) for (const [place, weight] of known.get(mark) ?? []) sums[place] += weight;
  const scale = unit / (sqrt(size) || 1);
  return sums.map((each) => scale * each);
}

/** @param {number[]} numbers as many as a text has sentences: too many to be arguments */
function largest(numbers) {
  return numbers.reduce((most, each) => max(most, each));
}

/** Together: the logarithm of the mean of the exponentials. @param {number[]} each @returns {Told} */
function together(each) {
  const most = largest(each);
  return { amount: most + log(sum(each.map((amount) => exp(amount - most))) / each.length), each };
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0);
}

/** @param {Document} document @param {Found[]} found @returns {[string, Span[]][]} */
function signposts(document, found) {
  const hits = found.filter((hit) => hit.meaning.kind === "signposts");
  /** @param {Found} hit @param {string} [name] */
  const places = ({ meaning, start, end }, name = meaning.name) =>
    Array.from({ length: end - start }, (_, n) => `${name} ${start + n}`);
  const calledOff = new Set(hits.flatMap((hit) => places(hit)));
  return SIGNPOSTS.flatMap((kind) => {
    const counted = hits.filter(
      (hit) => hit.meaning.name === kind && !places(hit, `not_${kind}`).some((place) => calledOff.has(place)),
    );
    const sentences = [...new Set(counted.map((hit) => document.sentenceOf[hit.start]))].sort((n, m) => n - m);
    const spans = sentences.slice(0, MOST_SENTENCES).map((n) => document.sentences[n]);
    return spans.length ? [/** @type {[string, Span[]]} */ ([kind, spans])] : [];
  });
}

/** @param {Document} document @param {Found[]} found @returns {[string, number, number, number][]} */
function concepts({ tokens, sentenceOf }, found) {
  /** @type {Map<string, {name: string, start: number, end: number}>} */
  const widest = new Map();
  for (const { meaning, start, end } of found) {
    if (meaning.kind !== "concept") continue;
    const place = `${meaning.name} ${start}`;
    widest.set(place, { name: meaning.name, start, end: max(end, widest.get(place)?.end ?? 0) });
  }
  const ordered = [...widest.values()].sort(
    (one, other) => one.start - other.start || other.end - one.end || (one.name < other.name ? -1 : 1),
  );
  /** @type {Map<string, {end: number, count: number}>} */
  const reached = new Map();
  const hits = ordered.filter(({ name, start, end }) => {
    const known = reached.get(name) ?? { end: 0, count: 0 };
    if (start < known.end || known.count >= MOST_OF_ONE) return false;
    reached.set(name, { end, count: known.count + 1 });
    return true;
  });
  return hits
    .slice(0, MOST_HITS)
    .map(({ name, start, end }) => [name, tokens[start].start, tokens[end - 1].end, sentenceOf[start]]);
}

/**
 * The weights of a part's cues in each sentence; a stretch counts once, as strongly as it can.
 * @param {Document} document
 * @param {Found[]} found
 * @param {string} component
 */
function cuesBySentence({ sentenceOf }, found, component) {
  /** @type {Map<number, number>} */
  const stretches = new Map();
  for (const { meaning, start } of found)
    if (meaning.kind === "components" && meaning.name === component)
      stretches.set(start, max(meaning.weight, stretches.get(start) ?? 0));
  /** @type {Map<number, number[]>} */
  const sentences = new Map();
  for (const [start, weight] of stretches)
    sentences.set(sentenceOf[start], [...(sentences.get(sentenceOf[start]) ?? []), weight]);
  return sentences;
}

/** @param {Map<number, number[]>} sentences */
function cueAmounts(sentences) {
  const weights = [...sentences.values()].flat();
  const strong = weights.filter((weight) => weight >= 1).length;
  return {
    any: Number(strong > 0),
    strong: log1p(strong),
    some: log1p(weights.length - strong),
    best: min([...sentences.values()].reduce((most, each) => max(most, sum(each)), 0), 4),
  };
}

/** Plain counts of how a text is built. @param {Document} document */
function signals({ text, tokens, sentenceOf }) {
  const size = max(tokens.length, 12);
  let [speech, present] = [0, 0];
  let now = false;
  let then = false;
  tokens.forEach(({ form: { lower, stem } }, at) => {
    if (at && sentenceOf[at] !== sentenceOf[at - 1]) {
      present += Number(now && !then);
      now = then = false;
    }
    speech += Number(SPEECH.has(stem));
    now ||= NOW.has(lower);
    then ||= THEN.has(lower) || lower.endsWith("ed");
  });
  present += Number(now && !then);
  return {
    length: min(size, 400) ** 0.5 / 5,
    speech: (10 * speech) / size,
    quotes: min(text.match(QUOTED)?.length ?? 0, 4),
    present_sentences: min(present, 5),
  };
}

/** Those that stand in no other, in the given order. @param {Span[]} spans */
function outermost(spans) {
  let reach = 0;
  const inner = new Set();
  for (const span of [...spans].sort((one, other) => one[0] - other[0] || other[1] - one[1])) {
    if (span[1] <= reach) inner.add(span);
    else reach = span[1];
  }
  return spans.filter((span) => !inner.has(span));
}

/** @param {string[]} words @param {number} at */
function isDenied(words, at) {
  for (let n = max(0, at - NEGATION_REACH); n < at; n += 1) if (denies(words[n])) return !NOT_DENYING.has(words[n + 1]);
  return false;
}

/** How many lean to good and to hard from a place on. @param {Map<number, number>} leans @param {number} since */
function sums(leans, since) {
  let [good, bad] = [0, 0];
  for (const [at, lean] of leans) {
    if (at < since) continue;
    if (lean > 0) good += 1;
    else bad += 1;
  }
  return [good, bad];
}

/** The first token of the last sentences: as many as hold twelve words. @param {Document} document */
function endingOf({ sentences, tokens, first }) {
  let n = sentences.length - 1;
  while (n > 0 && tokens.length - first[n] < ENDING) n -= 1;
  return first[n];
}
