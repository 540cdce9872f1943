"""`python -m journal.identifiers [--strict] < in > out`: one JSON object a line in and out, order kept."""

import argparse
import json
import sys
from dataclasses import asdict

from journal.identifiers import check


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m journal.identifiers", description=__doc__)
    parser.add_argument("--strict", action="store_true", help="everything plausible, for text that leaves its author")
    options = parser.parse_args()
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        entry = json.loads(line)
        spans = [asdict(each) for each in check(entry["text"], strict=options.strict)]
        sys.stdout.write(json.dumps({"id": entry.get("id"), "spans": spans}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
