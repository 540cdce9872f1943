"""What is kept is kept: on the disk when it is said, whole or not at all, whatever the browser does."""

from __future__ import annotations

import pytest

from tests.phone.pocket import eventually


def draft(words: str = "At the door.", **more: object) -> dict[str, object]:
    return {"entry": "e1", "parents": [], "body": words, "facets": {}, "kind": "new", "at": 5, **more}


def test_a_draft_and_a_saved_entry_outlive_the_page(phone):
    one = phone()
    one.do("call", "keepDraft", draft("Half a sen"))
    made = one.do("write", "A whole sentence.")
    one.kill()
    one.open()
    assert one.do("call", "draft", "e1")["ok"]["body"] == "Half a sen"
    (entry,) = one.do("entries")
    assert (entry["id"], entry["head"]["body"], entry["state"]) == (made["entry"], "A whole sentence.", "waiting")


def test_saving_drops_the_draft_and_an_empty_one_is_not_kept(phone):
    one = phone()
    one.do("call", "keepDraft", draft())
    assert one.do("call", "save", draft("  \n"))["failed"] == "NothingToKeep"
    assert one.do("call", "draft", "e1")["ok"]
    assert one.do("call", "save", draft())["ok"]["state"] == "waiting"
    assert one.do("call", "drafts")["ok"] == []


def test_a_text_of_64_kb_is_kept_and_a_longer_one_stays_in_the_box(phone):
    one = phone()
    assert "ok" in one.do("call", "save", draft("é" * 32_768))
    too_long = one.do("call", "save", draft("é" * 32_769, entry="e2"))
    assert too_long["failed"] == "TooLong"
    assert "still in the box" in too_long["message"]


def test_boxes_alone_are_words(phone):
    facets = {"template": {"id": "driscoll", "sections": {"what": "The bell rang."}}}
    assert "ok" in phone().do("call", "save", draft("", facets=facets))


def test_nothing_readable_is_on_the_disk(phone):
    one = phone()
    one.do("write", "zyxwillow in the morning")
    one.do("call", "keepDraft", draft("zyxwillow at noon"))
    one.do("call", "keepThemes", {"list": ["zyxwillow"]})
    found = one.page.evaluate(
        """async () => {
          const found = [];
          for (const {name} of await indexedDB.databases()) {
            const database = await new Promise(done => {
              const request = indexedDB.open(name);
              request.onsuccess = () => done(request.result);
            });
            for (const store of database.objectStoreNames) {
              const rows = await new Promise(done => {
                const request = database.transaction(store).objectStore(store).getAll();
                request.onsuccess = () => done(request.result);
              });
              const bytes = value => value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value)
                : value instanceof CryptoKey ? `key ${value.extractable}`
                : value && typeof value === "object" ? Object.values(value).map(bytes).join(" ") : String(value);
              found.push(...rows.map(bytes));
            }
            database.close();
          }
          return found.join(" ");
        }"""
    )
    assert "zyxwillow" not in found
    assert "key false" in found


def test_every_write_waits_for_the_disk(phone):
    one = phone()
    one.page.evaluate(
        """() => {
          window.asked = [];
          const real = IDBDatabase.prototype.transaction;
          IDBDatabase.prototype.transaction = function (stores, mode, options) {
            if (mode === "readwrite") asked.push(options?.durability);
            return real.call(this, stores, mode, options);
          };
        }"""
    )
    made = one.do("write", "a")
    one.do("call", "answer", made["entry"], {"question_id": "q", "question": "Why?", "text": "b"})
    one.do("call", "noteAsked", {"question_id": "q", "entry_id": made["entry"]})
    one.do("sync")
    asked = one.page.evaluate("asked")
    assert len(asked) >= 5
    assert set(asked) == {"strict"}


def test_a_write_that_is_aborted_is_never_called_saved(phone):
    """The request succeeds and the transaction does not: saved is what the transaction says."""
    one = phone()
    one.do("call", "keepDraft", draft())
    one.page.evaluate(
        """() => {
          IDBTransaction.prototype.commit = function () {
            // After all else that was asked for has succeeded.
            if (!this.objectStoreNames.contains("revisions")) return;
            this.objectStore("revisions").count().onsuccess = () => this.abort();
          };
        }"""
    )
    assert one.do("call", "save", draft())["failed"] == "StoreGone"
    one.kill()
    one.open()
    assert one.do("entries") == []
    assert one.do("call", "draft", "e1")["ok"]["body"] == "At the door."


def test_what_got_through_before_the_browser_let_go_is_saved_once(phone):
    """The disk had it all, and the answer was lost: asked again, nothing is written over and nothing is doubled."""
    one = phone()
    one.do("call", "keepDraft", draft())
    one.page.evaluate(
        """() => {
          const real = IDBTransaction.prototype.commit;
          IDBTransaction.prototype.commit = function () {
            IDBTransaction.prototype.commit = real;
            this.oncomplete = null;
            this.addEventListener("complete", () => this.onabort(new Event("abort")));
            real.call(this);
          };
        }"""
    )
    assert one.do("call", "save", draft())["ok"]["head"]["body"] == "At the door."
    one.kill()
    one.open()
    assert [entry["head"]["body"] for entry in one.do("entries")] == ["At the door."]
    assert one.do("call", "draft", "e1")["ok"] is None


