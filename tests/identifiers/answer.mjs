// What the JavaScript check gives for one case, in Node and in a browser alike: {"text", "strict"?, "known"?, "dismissed"?}.

/**
 * `again` is the same check by a phone that had read the text before, with other lines around it.
 */
export function answer({ check, clues }, { Memory, replace }, { text, ...options }) {
  const found = check(text, options)
  const memory = new Memory()
  const halves = text.split("\n")
  check(`${halves[0]}\nMrs Okafor\n${text.slice(3)}`, { ...options, memory })
  check(text, { ...options, memory })
  return { found, again: check(text, { ...options, memory }), replaced: replace(text, found, found.keys()), clues: clues(text) }
}
