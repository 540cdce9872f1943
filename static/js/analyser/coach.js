/**
 * The next question for one entry; twin of `journal/analyser/{coach,situation}.py`, where the rules are told.
 * @module
 */

import { ALWAYS, Bank, DEED, SLOT, Words } from "./bank.js";
import { inOrder, inCodePoints, split } from "./text.js";
import { Mirror } from "./reflecting.js";

/**
 * @typedef {import("./text.js").Span} Span
 * @typedef {import("./bank.js").Item} Item
 * @typedef {import("./entry.js").Analysis} Analysis
 * @typedef {{id: string, text: string, elements?: Record<string, string>, valence?: string | null}} Entry `elements` and
 *   `valence` are the author's own marks
 * @typedef {{question_id: string, entry_id?: string}} Asked
 * @typedef {{question_id: string, text: string, family: string, why: string, evidence: Span[], reflecting: string}}
 *   Question
 * @typedef {ReturnType<Coach["situation"]>} Situation
 */

const CYCLE = ["feeling", "perspective", "analysis", "learning", "plan"];
const GRAVE = ["safeguarding", "candour", "legal", "speaking_up", "exhaustion"];
const COMPANY = ["colleague", "learner", "manager", "home_life"];
const LOOK_BACK = 30;
const FEW = 25;
const SOMEBODY = ["person", "pronoun", "family", "child"];
const LATER = ["analysis", "learning", "plan"];
const TELLING = ["description", "feeling"];
const SHORT = 40;
const BRIEF = 35;
const LONG = 80;
const MOST_EVIDENCE = 3;
const MOST_WORDS = 20;
const PER_SITTING = 3;
const RECENT = 5;
const QUOTED = /"[^"]*"|“[^”]*”/g;
const { abs, max, min } = Math;

/** Chooses questions. */
export class Coach {
  /** @type {Map<string, string[]>} */
  #content = new Map();
  #bank;
  #mirror;
  #light;
  #analyse;

  /** @param {Record<string, any>} data the JSON files by name @param {(text: string) => Analysis} analyse */
  constructor(data, analyse) {
    this.#bank = new Bank(data.questions);
    this.#mirror = new Mirror(data.everyday);
    this.#light = new Set(data.check.light);
    this.#analyse = analyse;
  }

