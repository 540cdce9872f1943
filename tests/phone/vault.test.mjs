import assert from "node:assert/strict"
import { test } from "node:test"
import * as vault from "/static/js/phone/vault.js"

const raw = () => crypto.getRandomValues(new Uint8Array(32))
const open = async (bytes, person = "p") => ({ key: await vault.importKey(bytes), person })

test("what is sealed opens again, to the letter", async () => {
  const mine = await open(raw())
  for (const value of ["", "Naïve 👩🏽‍⚕️ שלום", "half \ud83d a letter", "\ufeffmark", null, [], { a: { b: [1.5, "\u0000"] } }]) {
    assert.deepEqual(await vault.unseal(mine, "revisions", "k", await vault.seal(mine, "revisions", "k", value)), value)
  }
})

test("the same words never seal to the same bytes", async () => {
  const mine = await open(raw())
  const [a, b] = await Promise.all([1, 2].map(() => vault.seal(mine, "s", "k", "words")))
  assert.notDeepEqual(new Uint8Array(a), new Uint8Array(b))
})

test("it opens in no other place, for no other person, with no other key, and not changed or cut", async () => {
  const bytes = raw()
  const mine = await open(bytes)
  const sealed = await vault.seal(mine, "drafts", "k", "words")
  const changed = sealed.slice(0)
  new Uint8Array(changed)[20] ^= 1
  const tries = [
    [mine, "revisions", "k", sealed],
    [mine, "drafts", "l", sealed],
    [await open(bytes, "q"), "drafts", "k", sealed],
    [await open(raw()), "drafts", "k", sealed],
    [mine, "drafts", "k", changed],
    [mine, "drafts", "k", sealed.slice(0, 20)],
    [mine, "drafts", "k", sealed.slice(0, 5)],
    [mine, "drafts", "k", new ArrayBuffer(0)],
  ]
  for (const one of tries) await assert.rejects(vault.unseal(...one), vault.CannotOpen)
})

test("the key cannot be taken out", async () => {
  const { key } = await open(raw())
  await assert.rejects(crypto.subtle.exportKey("raw", key))
})

test("a PIN gives the key back, however it was typed, and another PIN does not", async () => {
  const bytes = raw()
  const wrapped = await vault.wrapByPin(bytes, "café 7")
  assert.ok(wrapped.rounds >= 600_000)
  assert.deepEqual(await vault.unwrapByPin(wrapped, "cafe\u0301 7"), bytes)
  await assert.rejects(vault.unwrapByPin(wrapped, "café 8"), vault.WrongPin)
})

test("a secret gives the key back, and another does not", async () => {
  const [bytes, secret] = [raw(), raw()]
  const wrapped = await vault.wrapBySecret(bytes, secret)
  assert.deepEqual(await vault.unwrapBySecret(wrapped, secret.buffer), bytes)
  await assert.rejects(vault.unwrapBySecret(wrapped, raw()), vault.CannotOpen)
})
