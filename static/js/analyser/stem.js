/**
 * The Porter2 (Snowball) stemmer for English: the same stems as NLTK's, which the server uses.
 * @module
 */

/** @typedef {{ending: string, goes: number, comes: string}} Ending how many letters go, and what comes instead */

const LONGEST_WORD = 40;
const SPECIAL = new Map(
  (
    "skis:ski skies:sky dying:die lying:lie tying:tie idly:idl gently:gentl ugly:ugli early:earli only:onli " +
    "singly:singl sky news howe atlas cosmos bias andes inning innings:inning outing outings:outing canning " +
    "cannings:canning herring herrings:herring earring earrings:earring proceed proceeds:proceed proceeded:proceed " +
    "proceeding:proceed exceed exceeds:exceed exceeded:exceed exceeding:exceed succeed succeeds:succeed " +
    "succeeded:succeed succeeding:succeed"
  )
    .split(" ")
    .map((pair) => [pair.replace(/:.*/, ""), pair.replace(/.*:/, "")]),
);
// The endings of each step, longest first.
const SECOND = endings(
  "ization-7ize ational-7ate fulness-4 ousness-7ous iveness-7ive tional-2 biliti-6ble lessli-2 entli-2 ation-5ate " +
    "alism-5al aliti-5al ousli-5ous iviti-5ive fulli-2 enci-1e anci-1e abli-1e izer-4ize ator-4ate alli-4al bli-3ble " +
    "ogi-1 li-2",
);
const THIRD = endings("ational-7ate tional-2 alize-3 icate-5ic iciti-5ic ative-5 ical-4ic ness-4 ful-3");
const FOURTH = endings(
  "ement-5 ance-4 ence-4 able-4 ible-4 ment-4 ant-3 ent-3 ism-3 ate-3 iti-3 ous-3 ive-3 ize-3 ion-3 al-2 er-2 ic-2",
);
const ALLOWED = new Map([
  ["ogi", /logi$/],
  ["li", /[cdeghkmnrt]li$/],
  ["ion", /[st]ion$/],
]);
const SHORT = /^[aeiouy][^aeiouy]$|[^aeiouy][aeiouy][^aeiouywxY]$/;

/**
 * Give the stem of a lower-case word; words over forty letters are no words and come back as they are.
 * @param {string} lower
 * @returns {string}
 */
export function stem(lower) {
  if (lower.length > LONGEST_WORD || lower.length <= 2) return lower;
  const special = SPECIAL.get(lower);
  if (special) return special;
  const word = lower
    .replace(/[\u2019\u2018\u201b]/g, "'")
    .replace(/^'/, "")
    .replace(/^y/, "Y")
    .replace(/([aeiouy])y/g, "$1Y");
  const first = /^(?:gener|arsen|commun)/.exec(word);
  const one = first ? word.slice(first[0].length) : region(word);
  return new Stemming(word, one, region(one)).run().replaceAll("Y", "y");
}

/** @param {string} listed @returns {Ending[]} */
function endings(listed) {
  return listed.split(" ").map((each) => {
    const [ending, change] = each.split("-");
    return { ending, goes: Number(change[0]), comes: change.slice(1) };
  });
}

/** What follows the first consonant after a vowel. @param {string} word */
function region(word) {
  const at = word.search(/[aeiouy][^aeiouy]/);
  return at < 0 ? "" : word.slice(at + 2);
}

/** One word on its way, with the two regions at its end in which endings may go. */
class Stemming {
  /** @param {string} word @param {string} one @param {string} two */
  constructor(word, one, two) {
    this.word = word;
    this.one = one;
    this.two = two;
  }

  run() {
    const apostrophe = /(?:'s'|'s|')$/.exec(this.word);
    if (apostrophe) this.change(apostrophe[0].length);
    this.plural();
    this.past();
    if (/[^][^aeiouy][yY]$/.test(this.word)) this.change(1, "i");
    const second = this.ending(SECOND);
    // Where the region is too short, NLTK leaves an "e" in it after these two, which matters at the end.
    if (second && this.one.endsWith(second.ending))
      this.change(second.goes, second.comes, /^(?:ate|ive)$/.test(second.comes) ? "e" : "");
    const third = this.ending(THIRD);
    if (third && (third.ending === "ative" ? this.two : this.one).endsWith(third.ending))
      this.change(third.goes, third.comes);
    const fourth = this.ending(FOURTH);
    if (fourth && this.two.endsWith(fourth.ending)) this.change(fourth.goes);
    return this.last();
  }

  /**
   * Take letters off the end of the word and of its regions, and put others there.
   * @param {number} goes
   * @param {string} [comes]
   * @param {string} [otherwise] what the second region becomes where it is too short
   */
  change(goes, comes = "", otherwise = "") {
    this.word = this.word.slice(0, -goes) + comes;
    this.one = this.one.length >= goes ? this.one.slice(0, -goes) + comes : "";
    this.two = this.two.length >= goes ? this.two.slice(0, -goes) + comes : otherwise;
  }

  /** The longest ending the word has, where what stands before allows it. @param {Ending[]} listed */
  ending(listed) {
    const found = listed.find((each) => this.word.endsWith(each.ending));
    return found && (ALLOWED.get(found.ending)?.test(this.word) ?? true) ? found : undefined;
  }

  plural() {
    if (this.word.endsWith("sses")) this.change(2);
    else if (/ie[ds]$/.test(this.word)) this.change(this.word.length > 4 ? 2 : 1);
    else if (/[aeiouy][^]*[^us]s$/.test(this.word)) this.change(1);
  }

  past() {
    const found = /(?:eedly|ingly|edly|eed|ing|ed)$/.exec(this.word)?.[0];
    if (!found) return;
    if (found.startsWith("ee")) {
      if (this.one.endsWith(found)) this.change(found.length, "ee");
    } else if (/[aeiouy]/.test(this.word.slice(0, -found.length))) {
      this.change(found.length);
      if (/(?:at|bl|iz)$/.test(this.word)) {
        this.word += "e";
        this.one += "e";
        if (this.word.length > 5 || this.one.length >= 3) this.two += "e";
      } else if (/([bdfgmnprt])\1$/.test(this.word)) this.change(1);
      else if (!this.one && SHORT.test(this.word)) this.word += "e";
    }
  }

  last() {
    const { word, one, two } = this;
    const silent = one.endsWith("e") && word.length > 3 && !/[^aeiouy][aeiouy][^aeiouywxY][^]$/.test(word);
    const doubled = two.endsWith("l") && word.at(-2) === "l";
    return silent || doubled || two.endsWith("e") ? word.slice(0, -1) : word;
  }
}
