"""Predicts whole folders with a bundle: for an evaluation, to try a model, to label automatically. Ends and goes on at will."""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from modelwright.bundle.contents import fingerprint
from modelwright.bundle.predictor import Answer, Predictor
from modelwright.contract.layout import FoundSample, look
from modelwright.contract.tasks import Network, Task
from modelwright.imaging.reading import ImageProblem
from modelwright.sdk.problems import UsageProblem
from modelwright.sdk.scoring import Scorer
from modelwright.sdk.terminal import Terminal

Line = dict[str, Any]
_BEGIN: Final = b'{"model": "'


class Image(NamedTuple):
    """An image to predict, and what its folder says about it."""

    said: FoundSample
    mask_codes: dict[int, str]
    """The class of each value of its mask; empty: every value stands for the class of the image."""

    @property
    def path(self) -> Path:
        return self.said.path

    @property
    def key(self) -> str:
        """Its name in results."""
        return str(self.path.absolute())


def images_in(data: Sequence[Path], predictor: Predictor) -> list[Image]:
    """Images and folders of any format, each image once. Raises UsageProblem when a place is not there or empty."""
    found: dict[str, Image] = {}
    for place in data:
        before = len(found)
        for image in _images_at(place, predictor):
            found.setdefault(image.key, image)
        if len(found) == before and not place.is_file():
            raise UsageProblem(f"{place} holds no images" if place.is_dir() else f"{place} is not there")
    return list(found.values())


def _images_at(place: Path, predictor: Predictor) -> Iterator[Image]:
    if not place.is_dir():
        if place.exists():
            yield Image(FoundSample(place, ""), {})
        return
    try:
        layout = look(place)
        samples = list(layout.samples(Task(predictor.task)))
    except OSError as error:
        raise UsageProblem(f"{place}: {error.strerror}") from error
    codes: dict[int, str] = {}
    if Network.SEGMENTATION in predictor.networks and any(said.mask for said in samples):
        from modelwright.engine.data.masks import codes_of_values  # imports torch

        codes = codes_of_values(layout, samples, predictor.networks["segmentation"].classes)
    for said in samples:
        yield Image(said, {} if said.in_class_folder and not layout.mask_codes else codes)


class Results:
    """A file of results, one JSON object a line, that another call goes on with."""

    def __init__(self, path: Path, predictor: Predictor) -> None:
        """Raises UsageProblem when the file is another model's, or cannot be written."""
        self._model = fingerprint(predictor.config)
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a+", encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise UsageProblem(f"--out {path}: {error.strerror}") from error
        self._drop_half_line()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def earlier(self) -> Iterator[Line]:
        """What an earlier call found. Raises UsageProblem when it had another model, or the file holds something else."""
        with self._path.open(encoding="utf-8") as file:
            for number, text in enumerate(file, start=1):
                try:
                    line = json.loads(text)
                    model, _ = line["model"], line["path"]
                except (ValueError, KeyError, TypeError) as error:
                    raise UsageProblem(f"{self._path}, line {number}: not a result of `modelwright predict`") from error
                if model != self._model:
                    raise UsageProblem(f"{self._path} holds results of another model; name another file")
                yield line

    def add(self, line: Line) -> None:
        """It is in the file, whole, when this returns."""
        self._file.write(json.dumps({"model": self._model, **line}, ensure_ascii=False) + "\n")
        self._file.flush()

    def _drop_half_line(self) -> None:
        """The end of a call that was killed in the middle of a line. What is no line of ours stays, to be refused."""
        content = self._path.read_bytes()
        whole = content.rfind(b"\n") + 1
        half = content[whole:]
        if half and half[: len(_BEGIN)] == _BEGIN[: len(half)]:
            os.truncate(self._path, whole)


def predict(
    predictor: Predictor,
    images: Sequence[Image],
    take: Callable[[Image, Answer | ImageProblem], None],
    scorer: Scorer,
) -> None:
    """Hand each image's answer to `take`, as it comes, and to the scorer."""
    answers = predictor.predict_many((image.path for image in images), candidates=scorer.wants_candidates)
    for image, answer in zip(images, answers, strict=True):
        take(image, answer)
        scorer.add(image.said, image.mask_codes, _as_line(image, answer))


def _as_line(image: Image, answer: Answer | ImageProblem) -> Line:
    if isinstance(answer, Answer):
        return {"path": image.key, **answer.as_dict()}
    return {"path": image.key, "problem": answer.reason}


def predict_into(
    results: Results, predictor: Predictor, images: Sequence[Image], scorer: Scorer, terminal: Terminal
) -> int:
    """Add to the results what is not there yet. Returns how many images could not be read, those of earlier calls included."""
    by_key = {image.key: image for image in images}
    done: set[str] = set()
    unreadable = 0
    for line in results.earlier():
        image = by_key.get(line["path"])
        if image is not None and image.key not in done:
            done.add(image.key)
            scorer.add(image.said, image.mask_codes, line)
            unreadable += "problem" in line
    rest = [image for image in images if image.key not in done]
    if done:
        terminal.line(f"{len(done)} of {len(images)} images were done before; {len(rest)} are left")
    progress = _Progress(terminal, len(done), len(images))

    def take(image: Image, answer: Answer | ImageProblem) -> None:
        nonlocal unreadable
        results.add(_as_line(image, answer))
        unreadable += not isinstance(answer, Answer)
        progress.step()

    predict(predictor, rest, take, scorer)
    return unreadable


class _Progress:
    def __init__(self, terminal: Terminal, done: int, total: int) -> None:
        self._terminal = terminal
        self._first = self._done = done
        self._total = total
        self._began = time.monotonic()

    def step(self) -> None:
        self._done += 1
        each = (time.monotonic() - self._began) / (self._done - self._first)
        self._terminal.progress(
            self._done, self._total, {"images/s": 1 / max(each, 1e-9)}, each * (self._total - self._done)
        )