COLLECT = """() => {
  window.opened = [];
  const real = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...given) {
    const request = real.apply(this, given);
    request.addEventListener("success", () => opened.push(request.result));
    return request;
  };
}"""


def test_a_lost_connection_is_opened_again(phone):
    one = phone()
    one.page.evaluate(COLLECT)
    one.do("open")
    one.page.evaluate("opened.forEach((database) => database.close())")
    assert one.do("call", "save", draft())["ok"]["state"] == "waiting"
    one.page.evaluate(
        "() => { const last = opened.at(-1); last.close(); last.onclose && last.dispatchEvent(new Event('close')); }"
    )
    assert one.do("call", "keepDraft", draft("again"))["ok"] is None
    assert len(one.do("entries")) == 1


def test_what_is_saved_is_called_saved_even_where_it_cannot_be_read_back_at_once(phone):
    one = phone()
    one.do("entries")
    one.page.evaluate(
        """() => {
          const real = IDBDatabase.prototype.transaction;
          let saved = false;
          IDBDatabase.prototype.transaction = function (stores, mode, options) {
            if (saved) throw new DOMException("", "InvalidStateError");
            saved = mode === "readwrite" && stores.includes("revisions");
            return real.call(this, stores, mode, options);
          };
        }"""
    )
    assert one.do("call", "save", draft())["ok"]["head"]["body"] == "At the door."
    one.kill()
    one.open()
    assert one.do("entries")[0]["head"]["body"] == "At the door."


def test_a_database_that_is_lost_for_good_is_said_kindly(phone):
    one = phone()
    one.page.evaluate(
        """() => IDBDatabase.prototype.transaction = () => {
          throw new DOMException("The database connection is closing.", "InvalidStateError");
        }"""
    )
    gone = one.do("call", "save", draft())
    assert gone["failed"] == "StoreGone"
    assert "in the box" in gone["message"]


