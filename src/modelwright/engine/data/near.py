"""Near duplicates never cross the split: which contents of a run stay together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from modelwright.contract.events import Code, Level
from modelwright.contract.report import ManifestSample
from modelwright.contract.tasks import Part
from modelwright.engine.data.progress import Watcher
from modelwright.imaging.near import clusters, same_pictures


def kept_together(
    fingerprints: Mapping[str, bytes], samples: Sequence[ManifestSample], watcher: Watcher
) -> list[tuple[str, ...]]:
    """The clusters of the training samples, without those that would join too much of a class, with a notice of both."""
    labels: dict[str, set[str]] = defaultdict(set)
    for sample in samples:
        if sample.part is not Part.TEST:
            labels[sample.sha256] |= set(sample.codes or (sample.label,))
    found = clusters({sha256: print_ for sha256, print_ in fingerprints.items() if sha256 in labels})
    kept, alike = same_pictures(found, labels)
    if images := sum(len(cluster) for cluster in kept):
        watcher.message(Level.INFO, Code.NEAR_DUPLICATES_KEPT_TOGETHER, count=images)
    if alike:
        watcher.message(Level.WARNING, Code.LOOK_ALIKES_NOT_KEPT_TOGETHER, count=alike)
    return kept
