"""Checks proofs of `mutakhir audit proof --out FOLDER` with a tool that is not ours.

    pip install aics-tlog          # Python 3.12
    python check_proofs.py "$(mutakhir audit key)" FOLDER

Prints how many proofs hold; ends with 1 when one does not, or when a proof holds for an entry that is not its own.
"""

import base64
import sys
from pathlib import Path

from aics_tlog import parse_vkey, verify_checkpoint, verify_leaf_inclusion
from aics_tlog.checkpoint import checkpoint_from_note


def main(key: str, folder: str) -> int:
    held = broken = 0
    for file in sorted(Path(folder).glob("*.tlog-proof")):
        head, note = file.read_text(encoding="utf-8").split("\n\n", 1)
        magic, extra, index, *path = head.split("\n")
        assert magic == "c2sp.org/tlog-proof@v1", file
        entry = base64.b64decode(extra.removeprefix("extra "))
        number = int(index.removeprefix("index "))
        path = [base64.b64decode(line) for line in path]
        checkpoint, note = checkpoint_from_note(note)
        verified = verify_checkpoint(note, parse_vkey(key), [], quorum=0)
        holds = verified.ok and verify_leaf_inclusion(entry, number, checkpoint.size, path, checkpoint.root)
        other = bytes([entry[0] ^ 1]) + entry[1:]
        if holds and not verify_leaf_inclusion(other, number, checkpoint.size, path, checkpoint.root):
            held += 1
        else:
            broken += 1
            print(f"{file.name}: does not hold")
    print(f"{held} proofs hold, {broken} do not")
    return 0 if held and not broken else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