def test_a_full_phone_is_said_kindly_and_keeps_what_it_had(phone):
    one = phone(opened=False)
    # Before anything is written: Chromium remembers for a while how much room there was.
    devtools = one.context.new_cdp_session(one.page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": one.live.address, "quotaSize": 300_000})
    one.open()
    one.do("write", "Before.")
    full = None
    for n in range(40):
        full = one.do("call", "save", draft("x" * 60_000 + str(n), entry=f"e{n}"))
        if "failed" in full:
            break
    assert full["failed"] == "StoreFull"
    assert "no room" in full["message"]
    kept = len(one.do("entries"))
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": one.live.address})
    assert "ok" in one.do("call", "save", draft("Room again.", entry="last"))
    one.kill()
    one.open()
    assert len(one.do("entries")) == kept + 1


def test_a_draft_kept_late_does_not_come_back_after_saving(phone):
    one = phone()
    one.page.evaluate(
        """async (draft) => {
          journal.keepDraft(draft);
          const saved = journal.save(draft);
          await saved;
        }""",
        draft(),
    )
    assert one.do("call", "drafts")["ok"] == []


def test_saving_twice_makes_one_revision(phone):
    one = phone()
    one.page.evaluate("(draft) => Promise.all([journal.save(draft), journal.save(draft)])", draft())
    assert len(one.do("rows")) == 1


def test_saving_what_is_there_already_changes_nothing_but_choosing_between_two_does(phone):
    one = phone()
    made = one.do("write", "First.")
    assert one.do("edit", made["entry"], [made["revision"]], "First.") == made["revision"]
    left = one.do("edit", made["entry"], [made["revision"]], "Left.")
    right = one.do("edit", made["entry"], [made["revision"]], "Right.")
    (entry,) = one.do("entries")
    assert set(entry["heads"]) == {left, right}
    one.do("edit", made["entry"], [left, right], "Left.")
    (entry,) = one.do("entries")
    assert [entry["head"]["body"], len(entry["heads"])] == ["Left.", 1]
    assert set(entry["head"]["parents"]) == {left, right}


def test_answers_and_marks_follow_the_entry_and_editing_keeps_answers(phone):
    one = phone()
    made = one.do("write", "First.")
    one.do("call", "answer", made["entry"], {"question_id": "q", "question": "Why?", "text": "Because."})
    entry = one.do("call", "refacet", made["entry"], {"valence": "mixed"})["ok"]
    one.do("edit", made["entry"], entry["headIds"], "Second.")
    head = one.do("call", "entry", made["entry"])["ok"]["head"]
    assert [head["body"], head["answers"][0]["text"]] == ["Second.", "Because."]
    assert one.do("call", "answer", made["entry"], {"question_id": "q", "question": "Why?", "text": " "})["failed"]


def test_a_version_of_a_newer_app_is_never_followed(phone):
    """It may hold what this app cannot carry on, so an edit stands beside it."""
    one = phone()
    entry = one.page.evaluate(
        """async () => {
          const id = crypto.randomUUID(), entry = crypto.randomUUID();
          const revision = {id, entry_id: entry, parents: [], body: "Newer.", answers: [], facets: {tide: {a: 1}},
            deleted: false, written_at: "2026-03-04T18:20:00Z", schema: 2, colour: "blue"};
          const vaulted = {key: await store.get("keys", "device"), person: store.person};
          const sealed = await vault.seal(vaulted, "revisions", id, revision);
          await store.save({id, entry, state: "synced", since: null, sealed});
          await journal.save({entry, parents: [id], body: "Older.", facets: {}, kind: "edit", at: 1});
          return entry;
        }"""
    )
    entry = one.do("call", "entry", entry)["ok"]
    assert {head["body"] for head in entry["heads"]} == {"Newer.", "Older."}
    assert next(head for head in entry["heads"] if head["body"] == "Newer.")["colour"] == "blue"


def test_what_waits_is_counted_whatever_the_clock_says(phone):
    one = phone()
    assert one.do("call", "waiting")["ok"] == {"count": 0, "since": None, "refused": []}
    before = one.page.evaluate("Date.now()")
    made = one.do("write", "a")
    one.do("edit", made["entry"], [made["revision"]], "b")
    one.do("write", "c")
    waiting = one.do("call", "waiting")["ok"]
    assert waiting["count"] == 2
    assert before <= waiting["since"] <= one.page.evaluate("Date.now()")
    # The clock is put back by years: nothing has waited since the future.
    one.page.evaluate("Date.now = () => 1e12")
    one.do("open")
    assert one.do("call", "waiting")["ok"]["since"] == 1e12


def test_words_can_be_taken_out(phone):
    one = phone()
    one.do("call", "keepDraft", draft("Still typing"))
    made = one.do("write", "A line.\n\nAnother.")
    one.do("call", "answer", made["entry"], {"question_id": "q", "question": "Why?", "text": "Because."})
    text = one.do("call", "takeOut")["ok"]
    for words in ("Still typing", "A line.\n\nAnother.", "> Why?\n\nBecause."):
        assert words in text
    one.do("sync")
    assert "A line." not in one.do("call", "takeOut")["ok"]
    assert "A line." in one.do("call", "takeOut", {"all": True})["ok"]


@pytest.mark.parametrize("kept", ["Themes", "Words"])
def test_lists_are_kept_sealed(phone, kept):
    one = phone()
    read = kept.lower()
    assert one.do("call", read)["ok"] is None
    one.do("call", f"keep{kept}", {"list": ["a"]})
    one.kill()
    one.open()
    assert one.do("call", read)["ok"] == {"list": ["a"]}


def test_questions_asked_here_and_there_are_one_list(phone):
    one = phone()
    there = {"question_id": "q2", "entry_id": "e", "asked_at": "2020-01-01T00:00:00+00:00"}
    one.do("call", "noteAsked", {"question_id": "q1", "entry_id": "e"})
    one.do("call", "noteAsked", there, {"question_id": "q1", "entry_id": "e"})
    assert [a["question_id"] for a in one.do("call", "asked")["ok"]] == ["q2", "q1"]


def test_two_tabs_see_each_others_changes_and_never_type_in_one_entry(phone):
    one = phone()
    made = one.do("write", "First.")
    other = one.tab()
    other.evaluate("bench.open()")
    assert len(other.evaluate("bench.entries()")) == 1
    other.evaluate("() => { told = new Promise((done) => journal.addEventListener('change', (e) => done(e.detail))) }")
    one.do("edit", made["entry"], [made["revision"]], "Second.")
    assert other.evaluate("told")["entries"] == [made["entry"]]
    assert other.evaluate("bench.entries()")[0]["head"]["body"] == "Second."
    hold = "async (id) => { window.held = await journal.hold(id); return !!window.held; }"
    assert one.page.evaluate(hold, "e") is True
    assert other.evaluate(hold, "e") is False
    one.page.evaluate("window.held()")
    eventually(other, "await journal.hold('e')")


def test_locking_one_tab_locks_the_other(phone):
    one = phone()
    other = one.tab()
    other.evaluate("bench.open()")
    other.evaluate("() => { told = new Promise((done) => journal.addEventListener('locked', () => done('locked'))) }")
    # The other tab has a moment to keep what stands in its box.
    keep = "(draft) => { journal.addEventListener('locked', () => journal.keepDraft(draft)) }"
    other.evaluate(keep, draft("The last"))
    one.page.evaluate("journal.lock()")
    assert other.evaluate("told") == "locked"
    for page in (one.page, other):
        eventually(page, "(await bench.call('draft', 'e1')).failed === 'CannotOpen'")
    one.kill()
    one.open()
    assert one.do("call", "draft", "e1")["ok"]["body"] == "The last"


def test_a_database_deleted_by_another_tab_does_not_come_back(phone):
    one = phone()
    other = one.tab()
    other.evaluate("bench.open()")
    assert one.do("leave") is False
    assert other.evaluate("(draft) => bench.call('keepDraft', draft)", draft())["failed"] == "StoreGone"
    assert one.do("databases") == ["afterword"]
