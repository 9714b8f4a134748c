"""Counts what a report of pytest says: `count_tests.py REPORT` prints passed, failed and skipped tests."""

import sys
import xml.etree.ElementTree as ElementTree  # the report was written by our own pytest
from pathlib import Path


def count(report: Path) -> tuple[int, int, int]:
    """Count the tests of a JUnit report.

    Args:
        report: the file that `--junitxml` names.

    Returns:
        Passed, failed (errors included) and skipped.

    Raises:
        OSError: when pytest wrote no report.
        ElementTree.ParseError: when it did not finish it.
    """
    total = failed = skipped = 0
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314
        total += int(suite.get("tests", "0"))
        failed += int(suite.get("failures", "0")) + int(suite.get("errors", "0"))
        skipped += int(suite.get("skipped", "0"))
    return max(total - failed - skipped, 0), failed, skipped


if __name__ == "__main__":
    sys.stdout.write("{} {} {}\n".format(*count(Path(sys.argv[1]))))
