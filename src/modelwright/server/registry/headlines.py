"""What lists show of a version's report and certificate, so that they need not read these."""

from typing import Any, Final

NUMBERS: Final = ("accuracy", "mean_iou", "ap50", "ap", "macro_precision", "macro_recall", "macro_f1")
"""That the result of a whole set can have; of all of them more is better."""


def of(report: dict[str, Any], *, certificate_passed: bool) -> dict[str, Any]:
    """`ModelVersion.headline`."""
    return {"task": report["task"], "certificate_passed": certificate_passed, **numbers(report)}


def numbers(report: dict[str, Any]) -> dict[str, Any]:
    """The headline numbers of the main network: of the test set where there was one, else of the validation samples."""
    main = report["networks"][-1]
    measured = [of for of in report["sets"] if of["kind"] == main["network"]][-1]
    found = {name: measured[name] for name in NUMBERS if name in measured}
    return {
        "metric": main["metric"],
        "metric_value": found[main["metric"]],
        "numbers": found,
        "measured_on": measured["part"],
        "measured_samples": measured["samples"],
    }
