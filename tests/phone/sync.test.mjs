import assert from "node:assert/strict"
import { test } from "node:test"
import { pause, read } from "/static/js/phone/sync.js"

const id = (n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`
const EPOCH = id(99)
const given = (more) => ({
  id: id(7), entry_id: id(8), parents: [id(6)], body: "a", answers: [{ question_id: "q", question: "Why?", text: "b" }],
  facets: { valence: "mixed" }, deleted: false, written_at: "2026-03-04T18:20:00+00:00", schema: 1, ...more,
})
const answer = (more) => ({
  acknowledged: [id(1)], rejected: [{ id: id(2), why: "too_large", message: "Too long." }], revisions: [given()],
  purged: [id(5)], cursor: 9, epoch: EPOCH, more: false, ...more,
})
const sent = { ids: [id(1), id(2)], cursor: 8, epoch: EPOCH }
const told = (body, status = 200, type = "application/json", of = sent) =>
  read(status, type, typeof body === "string" ? body : JSON.stringify(body), of).kind

test("an answer of ours to what was sent is believed", () => {
  assert.equal(told(answer()), "ok")
  assert.equal(told(answer(), 200, "application/json; charset=utf-8"), "ok")
  assert.equal(told(answer({ acknowledged: [id(2), id(1)], rejected: [] })), "ok")
  assert.equal(told(answer({ cursor: 0, epoch: id(98) })), "ok", "another life of the server counts anew")
  assert.equal(told(answer({ surprise: 1, revisions: [given({ schema: 7, tide: {} })] })), "ok", "a newer server")
})

test("anything else is not", () => {
  const wrong = [
    { acknowledged: [id(1), id(3)] }, { acknowledged: [] }, { acknowledged: [id(1), id(1)] }, { acknowledged: [id(1), id(2)] },
    { acknowledged: "all" }, { acknowledged: null }, { acknowledged: { 0: id(1) } }, { rejected: [id(2)] }, { rejected: [] },
    { rejected: [{ id: id(2), why: "x" }] }, { cursor: "9" }, { cursor: 7 }, { cursor: 8.5 }, { cursor: -1, epoch: id(98) },
    { cursor: 2 ** 60 }, { epoch: null }, { epoch: "e" }, { more: "no" }, { more: undefined }, { purged: ["x"] }, { purged: null },
    { revisions: null }, { revisions: [null] }, { revisions: ["x"] },
    ...Object.keys(given()).flatMap((key) => [undefined, null, 7.5, [7], "\u0000"].map((value) =>
      key === "body" && typeof value === "string" ? {} : { revisions: [given(), given({ [key]: value })] })),
  ].filter((one) => Object.keys(one).length)
  for (const one of wrong) assert.equal(told(answer(one)), "trouble", JSON.stringify(one))
})

test("what is not our JSON with a 200 is not", () => {
  for (const body of ["", "{", "null", "[]", '"ok"', "1", "<html>Welcome to the café</html>", "{}"]) {
    assert.equal(told(body), "trouble", body)
    assert.equal(told(body, 200, "text/html"), "trouble", body)
  }
  for (const type of ["", "text/html", "text/plain", "application/json5", "text/application/json"]) {
    assert.equal(told(answer(), 200, type), "trouble", type)
  }
  for (const status of [0, 201, 204, 206, 301, 302, 304, 400, 404, 413, 422, 429, 500, 502, 503, 504]) {
    assert.equal(told(answer(), status), "trouble", String(status))
  }
})

test("our refusals are states, a stranger's are not", () => {
  const error = (code) => ({ error: { code, message: "" } })
  assert.equal(told(error("sign_in_needed"), 401), "signed-out")
  assert.equal(told(error("asleep"), 401), "asleep")
  assert.equal(told(error("other_person"), 409), "other-person")
  assert.equal(told(error("device_revoked"), 403), "revoked")
  assert.equal(told(error("device_revoked"), 401), "trouble")
  assert.equal(told(error("other_site"), 403), "trouble")
  assert.equal(told("", 401), "trouble")
  assert.equal(told(error("sign_in_needed"), 401, "text/html"), "trouble")
})

test("nothing sent, nothing settled", () => {
  const none = { ids: [], cursor: 0, epoch: null }
  assert.equal(told(answer({ acknowledged: [], rejected: [] }), 200, "application/json", none), "ok")
  assert.equal(told(answer({ rejected: [] }), 200, "application/json", none), "trouble")
})

test("pauses grow to five minutes, spread, and never to nothing", () => {
  for (let failures = 1; failures < 2000; failures++) {
    for (const random of [0, 0.5, 1]) {
      const ms = pause(failures, random)
      assert.ok(ms >= 1000 && ms <= 300_000, `${failures} ${ms}`)
    }
  }
  assert.ok(pause(3, 0.5) > pause(1, 0.5))
})
