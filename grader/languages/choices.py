"""What is said of a choice in a question, in a language: sealed, as the answers are. Pure.

An installed grader holds no answer that can be read, and a translation of the reason against an answer would give it
away. So each translation lies in a box, which its English sentence opens. The English sentence in turn lies in a box
that only the answer opens (`grader.topics.sealing`). In a checkout, and in an author's own folder, both stay readable.
"""

import base64
import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping

TAG = 12  # bytes by which a box is found
CHOICES, SEALED = "choices", "sealed_choices"  # keys of a topic's file


def sealed(sentences: Mapping[str, str]) -> list[str]:
    """Return a box for each translation, in an order and of a length that say nothing."""
    room = max((len(said.encode()) for said in sentences.values()), default=0)
    boxes = [_tag(sentence) + _masked(sentence, said.encode().ljust(room)) for sentence, said in sentences.items()]
    return [base64.b64encode(box).decode() for box in sorted(boxes)]


def boxes_of(texts: Iterable[str]) -> dict[bytes, bytes]:
    """Return what boxes hold, by the tags at which they are found."""
    boxes = map(base64.b64decode, texts)
    return {box[:TAG]: box[TAG:] for box in boxes}


def opened(boxes: Mapping[bytes, bytes], sentence: str) -> str | None:
    """Return the translation of an English sentence; None where there is no box for it."""
    content = boxes.get(_tag(sentence))
    return None if content is None else _masked(sentence, content).decode().rstrip()


def sealed_catalogue(text: str) -> str:
    """Return a topic's file in which nothing that is said of a choice can be read."""
    table = tomllib.loads(text)
    table[SEALED] = sealed(table.pop(CHOICES, {}))
    flat = {key: value for key, value in table.items() if not isinstance(value, dict)}
    lines = _lines(flat)
    for name, part in table.items():
        if isinstance(part, dict):
            lines += [f"[{name}]", *_lines(part)]
    return "\n".join(lines) + "\n"


def _lines(table: Mapping[str, object]) -> list[str]:
    """Return texts and lists of texts as TOML writes them, which is as JSON does."""
    quoted = {json.dumps(key, ensure_ascii=False): value for key, value in table.items()}
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in quoted.items()]


def _tag(sentence: str) -> bytes:
    return hashlib.sha256(b"found by " + sentence.encode("utf-8", "surrogatepass")).digest()[:TAG]


def _masked(sentence: str, content: bytes) -> bytes:
    """Return bytes with a mask over them that the sentence makes; a second time, without it."""
    mask = hashlib.shake_256(b"opened by " + sentence.encode("utf-8", "surrogatepass")).digest(len(content))
    return bytes(one ^ other for one, other in zip(content, mask, strict=True))