  /**
   * Give the next question for an entry, or null while it shows distress or after three under the same entry.
   * @param {Entry} entry
   * @param {readonly Entry[]} history earlier entries, oldest first
   * @param {readonly Asked[]} asked everything shown before, oldest first
   * @returns {Question | null}
   */
  nextQuestion(entry, history, asked) {
    if (this.#analyse(entry.text).p.some(([kind]) => kind === "distress")) return null;
    if (entry.id && asked.filter((one) => one.entry_id === entry.id).length >= PER_SITTING) return null;
    const s = this.situation(entry, history, asked);
    const fitting = this.#bank.items.filter((item) => this.#fits(item, s));
    let chosen = this.#choose(fitting, s, asked);
    if (!chosen) {
      const loose = this.#bank.items.filter((item) => this.#fits(item, s, true));
      chosen = this.#choose(loose, s, asked) ?? this.#longestAgo(loose, s, asked);
    }
    return chosen ? this.#question(chosen, s) : null;
  }

  /** @param {Entry} entry @param {readonly Entry[]} history @param {readonly Asked[]} asked */
  situation(entry, history, asked) {
    const bank = this.#bank;
    const text = inCodePoints(entry.text);
    const words = new Words(text);
    const size = words.lower.length;
    const analysis = this.#analyse(entry.text);
    const { line, slot, deed } = this.#mirror.show(text);
    const groups = bank.groupsIn(words);
    if (deed.text) groups.add(DEED);
    const told = new Map(Array.from(groups, (name) => [name, bank.mentions(words, name)]));
    const repeated = this.#repeated(groups, history.slice(-LOOK_BACK));
    const shown = asked.flatMap((one) => bank.byId.get(one.question_id) ?? []);
    const marked = entry.elements ?? {};
    const present = new Set(analysis.c.map(([component]) => component));
    const signposts = new Set(analysis.p.map(([kind]) => kind));
    const concepts = new Set(analysis.k.map(([concept]) => concept));
    const touched = Object.keys(marked).length || (analysis.e.length && size >= FEW);
    const plain = !touched && present.size === Number(present.has("description"));
    const grave =
      ["dying", "heavy"].some((name) => groups.has(name)) ||
      [...concepts].some((concept) => bank.graveConcepts.has(concept)) ||
      GRAVE.some((kind) => signposts.has(kind));
    const valence = entry.valence || (analysis.u ? analysis.w : groups.has("heavy") ? "was_hard" : "");
    const experience = max(history.length, asked.length);
    const kinds = new Set([ALWAYS, valence, grave ? "grave" : "", plain ? "plain" : "", ...CYCLE.filter((part) => present.has(part))]);
    kinds.add(size < BRIEF ? "short" : size >= LONG ? "long" : "");
    return {
      text,
      analysis,
      words,
      groups,
      told,
      repeated,
      marked,
      shown,
      first: !history.length && !asked.length,
      line,
      slot,
      deed,
      said: entry.valence,
      concepts,
      pressing: [...repeated].filter((name) => (told.get(name) ?? 0) >= 2).sort(),
      plain,
      ordinary:
        plain &&
        !grave &&
        !SOMEBODY.some((name) => groups.has(name)) &&
        valence !== "went_well" &&
        valence !== "was_hard",
      missing: CYCLE.filter((part) => !present.has(part)),
      valence,
      problem: [...groups].some((name) => bank.burdens.has(name)),
      grave,
      tender: grave || valence === "was_hard",
      exhausted: signposts.has("exhaustion"),
      stage: experience < 6 ? 1 : experience < 24 ? 2 : 3,
      turn: asked.length,
      kinds,
      strengthDue: shown.length >= 2 && !shown.slice(-2).some((item) => item.strength),
    };
  }

  /**
   * Topics of this entry that at least two earlier ones were about. Their words are looked at first: they mostly tell.
   * @param {Set<string>} groups
   * @param {readonly Entry[]} earlier
   */
  #repeated(groups, earlier) {
    const words = earlier.map(({ text }) => new Words(inCodePoints(text)));
    /** @type {Set<string>[]} */
    const parts = [];
    /** @param {number} at */
    const partsOf = (at) => (parts[at] ??= new Set(this.#analyse(earlier[at].text).k.flatMap(([id]) => id.split(/[-_]/))));
    const topics = [...this.#bank.cues.values()].filter(({ id, recur, found, concepts }) => {
      if (!recur || !groups.has(id)) return false;
      const silent = earlier.flatMap((_, at) => (found.some((phrase) => words[at].has(phrase)) ? [] : [at]));
      let count = earlier.length - silent.length;
      return count >= 2 || silent.some((at) => [...concepts].some((part) => partsOf(at).has(part)) && ++count >= 2);
    });
    return new Set(topics.map((cue) => cue.id));
  }

  /**
   * Whether a question presupposes nothing that this entry does not show.
   * @param {Item} item
   * @param {Situation} s
   * @param {boolean} [anyElement]
   */
  #fits(item, s, anyElement = false) {
    const { elements, concepts, topics } = item;
    if (!item.needs.every((name) => s.groups.has(name)) || item.without.some((name) => s.groups.has(name))) return false;
    if (s.first && !asksAfterTheTelling(item, s)) return false;
    if (item.states.length) {
      if (!elements.some((element) => item.states.includes(s.marked[element]))) return false;
    } else if (elements.length && !anyElement && !topics.length && !concepts.length) {
      if (!elements.some((element) => element in s.marked)) return false;
    }
    if (item.valence.length && !suitsHowItWent(item, s)) return false;
    if (topics.some((topic) => (s.told.get(topic) ?? 0) < this.#bank.cue(topic).least)) return false;
    if (concepts.length && !concepts.some((concept) => s.concepts.has(concept))) return false;
    if ((item.theme && !s.pressing.length) || (item.light && !s.ordinary)) return false;
    if (item.slot && (!s.slot.text || split(filled(item, s)).length > MOST_WORDS)) return false;
    if (item.strength && s.tender && !(anyElement || item.gentle || (item.states.length && !s.grave))) return false;
    if (item.narrow && (s.grave || !(anyElement || isCalledFor(item, s)))) return false;
    return !s.grave || this.#bank.grave.has(item.family);
  }

  /** @param {Item[]} items @param {Situation} s @param {readonly Asked[]} asked */
  #choose(items, s, asked) {
    const before = new Set(asked.map((one) => one.question_id));
    const fresh = items.filter((item) => !before.has(item.id) && (item.strength || !s.strengthDue));
    return best(fresh, (item) => this.#worth(item, s));
  }

  /** The question asked longest ago. @param {Item[]} items @param {Situation} s @param {readonly Asked[]} asked */
  #longestAgo(items, s, asked) {
    const lately = new Map(asked.map((one, at) => [one.question_id, at]));
    const recent = s.shown.slice(-RECENT);
    const again = items.filter(
      (item) => (item.strength || !s.strengthDue) && !recent.some((other) => this.#isNearDuplicate(item, other)),
    );
    return best(again, (item) => -(lately.get(item.id) ?? -1));
  }

  /** Whether three fifths of their content words, at least two, agree. @param {Item} item @param {Item} other */
  #isNearDuplicate(item, other) {
    const [one, two] = [this.#contentOf(item), this.#contentOf(other)];
    const both = one.filter((word) => two.includes(word)).length;
    const all = one.length + two.length - both;
    if (both === all) return both > 0 || new Words(item.text).lower.join() === new Words(other.text).lower.join();
    return both >= 2 && 5 * both >= 3 * all;
  }

  /** @param {Item} item */
  #contentOf({ id, text }) {
    let content = this.#content.get(id);
    if (!content) {
      const words = new Words(text.replace(QUOTED, " ")).lower.filter((word) => !this.#light.has(word));
      this.#content.set(id, (content = [...new Set(words.map((word) => word.slice(0, 5)))]));
    }
    return content;
  }

  /** @param {Item} item @param {Situation} s */
  #worth(item, s) {
    const w = this.#bank.weights;
    const before = s.shown.slice(-6);
    let total = sits(item, s) + this.#elementWorth(item, s) + this.#topicWorth(item, s) + this.#partWorth(item, s);
    if (item.slot) total += w.own_words;
    if (item.concepts.length) total += w.concept;
    if (item.valence.length && item.valence.length < 3) total += w.valence;
    if (item.strength && s.valence === "went_well") total += w.strength_when_well;
    if (item.theme) total += w.theme;
    if (item.light) total += w.light;
    if (s.plain && this.#bank.plain.has(item.family)) total += w.plain;
    if (!s.problem && this.#bank.problem.has(item.family)) total -= w.no_problem;
    if (s.exhausted && item.family === "supervision") total += w.rest_when_exhausted;
    if (item.strength && !s.strengthDue) {
      if (s.ordinary || s.grave || (s.tender && !item.deed)) total -= w.unasked_strength;
      else if (!s.tender && s.shown.length && !s.shown[s.shown.length - 1].strength) total += w.strength_soon;
    }
    if (item.wide) total += w.wide;
    if (item.narrow) total -= w.narrow;
    total += w.stage * (2 - abs(item.stage - s.stage));
    total -= w.same_family * before.filter((other) => other.family === item.family).length;
    if (item.theme) total -= w.same_theme * before.filter((other) => other.theme).length;
    // A small whole-number mix, so that people with like entries are not all led through the bank in one order.
    return total + ((item.index * 37 + s.turn * 101 + s.words.lower.length * 13) % w.mix);
  }

  /** @param {Item} item @param {Situation} s */
  #elementWorth({ elements, states }, s) {
    const w = this.#bank.weights;
    const gains = elements.map((element) => {
      const state = s.marked[element];
      return state ? (state === "present" ? w.marked_present : w.marked_hard) + (states.includes(state) ? w.state : 0) : 0;
    });
    const recent = s.shown.slice(-3).filter((other) => other.elements.some((element) => elements.includes(element)));
    return max(0, ...gains) - w.same_element * recent.length;
  }

  /** @param {Item} item @param {Situation} s */
  #topicWorth({ needs, topics, deed }, s) {
    const w = this.#bank.weights;
    if (!topics.length) {
      const crowded = needs.includes("person") && COMPANY.some((name) => s.groups.has(name));
      const deeds = deed ? w.deed - w.same_topic * s.shown.slice(-4).filter((other) => other.deed).length : 0;
      return deeds + (needs.length ? w.about_someone : 0) - (crowded ? w.mixed_company : 0);
    }
    const told = min(w.most_mentions, max(...topics.map((topic) => s.told.get(topic) ?? 0)));
    const again = topics.some((topic) => s.repeated.has(topic)) ? w.topic_again : 0;
    const recent = s.shown.slice(-4).filter((other) => other.needs.some((name) => topics.includes(name)));
    return w.topic * told + again - w.same_topic * recent.length;
  }

  /** @param {Item} item @param {Situation} s */
  #partWorth({ component, asks, topics, concepts }, s) {
    const w = this.#bank.weights;
    const recent = s.shown.slice(-3).filter((other) => other.component === component).length;
    let gain = 0;
    if (component === "description") gain = s.words.lower.length < SHORT ? w.short_entry : 0;
    else if (LATER.includes(component) && s.plain && s.valence !== "was_hard") gain = 0;
    else if (!asks) gain = 0;
    else if (s.missing.includes(component))
      gain = w.missing + (component === s.missing[0] && (s.stage === 1 || s.plain) ? w.first_missing : 0);
    else if (!topics.length && !concepts.length) gain = -w.answered;
    return gain - w.same_part * recent;
  }

