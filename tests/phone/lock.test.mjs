import assert from "node:assert/strict"
import { afterEach, mock, test } from "node:test"
import { Autolock, waitFor } from "/static/js/phone/lock.js"

test("the first tries are free; then each waits longer than the last", () => {
  assert.equal(waitFor(undefined, 0), 0)
  assert.equal(waitFor({ tries: 2, at: 1000 }, 1000), 0)
  const waits = [3, 4, 5, 6, 7, 8, 9].map((tries) => waitFor({ tries, at: 1000 }, 1000))
  assert.deepEqual([...waits].sort((a, b) => a - b), waits)
  assert.ok(waits[0] >= 10_000 && waits.at(-1) <= 30 * 60_000)
})

test("a wait passes, and a clock put back years does not make it longer", () => {
  const step = waitFor({ tries: 5, at: 1e12 }, 1e12)
  assert.equal(waitFor({ tries: 5, at: 1e12 }, 1e12 + step), 0)
  assert.equal(waitFor({ tries: 5, at: 1e12 }, 0), step)
})

class Page extends EventTarget {
  visibilityState = "visible"
  turn(state) {
    this.visibilityState = state
    this.dispatchEvent(new Event("visibilitychange"))
  }
}

afterEach(() => mock.timers.reset())

const locker = () => {
  mock.timers.reset()
  mock.timers.enable({ apis: ["setTimeout"] })
  const page = new Page()
  const at = { now: 1e12, steady: 5 }
  let locked = 0
  let seen = 0
  const clocks = { now: () => at.now, steady: () => at.steady }
  const auto = new Autolock({ minutes: 5, lock: () => locked++, ...clocks, page, seen: async () => seen++ })
  return { page, at, auto, locked: () => locked, seen: () => seen }
}

test("locks after some minutes out of sight, not before", () => {
  const { page, at, locked } = locker()
  page.turn("hidden")
  mock.timers.tick(4 * 60_000)
  at.now += 4 * 60_000
  at.steady += 4 * 60_000
  page.turn("visible")
  mock.timers.tick(60 * 60_000)
  assert.equal(locked(), 0)
  page.turn("hidden")
  mock.timers.tick(5 * 60_000)
  assert.equal(locked(), 1)
})

test("a phone that slept, or whose clock was put back, locks when it is looked at", () => {
  for (const [wall, steady] of [[6 * 60_000, 10], [-1e9, 6 * 60_000]]) {
    const { page, at, locked } = locker()
    page.turn("hidden")
    at.now += wall
    at.steady += steady
    page.turn("visible")
    assert.equal(locked(), 1)
  }
})

test("stopped, it locks no more", () => {
  const { page, auto, locked } = locker()
  page.turn("hidden")
  auto.stop()
  mock.timers.tick(60 * 60_000)
  page.turn("visible")
  assert.equal(locked(), 0)
})

test("somebody is seen to be here while the page is in sight, and no more after the lock", () => {
  const { page, at, auto, seen } = locker()
  assert.equal(seen(), 1)
  mock.timers.tick(60_000)
  assert.ok(seen() >= 2)
  page.turn("hidden")
  const before = seen()
  mock.timers.tick(4 * 60_000)
  assert.equal(seen(), before, "out of sight nobody is")
  at.steady += 6 * 60_000
  page.turn("visible")
  mock.timers.tick(60_000)
  assert.equal(seen(), before, "it locked")
  auto.stop()
})