  /** @param {Item} item @param {Situation} s @returns {Question} */
  #question(item, s) {
    const { clauses, evidence } = this.#grounds(item, s);
    const { text, span } = item.deed ? s.deed : item.slot ? { text: "", span: null } : s.line;
    const why = clauses.join(" and ");
    return {
      question_id: item.id,
      text: filled(item, s),
      family: item.family,
      why: `${why[0].toUpperCase()}${why.slice(1)}.`,
      evidence: !evidence.length && span ? [span] : evidence.slice(0, MOST_EVIDENCE),
      reflecting: text,
    };
  }

  /** What the choice rested on, as half-sentences (two at most), and where that stands. @param {Item} item @param {Situation} s */
  #grounds(item, s) {
    const { reasons: say, ...bank } = this.#bank;
    // One with a topic or concepts is asked for what the entry speaks of.
    const byMark = item.states.length || !(item.topics.length || item.concepts.length);
    const element = byMark ? item.elements.find((each) => each in s.marked) : "";
    const [topic] = [...item.topics, ...(item.theme ? s.pressing : [])];
    /** @type {string[]} */
    let clauses = [];
    /** @type {Span[]} */
    let evidence = [];
    if (element) {
      const named = element[0].toUpperCase() + element.slice(1);
      clauses = [say.mark.replace("{element}", named).replace("{state}", s.marked[element])];
      evidence = s.analysis.e.filter(([each]) => each === element).flatMap(([, , spans]) => spans);
      evidence = evidence.filter((span) => s.text.slice(...span).includes(" ")); // one word tells too little
    } else if (topic) {
      const { label } = this.#bank.cue(topic);
      clauses = [say[s.repeated.has(topic) ? "topic_again" : "topic"].replace("{label}", label)];
      evidence = this.#places(s.words, topic);
    } else if (item.concepts.length) {
      clauses = [say.concept];
      evidence = s.analysis.k.filter(([id]) => item.concepts.includes(id)).map(([, start, end]) => [start, end]);
    } else if (item.deed && s.deed.span) {
      clauses = [say.deed];
      evidence = [s.deed.span];
    } else if (item.slot && s.slot.span) {
      clauses = [say.words];
      evidence = [s.slot.span];
    }
    if (item.strength && s.strengthDue) clauses.push(say.balance);
    else if (item.asks && s.missing.includes(item.component)) clauses.push(say[`missing_${item.component}`]);
    else if (s.said && item.valence.length) clauses.push(say[s.said]);
    return { clauses: clauses.length ? clauses : [sits(item, s) > 0 ? say.found : say.any], evidence };
  }

  /** Up to two different places that show a group, in text order. @param {Words} words @param {string} group */
  #places(words, group) {
    /** @param {string[]} found */
    const spans = (found) => inOrder(found.map((phrase) => words.find(phrase)).filter((span) => span !== null));
    const { found, alternative } = this.#bank.cue(group);
    const shown = spans(found);
    return (shown.length || !alternative ? shown : spans(this.#bank.cue(alternative).found)).slice(0, 2);
  }
}

/** Whether it may be a person's first: of what happened, how it felt, their own words. @param {Item} item @param {Situation} s */
function asksAfterTheTelling({ component, strength, slot }, s) {
  return (!strength || s.said === "went_well") && (slot || TELLING.includes(component));
}

/** Whether the author or the vocabulary gives ground for a narrow question. @param {Item} item @param {Situation} s */
function isCalledFor({ elements, topics, concepts }, s) {
  return topics.length > 0 || concepts.length > 0 || elements.some((element) => element in s.marked);
}

/** Being cheerful on a mere guess is the worse way to be wrong. @param {Item} item @param {Situation} s */
function suitsHowItWent({ valence }, s) {
  if (!valence.includes(s.valence)) return false;
  return Boolean(s.said) || valence.includes("was_hard") || (s.valence === "went_well" && valence.includes("mixed"));
}

/** How well readers found it to sit under entries like this. @param {Item} item @param {Situation} s */
function sits(item, s) {
  return item.sits.reduce((sum, [kind, amount]) => (s.kinds.has(kind) ? sum + amount : sum), 0);
}

/** @param {Item} item @param {Situation} s */
function filled(item, s) {
  return item.text.replaceAll(SLOT, () => s.slot.text);
}

/** The first of those with the highest worth. @param {Item[]} items @param {(item: Item) => number} worth */
function best(items, worth) {
  /** @type {Item | undefined} */
  let chosen;
  let most = -Infinity;
  for (const item of items) {
    const value = worth(item);
    if (value > most) [chosen, most] = [item, value];
  }
  return chosen;
}
